/** What the address says of the view of runs: `#runs`, `#runs/12` shows a run, and `#runs/compare/3,11` compares some. */

export interface RunsPlace {
  /** Each once, in the order of the address. */
  readonly numbers: readonly number[]
  readonly isComparing: boolean
  /** What the address says in place of a run: there is none of that name. */
  readonly unknown?: string
}

export const ALL_RUNS: RunsPlace = { numbers: [], isComparing: false }

const VIEW = /^#runs(?:\/(.*))?$/s
const NAMED = /^(?:(\d+)|compare\/(\d+(?:,\d+)*))$/

/** Nothing where the address is no view of runs. @param hash with its `#`. */
export function readRunsPlace(hash: string): RunsPlace | undefined {
  const view = VIEW.exec(hash)
  if (!view) return undefined
  const [, rest = ''] = view
  if (rest === '') return ALL_RUNS
  const [, shown, compared] = NAMED.exec(rest) ?? []
  const numbers = [...new Set((compared ?? shown ?? '').split(',').filter(Boolean).map(Number))]
  if (numbers.length === 0 || !numbers.every((number) => Number.isSafeInteger(number)))
    return { ...ALL_RUNS, unknown: decode(rest) }
  return { numbers, isComparing: compared !== undefined }
}

/** As a person typed it. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The address of a place, with its `#`. */
export function addressOf({ numbers, isComparing }: RunsPlace): string {
  if (numbers.length === 0) return '#runs'
  return isComparing ? `#runs/compare/${numbers.join(',')}` : `#runs/${numbers[0]}`
}
