/** Conv2D with our gradient, in place of TensorFlow.js's own: any dilation rate, with bias and relu in one pass. */
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import { conv2d } from '../../../model/layers/convolution/conv2d'
import { tfjsActivation } from './activations'
import { registerConv2dGradient } from './conv2dGradient'

type Arguments = Parameters<typeof conv2d.outputShape>[0]
type LayerConfig = ConstructorParameters<typeof tfl.layers.Layer>[0]

class Conv2DLayer extends tfl.layers.Layer {
  static readonly className = 'Conv2D'
  readonly #args: Arguments
  /** An activation that the fused kernel's gradient leaves to TensorFlow.js. */
  readonly #activation: tfl.layers.Layer | undefined

  /** TensorFlow.js hands over Keras's arguments in camelCase, as a layer definition has them. */
  constructor(config: LayerConfig & Arguments) {
    super(config)
    this.#args = config
    if (config.activation !== 'linear' && config.activation !== 'relu') {
      this.#activation = tfl.layers.activation({ activation: tfjsActivation(config.activation) })
    }
  }

  override build(inputShape: tfl.Shape): void {
    for (const { name, shape } of conv2d.weights(this.#args, [ofOneImage(inputShape)])) {
      this.addWeight(name, [...shape], 'float32', tfl.initializers.zeros())
    }
    this.built = true
  }

  override computeOutputShape(inputShape: tfl.Shape): tfl.Shape {
    return [inputShape[0] ?? null, ...conv2d.outputShape(this.#args, [ofOneImage(inputShape)])]
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs
    const [kernel, bias] = this.trainableWeights
    if (!x || !kernel) throw new Error(`${this.name} was called before it was built`)
    const { strides, padding, dilationRate, activation } = this.#args
    // A filter on one channel is a product of 9 numbers or so. The general kernel would pad it to tiles of 32.
    const y: tf.Tensor = tf.engine().runKernel(
      x.shape[3] === 1 ? tf.FusedDepthwiseConv2D : tf.FusedConv2D,
      { x, filter: kernel.read(), ...(bias && { bias: bias.read() }) },
      {
        strides: [...strides],
        pad: padding,
        dataFormat: 'NHWC',
        dilations: [...dilationRate],
        activation: activation === 'relu' ? 'relu' : 'linear',
      },
    )
    return this.#activation ? (this.#activation.call(y, {}) as tf.Tensor) : y
  }
}

function ofOneImage(batchShape: tfl.Shape): number[] {
  return batchShape.slice(1).map((size) => size ?? 0)
}

/** From here on, TensorFlow.js builds its models with this layer. */
export function registerConv2dLayer(): void {
  registerConv2dGradient()
  tf.serialization.registerClass(Conv2DLayer)
}
