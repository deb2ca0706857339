/** What the address says of the view of runs: `#runs`, `#runs/12` shows a run, and `#runs/compare/3,11` compares some. */

export interface RunsPlace {
  /** Each once, in the order of the address. */
  readonly numbers: readonly number[]
  readonly isComparing: boolean
}

export const ALL_RUNS: RunsPlace = { numbers: [], isComparing: false }

const ADDRESS = /^#runs(?:\/(\d+)|\/compare\/(\d+(?:,\d+)*))?$/

/** Nothing where the address is no view of runs. @param hash with its `#`. */
export function readRunsPlace(hash: string): RunsPlace | undefined {
  const found = ADDRESS.exec(hash)
  if (!found) return undefined
  const [, shown, compared] = found
  const numbers = [...new Set((compared ?? shown ?? '').split(',').filter(Boolean).map(Number))]
  if (!numbers.every((number) => Number.isSafeInteger(number))) return undefined
  return { numbers, isComparing: compared !== undefined }
}

/** The address of a place, with its `#`. */
export function addressOf({ numbers, isComparing }: RunsPlace): string {
  if (numbers.length === 0) return '#runs'
  return isComparing ? `#runs/compare/${numbers.join(',')}` : `#runs/${numbers[0]}`
}
