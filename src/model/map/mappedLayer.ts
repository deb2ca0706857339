/** Which of a model's layers a map of images can be made of. */
import { inputIdsAt } from '../graph/inputs'
import { withLogits } from '../graph/output'
import { analyseStack, type DataShape } from '../graph/shapes'
import type { Stack } from '../graph/stack'
import { INPUT, sizeOf, type Shape } from '../layers/define'
import type { LayerClassName } from '../layers/registry'

export interface MappedLayer {
  /** In `withLogits(stack)`; absent for the images themselves. */
  readonly index?: number
  /** As Keras has it; absent for the images themselves. */
  readonly name?: string
  readonly shape: Shape
  /** How many values it gives of an image. */
  readonly width: number
  /** They are the pixels, in whatever order. */
  readonly isPixels: boolean
}

/** What leaves the values of an image as they are, outside of training. */
const KEEPS_VALUES: ReadonlySet<LayerClassName> = new Set([
  'Flatten',
  'Reshape',
  'Permute',
  'Dropout',
  'SpatialDropout2D',
  'GaussianDropout',
  'GaussianNoise',
])

/** The images themselves, and what every layer before the softmax makes of them. */
export function mappedLayers(stack: Stack, data: DataShape): readonly MappedLayer[] {
  const { layers: all } = withLogits(stack)
  const { input, layers } = analyseStack(withLogits(stack), data)
  const isKept = (index: number): boolean =>
    all.slice(0, index + 1).every(({ className }) => KEEPS_VALUES.has(className))
  return [
    { shape: input, width: sizeOf(input), isPixels: true },
    ...layers.flatMap(({ name, output }, index) =>
      output ? [{ index, name, shape: output, width: sizeOf(output), isPixels: isKept(index) }] : [],
    ),
  ]
}

/** The layer before the last: what the last layer with weights reads. The images themselves where it reads those. */
export function layerBeforeLast(stack: Stack, data: DataShape): MappedLayer {
  const { layers } = withLogits(stack)
  const facts = analyseStack(withLogits(stack), data).layers
  const all = mappedLayers(stack, data)
  const last = facts.findLastIndex(({ parameters }) => parameters > 0)
  const [read = INPUT] = last < 0 ? [] : inputIdsAt(layers, last)
  const index = layers.findIndex(({ id }) => id === read)
  return all.find((each) => each.index === index) ?? all[0]!
}
