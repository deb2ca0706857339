/** Smooths a curve, so that its course shows through the noise of its steps. */

/**
 * The exponential moving average, free of the bias of its start, as TensorBoard draws it: a mean of all values so far, in which each
 * counts `weight` times the one after it.
 * A value that is not a finite number stays one, and counts in no other.
 * @param weight from 0, which leaves the values as they are, to below 1.
 */
export function smooth(values: readonly number[], weight: number): readonly number[] {
  let sum = 0
  let total = 0
  return values.map((value) => {
    if (!Number.isFinite(value)) return value
    sum = sum * weight + value
    total = total * weight + 1
    return sum / total
  })
}
