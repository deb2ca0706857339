/** A task as the Python side reads it: JSON, with Keras's names and configs. */
import type { Task } from '../../src/bench/measure/contestants/contestant'
import { initialWeights } from '../../src/model/graph/initialise'
import { inputIdsOf } from '../../src/model/graph/inputs'
import { layerNames } from '../../src/model/graph/names'
import { withLogits } from '../../src/model/graph/output'
import { inputShape } from '../../src/model/graph/shapes'
import { weightSpecs } from '../../src/model/graph/weights'
import { INPUT, type KerasConfig } from '../../src/model/layers/define'
import { definitionOf } from '../../src/model/layers/registry'
import { ADAM } from '../../src/model/training/optimizers/adam'
import { DEFAULT_RECIPE } from '../../src/model/training/recipe'

interface DescribedLayer {
  readonly name: string
  readonly className: string
  readonly config: KerasConfig
  /** Names of layers, or `input`. */
  readonly inputs: readonly string[]
}

/** Values are little-endian, in base64. */
interface TaskDescription {
  readonly batchSize: number
  /** Without the batch axis. */
  readonly input: readonly number[]
  /** The last one gives the logits. */
  readonly layers: readonly DescribedLayer[]
  readonly weights: readonly {
    readonly key: string
    readonly shape: readonly number[]
    readonly trainable: boolean
    /** float32 */
    readonly values: string
  }[]
  readonly adam: typeof ADAM.defaults & { readonly learningRate: number }
  /** uint8 */
  readonly pixels: string
  /** uint16 */
  readonly labels: string
}

export function describeTask({ stack, data, batchSize, pixels, labels }: Task): TaskDescription {
  const { layers } = withLogits(stack)
  const names = layerNames(stack)
  const nameOf = new Map([[INPUT as string, INPUT as string], ...layers.map(({ id }, at) => [id, names[at]!] as const)])
  const reads = inputIdsOf(layers)
  const weights = initialWeights(stack, data, 1)
  return {
    batchSize,
    input: inputShape(stack, data),
    layers: layers.map(({ id, className, args }, at) => ({
      name: names[at]!,
      className,
      config: definitionOf(className).toConfig(args),
      inputs: reads.get(id)!.map((read) => nameOf.get(read)!),
    })),
    weights: weightSpecs(stack, data).map(({ key, shape, trainable }) => ({
      key,
      shape,
      trainable,
      values: base64(weights.get(key)!),
    })),
    adam: { ...ADAM.defaults, learningRate: DEFAULT_RECIPE.learningRate },
    pixels: base64(pixels),
    labels: base64(labels),
  }
}

function base64({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64')
}
