/** What the view of runs says, in words. */
import { quoted, withoutBidiControls } from '../../common/text'

/** @param respelt what was typed, and how it is kept. */
export function describeRespelt(respelt: readonly (readonly [string, string])[]): string {
  const each = respelt.map(([typed, kept]) => `${quoted(typed)} is kept as ${quoted(kept)}`)
  return `${each.join(', ')}: tags that differ only by their capitals are the same.`
}

/** What an address names that isn't there. */
export function describeMissing(numbers: readonly number[]): string {
  const isOne = numbers.length === 1
  const named = isOne ? `Run ${numbers[0]} is` : `Runs ${numbers.join(', ')} are`
  return `${named} not among the runs that this browser keeps: ${isOne ? 'it was' : 'they were'} deleted, or trained elsewhere.`
}

const MOST_LETTERS = 40

/** @param name that an address has in place of a number. */
export function describeUnknown(name: string): string {
  const plain = withoutBidiControls(name)
  const shown = plain.length > MOST_LETTERS ? `${plain.slice(0, MOST_LETTERS)}…` : plain
  return `There is no run ${quoted(shown)}: the address of a run has its number, such as #runs/3.`
}
