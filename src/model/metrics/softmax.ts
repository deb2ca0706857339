/** @returns the probability of each class, in float64. */
export function softmax(logits: ArrayLike<number>): number[] {
  const all = Array.from(logits)
  const largest = all.reduce((most, value) => Math.max(most, value), -Infinity)
  const shares = all.map((value) => Math.exp(value - largest))
  const sum = shares.reduce((total, value) => total + value, 0)
  return shares.map((value) => value / sum)
}
