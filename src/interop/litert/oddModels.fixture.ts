/** Models of one layer with arguments that are rare, of one activation, and of merges of several shapes, each with a classifier behind it. */
import { initialWeights } from '../../model/graph/initialise'
import { analyseStack, type DataShape } from '../../model/graph/shapes'
import { createLayer, createStack } from '../../model/graph/stack'
import { ACTIVATIONS } from '../../model/layers/activations'
import type { Pair } from '../../model/layers/pair'
import type { DrawnLayer } from '../../model/layers/registry'
import { createRandom } from '../../model/random'
import type { TrainedModel } from '../../model/trainedModel'
import type { ProofModel } from '../proofModels.fixture'

const data: DataShape = { height: 7, width: 6, channels: 2, classes: 3 }
const PADDINGS = ['valid', 'same'] as const

function* layersOf(): Generator<readonly DrawnLayer[]> {
  const windows: readonly { readonly strides: Pair; readonly dilationRate: Pair }[] = [
    { strides: [1, 1], dilationRate: [1, 1] },
    { strides: [1, 1], dilationRate: [2, 3] },
    { strides: [3, 2], dilationRate: [1, 1] },
    { strides: [4, 5], dilationRate: [1, 1] },
  ]
  const sizes: readonly Pair[] = [
    [2, 3],
    [1, 1],
    [3, 2],
  ]
  for (const padding of PADDINGS) {
    for (const kernelSize of sizes) {
      for (const { strides, dilationRate } of windows) {
        const window = { kernelSize, padding, strides, dilationRate, activation: 'linear' } as const
        yield [createLayer('Conv2D', { ...window, filters: 3 })]
        yield [createLayer('DepthwiseConv2D', { ...window, depthMultiplier: 2 })]
        yield [createLayer('SeparableConv2D', { ...window, filters: 3, depthMultiplier: 2, useBias: false })]
        const extras: readonly (Pair | null)[] = [null, [0, 0], [strides[0] - 1, 0], [0, strides[1] - 1]]
        for (const outputPadding of extras)
          yield [createLayer('Conv2DTranspose', { ...window, filters: 3, outputPadding })]
      }
      yield [createLayer('MaxPooling2D', { poolSize: kernelSize, strides: [2, 3], padding })]
      yield [createLayer('AveragePooling2D', { poolSize: [4, 5], strides: kernelSize, padding })]
    }
  }
  for (const { value: activation } of ACTIVATIONS) {
    yield [createLayer('Conv2D', { filters: 3, activation })]
    yield [createLayer('Conv2DTranspose', { filters: 3, activation })]
    yield [createLayer('Flatten'), createLayer('Dense', { units: 5, activation })]
  }
  yield [createLayer('ELU', { alpha: 0.5 })]
  yield [createLayer('ELU', { alpha: 0 })]
  yield [createLayer('LeakyReLU', { negativeSlope: 1.5 })]
  for (const maxValue of [null, 0.5, 6]) {
    for (const negativeSlope of [0, 0.25, 1.5]) {
      for (const threshold of [0, 0.3, 0.75]) yield [createLayer('ReLU', { maxValue, negativeSlope, threshold })]
    }
  }
  for (const sharedAxes of ['none', '1, 2', '1, 2, 3', '2', '3', '1, 3'] as const)
    yield [createLayer('PReLU', { sharedAxes })]
  yield [createLayer('Flatten'), createLayer('PReLU')]
  yield [createLayer('Softmax')]
  for (const size of [
    [2, 1],
    [3, 2],
    [4, 5],
  ] satisfies Pair[]) {
    for (const interpolation of ['nearest', 'bilinear'] as const)
      yield [createLayer('UpSampling2D', { size, interpolation })]
  }
  for (const axis of ['-1', '-2, -1', '-3, -2, -1'] as const) {
    yield [createLayer('LayerNormalization', { axis })]
    yield [createLayer('LayerNormalization', { axis, scale: false, center: false, epsilon: 0.5 })]
  }
  yield [createLayer('BatchNormalization', { scale: false })]
  yield [createLayer('BatchNormalization', { center: false })]
  yield [createLayer('GlobalAveragePooling2D', { keepdims: true })]
  yield [createLayer('GlobalMaxPooling2D', { keepdims: true })]
  yield [createLayer('Permute', { dims: [3, 1, 2] })]
  yield [createLayer('Reshape', { targetShape: [7, 3, 2, 2] }), createLayer('Permute', { dims: [4, 2, 1, 3] })]
  yield [createLayer('Reshape', { targetShape: [7, 3, 2, 2] }), createLayer('Softmax')]
  yield [createLayer('Reshape', { targetShape: [7, -1] }), createLayer('LayerNormalization', { axis: '-2, -1' })]
  yield [createLayer('Cropping2D', { rows: [2, 0], columns: [0, 3] })]
  yield [createLayer('ZeroPadding2D', { rows: [0, 3], columns: [2, 0] })]
  yield* merges()
}

function* merges(): Generator<readonly DrawnLayer[]> {
  const convolution = createLayer('Conv2D', { filters: 4, padding: 'same', activation: 'tanh' })
  const squeezed = createLayer('GlobalAveragePooling2D')
  const gate = createLayer('Dense', { units: 4, activation: 'sigmoid' })
  const spot = { ...createLayer('Conv2D', { filters: 1, padding: 'same', activation: 'sigmoid' }), from: [convolution] }
  for (const className of ['Add', 'Multiply', 'Average', 'Maximum'] as const) {
    yield [convolution, squeezed, gate, spot, { ...createLayer(className), from: [gate, convolution, spot] }]
  }
  yield [convolution, squeezed, gate, { ...createLayer('Subtract'), from: [gate, convolution] }]
  for (const axis of [-1, -2, -3, 1, 2, 3]) {
    const other = { ...createLayer('Multiply'), from: [convolution, spot] }
    yield [convolution, spot, other, { ...createLayer('Concatenate', { axis }), from: [other, convolution] }]
  }
}

function modelOf(layers: readonly DrawnLayer[]): TrainedModel | undefined {
  const trial = createStack('image', layers)
  const output = analyseStack(trial, data).layers.at(-1)?.output
  if (!output) return undefined
  const flat = output.length === 1 ? [] : [createLayer('Flatten')]
  const stack = createStack('image', [...layers, ...flat, createLayer('Dense', { units: 3, activation: 'softmax' })])
  const random = createRandom(5)
  const weights = new Map(
    [...initialWeights(stack, data, 5)].map(([key, values]) => {
      if (key.endsWith('kernel')) return [key, values] as const
      const least = key.endsWith('variance') ? 0.5 : -0.5
      return [key, values.map(() => least + random.next())] as const
    }),
  )
  return { stack, data, classes: ['a', 'b', 'c'], weights, normalisation: { mean: [128, 100], deviation: [50, 60] } }
}

export const ODD_MODELS: readonly ProofModel[] = [...layersOf()].flatMap((layers) => {
  const model = modelOf(layers)
  if (!model) return []
  const what = layers.map(({ className, args }) => `${className} ${JSON.stringify(args)}`)
  return [{ name: what.join(', '), model }]
})
