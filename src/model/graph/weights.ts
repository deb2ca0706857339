/** Which weights a stack has: their names, shapes and order. */
import { definitionOf } from '../layers/registry'
import type { WeightSpec } from '../layers/define'
import { layerNames } from './names'
import { analyseStack, type DataShape } from './shapes'
import type { Stack } from './stack'

/** Weights by `layer name/weight name`, in the order of the layers and, within one, Keras's; each in row-major order of its shape. */
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
    const { input, output } = facts[index] ?? {}
    if (!input || !output) throw new Error(`The weights of ${names[index]} are unknown while the stack has an error`)
    return definitionOf(layer.className)
      .weights(layer.args, input)
      .map(({ name, ...spec }) => ({ ...spec, key: `${names[index]}/${name}` }))
  })
}

/** What weights the stack has, in the order of `Weights`. Throws when the stack has a layer whose shapes can't be worked out. */
export function weightSpecs(stack: Stack, data: DataShape): readonly NamedWeightSpec[] {
  return weightSpecsOfLayers(stack, data).flat()
}
