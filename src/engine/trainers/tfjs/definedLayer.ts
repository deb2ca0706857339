/** Layers of TensorFlow.js whose weights and shapes follow from our definitions, where its own lack an argument or are not Keras's. */
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import type { Activation } from '../../../model/layers/activations'
import type { LayerArgs, LayerDefinition } from '../../../model/layers/define'
import { tfjsActivation } from './activations'

type LayerConfig = ConstructorParameters<typeof tfl.layers.Layer>[0]

/**
 * From here on, TensorFlow.js builds its models with this layer.
 *
 * @param compute the output, before the activation where there is one: of a batch, from its weights in the order of the definition.
 */
export function registerLayer<Args extends LayerArgs>(
  definition: LayerDefinition<string, Args>,
  compute: (input: tf.Tensor4D, weights: readonly tf.Tensor[], args: Args) => tf.Tensor,
): void {
  class DefinedLayer extends tfl.layers.Layer {
    static readonly className = definition.className
    readonly #args: Args
    readonly #activation: tfl.layers.Layer | undefined

    /** TensorFlow.js hands over Keras's arguments in camelCase, as a layer definition has them. */
    constructor(config: LayerConfig & Args) {
      super(config)
      this.#args = config
      const { activation } = config as { readonly activation?: Activation }
      if (activation !== undefined) this.#activation = tfl.layers.activation({ activation: tfjsActivation(activation) })
    }

    override build(inputShape: tfl.Shape): void {
      for (const { name, shape } of definition.weights(this.#args, [ofOneImage(inputShape)])) {
        this.addWeight(name, [...shape], 'float32', tfl.initializers.zeros())
      }
      this.built = true
    }

    override computeOutputShape(inputShape: tfl.Shape): tfl.Shape {
      return [inputShape[0] ?? null, ...definition.outputShape(this.#args, [ofOneImage(inputShape)])]
    }

    override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
      const input = Array.isArray(inputs) ? inputs[0] : inputs
      if (!input) throw new Error(`${this.name} was called without an input`)
      return tf.tidy(() => {
        const weights = this.trainableWeights.map((weight) => weight.read())
        const output = compute(input as tf.Tensor4D, weights, this.#args)
        return this.#activation ? (this.#activation.call(output, {}) as tf.Tensor) : output
      })
    }
  }
  tf.serialization.registerClass(DefinedLayer)
}

function ofOneImage(batchShape: tfl.Shape): number[] {
  return batchShape.slice(1).map((size) => size ?? 0)
}
