/** The largest difference between two rows of numbers, as a share of the largest number expected; infinite where one is not a number. */
export function errorOf(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let largest = 0
  let difference = 0
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(expected[i]!))
    const apart = Math.abs(actual[i]! - expected[i]!)
    difference = Number.isNaN(apart) ? Infinity : Math.max(difference, apart)
  }
  return difference / (largest || 1)
}
