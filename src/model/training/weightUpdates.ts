/** How far an update moved the weights of each layer. */
import type { DataShape } from '../graph/shapes'
import type { Stack } from '../graph/stack'
import { weightSpecs, type Weights } from '../graph/weights'

export interface WeightUpdate {
  readonly layer: string
  /** Euclidean norm of the layer's trainable weights before the update. */
  readonly weights: number
  /** Euclidean norm of what the update added to them. */
  readonly update: number
}

/**
 * Layers with weights to train, in the order of the stack. Moving statistics are no update of the optimizer and are left out.
 * @param before and @param after hold all weights of the stack.
 */
export function measureUpdates(
  stack: Stack,
  data: DataShape,
  before: Weights,
  after: Weights,
): readonly WeightUpdate[] {
  const sums = new Map<string, { weights: number; update: number }>()
  for (const { key, trainable } of weightSpecs(stack, data)) {
    if (!trainable) continue
    const layer = key.slice(0, key.lastIndexOf('/'))
    const sum = sums.get(layer) ?? { weights: 0, update: 0 }
    sums.set(layer, sum)
    const [old, now] = [before.get(key)!, after.get(key)!]
    for (let i = 0; i < old.length; i++) {
      sum.weights += old[i]! ** 2
      sum.update += (now[i]! - old[i]!) ** 2
    }
  }
  return [...sums].map(([layer, { weights, update }]) => ({
    layer,
    weights: Math.sqrt(weights),
    update: Math.sqrt(update),
  }))
}
