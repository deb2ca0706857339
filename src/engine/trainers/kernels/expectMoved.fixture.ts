/** For tests of optimizers: weights that moved, beside Keras's. */
import { expect } from 'vitest'
import type { OptimizerVector } from '../../../model/kerasVectors.fixture'

/** Half of the last place of a float32, as a share of it. */
const ROUNDING = 2 ** -24
/** Half of the last of the seven digits that vectors have, likewise. */
const WRITTEN = 5e-7

/**
 * Each step rounds a weight once, whoever computes it: that is most of the error. The change itself is as near as 1e-5.
 * @param look which of the vector's looks at the weights.
 */
export function expectMoved(actual: Float32Array, { start, after, after32 }: OptimizerVector, look: number): void {
  for (const [{ steps, weights }, rounds] of [
    [after[look]!, 1],
    [after32[look]!, 2],
  ] as const) {
    for (const [at, weight] of weights.entries()) {
      const size = Math.max(Math.abs(weight), Math.abs(start[at]!))
      const change = Math.abs(weight - start[at]!)
      const error = Math.abs(actual[at]! - weight)
      expect(error).toBeLessThan(1e-5 * change + size * (WRITTEN + rounds * steps * ROUNDING))
    }
  }
}
