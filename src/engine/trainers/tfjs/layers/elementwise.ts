/**
 * The merges value by value that TensorFlow.js lacks or computes otherwise than Keras 3. It has no Subtract, and the gradient of its Maximum
 * has the shape of the output, whatever that of an input that is stretched.
 */
import * as tf from '@tensorflow/tfjs-core'
import { maximum, subtract } from '../../../../model/layers/merging/elementwise'
import { stretchedShape, withAxes } from '../../../../model/layers/merging/stretchedShape'
import { replaceLayer } from './replaceLayer'

export const SubtractLayer = replaceLayer(subtract, ({ inputs }) =>
  stretch(inputs).reduce((one, other) => tf.sub(one, other)),
)

export const MaximumLayer = replaceLayer(maximum, ({ inputs }) =>
  stretch(inputs).reduce((one, other) => tf.maximum(one, other)),
)

/** All of the inputs in one shape. */
function stretch(inputs: readonly tf.Tensor[]): readonly tf.Tensor[] {
  const shapes = inputs.map(({ shape }) => shape.slice(1))
  const shape = stretchedShape(shapes)
  const images = inputs[0]?.shape[0]
  if (!shape || images === undefined) throw new Error('A merge was called with inputs that don’t go together')
  return inputs.map((input, i) =>
    tf.broadcastTo(tf.reshape(input, [images, ...withAxes(shapes[i]!, shape.length)]), [images, ...shape]),
  )
}
