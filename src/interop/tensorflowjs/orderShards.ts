/** The order of a model's files of weights, where build tools have given them names that the model.json does not know. */
import type { SourceEntry } from '../../files/sourceEntry'
import { fileNameOf } from './readWeights'

/** What TensorFlow.js's converter puts into each file but the last, which takes what is left. */
const SHARD_BYTES = 2 ** 22

/** By the numbers in their names, else by their lengths; undefined where neither says it. */
export function inOrder(entries: readonly SourceEntry[]): readonly SourceEntry[] | undefined {
  const names = entries.map(({ path }) => fileNameOf(path))
  const numbers = readShardNumbers(names) ?? readNumbers(names)
  if (numbers) {
    const numbered = entries.map((entry, at) => ({ entry, number: numbers[at]! }))
    return numbered.toSorted((one, other) => one.number - other.number).map(({ entry }) => entry)
  }
  const [whole, last] = [true, false].map((isWhole) => entries.filter(({ size }) => (size === SHARD_BYTES) === isWhole))
  // Whole ones are alike, so two of them have no order.
  return whole?.length === 1 && last?.length === 1 ? [whole[0]!, last[0]!] : undefined
}

/** `group1-shard2of3.4f1c.bin` is the second. */
function readShardNumbers(names: readonly string[]): readonly number[] | undefined {
  return distinct(names.map((name) => Number(/(\d+)of\d+/i.exec(name)?.[1] ?? NaN)))
}

/** Names that differ in one number alone, such as `weights-1.bin` and `weights-2.bin`. */
function readNumbers(names: readonly string[]): readonly number[] | undefined {
  const parts = names.map((name) => name.split(/(\d+)/))
  const [first] = parts
  if (!first || parts.some(({ length }) => length !== first.length)) return undefined
  const differ = first.flatMap((_, at) => (new Set(parts.map((each) => each[at])).size > 1 ? [at] : []))
  const [at, second] = differ
  // Numbers stand at the odd places.
  if (at === undefined || second !== undefined || at % 2 === 0) return undefined
  return distinct(parts.map((each) => Number(each[at])))
}

function distinct(numbers: readonly number[]): readonly number[] | undefined {
  return numbers.every(Number.isFinite) && new Set(numbers).size === numbers.length ? numbers : undefined
}
