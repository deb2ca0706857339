/** What all observers do alike. */
import type { ObservedSubject } from '../observer'

/** @throws RangeError when the observer can't do what is asked of it. */
export function requireObservable(
  { batchSize, gradients }: ObservedSubject,
  rows: Uint32Array,
  classes: ArrayLike<number> | undefined,
): void {
  if (rows.length === 0 || rows.length > batchSize)
    throw new RangeError(`The observer takes 1 to ${batchSize} images, and not ${rows.length}`)
  if (classes && !gradients) throw new RangeError('The observer was opened without gradients')
  if (classes && classes.length !== rows.length) throw new RangeError('Each image has one class')
}

/** The gradient of each row's score with respect to its logits: 1 at its class. */
export function seedsOf(rows: ArrayLike<number>, classes: number): Float32Array<ArrayBuffer> {
  const seeds = new Float32Array(rows.length * classes)
  for (let row = 0; row < rows.length; row++) seeds[row * classes + rows[row]!] = 1
  return seeds
}

/** The sum of some values of the same length. */
export function sumOf([first, ...others]: readonly Float32Array[]): Float32Array {
  const sum = first!.slice()
  for (const values of others) for (let i = 0; i < sum.length; i++) sum[i]! += values[i]!
  return sum
}
