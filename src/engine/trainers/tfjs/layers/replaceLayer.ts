/** How a layer of TensorFlow.js is replaced by ours: shapes and weights follow from the definition, and what it computes is one function. */
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import type { LayerArgs, LayerDefinition } from '../../../../model/layers/define'
import { createRandom, STREAMS, type Random } from '../../../../model/random'

type LayerConfig = ConstructorParameters<typeof tfl.layers.Layer>[0]
type Weight = ReturnType<tfl.layers.Layer['addWeight']>

export interface LayerCall<Args extends LayerArgs> {
  readonly args: Args
  /** What the layer reads, in order: each for a whole batch. */
  readonly inputs: readonly tf.Tensor[]
  /** The first of them: the only one of all but merges. */
  readonly input: tf.Tensor
  /** By the names of the definition. */
  readonly weights: Readonly<Record<string, Weight>>
  readonly training: boolean
  /** Whether the layer's weights stay as they are while others train. */
  readonly frozen: boolean
  /** For a layer that draws: the draws of this step. */
  random(): Random
}

interface Options<Args extends LayerArgs> {
  /** Whether its output in training follows from draws. */
  readonly draws?: boolean
  /** For a definition with an argument that is not as Keras's config has it. */
  readonly readArgs?: (config: LayerArgs) => Args
}

export abstract class OurLayer extends tfl.layers.Layer {
  abstract readonly draws: boolean
  /** Of a layer that draws: the run's seed, its index among those that draw, and the step. The trainer sets them before each step. */
  seeds: readonly number[] = []
}

/** @param compute the output for a whole batch: another tensor than the input. Tensors that it makes on the way are disposed of. */
export function replaceLayer<Args extends LayerArgs>(
  definition: LayerDefinition<string, Args>,
  compute: (call: LayerCall<Args>) => tf.Tensor,
  { draws = false, readArgs }: Options<Args> = {},
): tf.serialization.SerializableConstructor<OurLayer> {
  return class extends OurLayer {
    static readonly className = definition.className
    readonly draws = draws
    readonly #args: Args
    readonly #weights: Record<string, Weight> = {}

    /** TensorFlow.js hands over Keras's config with names in camelCase, as a layer definition has them. */
    constructor(config: LayerConfig & Args) {
      super(config)
      this.#args = readArgs ? readArgs(config) : config
    }

    override build(inputShape: tfl.Shape | tfl.Shape[]): void {
      const shapes = listShapes(inputShape).map(ofOneImage)
      // The trainer loads the weights' values, so they need no initialisers.
      for (const { name, shape, trainable } of definition.weights(this.#args, shapes)) {
        const zeros = tfl.initializers.zeros()
        this.#weights[name] = this.addWeight(name, [...shape], 'float32', zeros, undefined, trainable)
      }
      this.built = true
    }

    override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape {
      const shapes = listShapes(inputShape)
      return [shapes[0]?.[0] ?? null, ...definition.outputShape(this.#args, shapes.map(ofOneImage))]
    }

    override call(given: tf.Tensor | tf.Tensor[], { training = false }: { readonly training?: boolean }): tf.Tensor {
      const inputs = Array.isArray(given) ? given : [given]
      const [input] = inputs
      if (!input) throw new Error(`${this.name} was called without an input`)
      const random = () => createRandom(STREAMS.dropout, ...this.seeds)
      const [args, weights, frozen] = [this.#args, this.#weights, !this.trainable]
      return tf.tidy(() => compute({ args, inputs, input, weights, training, frozen, random }))
    }
  }
}

function listShapes(shapes: tfl.Shape | tfl.Shape[]): readonly tfl.Shape[] {
  return Array.isArray(shapes[0]) ? (shapes as tfl.Shape[]) : [shapes as tfl.Shape]
}

function ofOneImage(batchShape: tfl.Shape): number[] {
  return batchShape.slice(1).map((length) => length ?? 0)
}
