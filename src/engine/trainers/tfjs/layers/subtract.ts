/** Subtract, which TensorFlow.js lacks: the first input less the second. */
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'

export class SubtractLayer extends tfl.layers.Layer {
  static readonly className = 'Subtract'

  override computeOutputShape(inputShapes: tfl.Shape | tfl.Shape[]): tfl.Shape {
    return (inputShapes as tfl.Shape[])[0] ?? []
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [one, other] = Array.isArray(inputs) ? inputs : []
    if (!one || !other) throw new Error(`${this.name} was called without two inputs`)
    return tf.sub(one, other)
  }
}
