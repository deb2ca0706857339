/** The colour of a run, by its number: the same in the table and in every chart. */

const COLOURS = 10

/** Runs ten numbers apart have one colour, and are told apart by their line. */
const DASHES = ['', '6 3', '2 3']

export interface RunLook {
  readonly colour: string
  /** As SVG's `stroke-dasharray`; empty for a whole line. */
  readonly dash: string
}

export function lookOf(number: number): RunLook {
  const at = number - 1
  return {
    colour: `var(--series-${(at % COLOURS) + 1})`,
    dash: DASHES[Math.floor(at / COLOURS) % DASHES.length] ?? '',
  }
}
