/** What a single layer's weights are, by its type and by whether it is frozen. */
import type { Shape, WeightSpec } from '../layers/define'
import { definitionOf, type Layer } from '../layers/registry'

/** A layer's weight specs. Of a frozen layer none trains, and so none adds to the loss, as in Keras 3. */
export function weightSpecsOf({ className, args, frozen }: Layer, inputs: readonly Shape[]): readonly WeightSpec[] {
  const specs = definitionOf(className).weights(args, inputs)
  if (!frozen) return specs
  return specs.map(({ name, shape, initializer }) => ({ name, shape, initializer, trainable: false }))
}
