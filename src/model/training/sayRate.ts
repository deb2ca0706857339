/** A learning rate as a person reads it: `0.0002`, `1.5e-7`. */
export function sayRate(learningRate: number): string {
  return String(Number(learningRate.toPrecision(4)))
}
