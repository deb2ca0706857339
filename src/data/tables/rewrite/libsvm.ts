/** Reads LIBSVM's format: a label, then `number:value` for each pixel that is not 0 (LIBSVM's README). */
import type { SourceEntry } from '../../../files/sourceEntry'
import { linesOf, type Rewriting } from './rewriting'

const ROW = /^\s*[+-]?\d+(\.\d+)?(\s+\d+:[-+.\deE]+)+\s*(#.*)?$/
/** As many numbers as an image of 512 x 512 has in colour. */
const MOST_PIXELS = 3 * 2 ** 18
/** Rows that must have the form. */
const FIRST_ROWS = 4

export async function readLibsvm(lines: readonly string[], entry: SourceEntry): Promise<Rewriting | undefined> {
  const rows = lines.filter((line) => line.trim() !== '').slice(0, FIRST_ROWS)
  if (rows.length < 2 || !rows.every((row) => ROW.test(row))) return undefined
  let largest = 0
  let least = 1
  // Its last pixels may be 0 in all rows, so no row says how many there are.
  for await (const line of linesOf(entry)) {
    for (const [number] of line.matchAll(/\d+(?=:)/g)) {
      least = Math.min(least, Number(number))
      largest = Math.max(largest, Number(number))
    }
    // Words of texts are counted in this form too.
    if (largest > MOST_PIXELS) return undefined
  }
  const named = largest - least + 1
  const count = wholeImage(named)
  const rewrite = (line: string): string => {
    const [label = '', ...pairs] = line.replace(/#.*/, '').trim().split(/\s+/)
    if (label === '') return ''
    const pixels = new Array<string>(count).fill('0')
    for (const pair of pairs) {
      const colon = pair.indexOf(':')
      pixels[Number(pair.slice(0, colon)) - least] = pair.slice(colon + 1)
    }
    return `${label},${pixels.join(',')}`
  }
  const said =
    count === named
      ? ''
      : `, and the largest is ${largest.toLocaleString('en-US')}, so the ${count - named} behind it were taken for black`
  const note = `The pixels of ${entry.path} are numbered from ${least}${said}.`
  return { rewrite, note }
}

/** The fewest pixels of a square image, grey or in colour, that lack less than a row of so many. Else as many as there are. */
function wholeImage(count: number): number {
  const fitting = [1, 3].flatMap((channels) => {
    const side = Math.ceil(Math.sqrt(count / channels))
    const whole = side * side * channels
    return whole - count < side * channels ? [whole] : []
  })
  return Math.min(...fitting, ...(fitting.length === 0 ? [count] : []))
}
