/**
 * Which weights a stack has: their names, shapes and order. The order is the same everywhere: those that train come first, as in Keras and
 * TensorFlow.js. So the weights that an optimizer changes lie side by side, and no others lie between them.
 */
import type { WeightSpec } from '../layers/define'
import { layerNames } from './names'
import { analyseStack, type DataShape } from './shapes'
import type { Stack } from './stack'
import { weightSpecsOf } from './weightSpecsOf'

/** Weights by `layer name/weight name`, in the order of `weightSpecs`; each in row-major order of its shape. */
export type Weights = ReadonlyMap<string, Float32Array<ArrayBuffer>>

export interface NamedWeightSpec extends Omit<WeightSpec, 'name'> {
  /** Such as `conv2d_1/kernel`. */
  readonly key: string
}

/** Every layer's weight specs under their keys. Throws when the stack has a layer whose shapes can't be worked out. */
export function weightSpecsOfLayers(stack: Stack, data: DataShape): readonly (readonly NamedWeightSpec[])[] {
  const names = layerNames(stack)
  const facts = analyseStack(stack, data).layers
  return stack.layers.map((layer, index) => {
    const { inputs, output } = facts[index]!
    if (!inputs || !output) throw new Error(`The weights of ${names[index]} are unknown while the stack has an error`)
    return weightSpecsOf(layer, inputs).map(({ name, ...spec }) => ({ ...spec, key: `${names[index]}/${name}` }))
  })
}

/** The specs that train, of all layers, and then the others. Both keep the order of the layers and, within a layer, Keras's. */
export function trainableFirst<Spec extends Pick<WeightSpec, 'trainable'>>(
  layers: readonly (readonly Spec[])[],
): readonly Spec[] {
  const all = layers.flat()
  return [...all.filter(({ trainable }) => trainable), ...all.filter(({ trainable }) => !trainable)]
}

/** What weights the stack has, in their one order. Throws when the stack has a layer whose shapes can't be worked out. */
export function weightSpecs(stack: Stack, data: DataShape): readonly NamedWeightSpec[] {
  return trainableFirst(weightSpecsOfLayers(stack, data))
}
