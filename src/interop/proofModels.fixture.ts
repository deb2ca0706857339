/** Models that every target is proved with: the templates, one of every layer type, and what else files lose easily. */
import { initialWeights } from '../model/graph/initialise'
import type { DataShape } from '../model/graph/shapes'
import { createLayer, createStack, type Stack } from '../model/graph/stack'
import type { Weights } from '../model/graph/weights'
import { ABOVE, INPUT } from '../model/layers/define'
import type { DrawnLayer } from '../model/layers/registry'
import { createRandom } from '../model/random'
import type { TrainedModel } from '../model/trainedModel'
import { rescaling, type Normalisation } from '../model/training/normalisation'
import { DEFAULT_RECIPE } from '../model/training/recipe'

export interface ProofModel {
  readonly name: string
  readonly model: TrainedModel
}

const GREY = { height: 28, width: 28, channels: 1, classes: 10 }
const COLOUR = { height: 12, width: 10, channels: 3, classes: 3 }
const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit))
/** Names that a careless file loses. */
const NAMES = ['cat', 'a “dog”, or two', 'Ärger\\n']

/** Weights as Keras draws them, biases and statistics that are none of their first values. */
function weightsOf(stack: Stack, data: DataShape): Weights {
  const { uniform } = drawer()
  return new Map(
    [...initialWeights(stack, data, 7)].map(([key, values]) => {
      const name = key.slice(key.lastIndexOf('/') + 1)
      if (name.endsWith('kernel')) return [key, values]
      if (name === 'moving_variance') return [key, values.map(() => uniform(0.5, 2))]
      if (name === 'gamma') return [key, values.map(() => uniform(0.7, 1.4))]
      return [key, values.map(() => uniform(-0.3, 0.3))]
    }),
  )
}

function drawer() {
  const random = createRandom(7)
  return { uniform: (from: number, to: number): number => from + (to - from) * random.next() }
}

function make(
  name: string,
  stack: Stack,
  data: DataShape,
  classes: readonly string[],
  normalisation: Normalisation = rescaling(data.channels),
): ProofModel {
  const weights = weightsOf(stack, data)
  return { name, model: { stack, data, classes, weights, normalisation, recipe: DEFAULT_RECIPE } }
}

const galaxyCnn = createStack('image', [
  createLayer('Conv2D', { filters: 32, kernelSize: [3, 3] }),
  createLayer('MaxPooling2D'),
  createLayer('Conv2D', { filters: 64, kernelSize: [3, 3], padding: 'same' }),
  createLayer('MaxPooling2D'),
  createLayer('Flatten'),
  createLayer('Dense', { units: 32 }),
  createLayer('Dropout'),
  createLayer('Dense', { units: 10, activation: 'softmax' }),
])

const rows = createStack('flat', [
  createLayer('Dense', { units: 16, activation: 'tanh' }),
  createLayer('BatchNormalization'),
  createLayer('Dense', { units: 10, activation: 'softmax' }),
])

function residual(): Stack {
  const stem = createLayer('Conv2D', { filters: 8, padding: 'same', activation: 'linear', useBias: false })
  const norm = createLayer('BatchNormalization')
  const relu = createLayer('Activation', { activation: 'relu' })
  const shortcut: DrawnLayer = {
    ...createLayer('Conv2D', {
      filters: 8,
      kernelSize: [1, 1],
      strides: [2, 2],
      padding: 'same',
      activation: 'linear',
    }),
    name: 'shortcut',
    from: [relu],
  }
  const main: DrawnLayer = {
    ...createLayer('Conv2D', { filters: 8, strides: [2, 2], padding: 'same', activation: 'linear' }),
    name: 'main.conv',
    from: [relu],
  }
  return createStack('image', [
    stem,
    norm,
    relu,
    main,
    shortcut,
    { ...createLayer('Add'), from: [main, shortcut] },
    createLayer('ReLU', { maxValue: 6 }),
    createLayer('GlobalAveragePooling2D'),
    { ...createLayer('Dense', { units: 3, activation: 'softmax' }), name: 'classes' },
  ])
}

/** One of each layer type, and arguments that are not the defaults. Its scores are few, so that no probability is near 0. */
function everyLayer(): Stack {
  const stem: readonly DrawnLayer[] = [
    createLayer('Rescaling', { scale: 2, offset: -1 }),
    createLayer('ZeroPadding2D', { rows: [1, 2], columns: [0, 1] }),
    { ...createLayer('Conv2D', { filters: 4, strides: [2, 1], activation: 'linear', useBias: false }), name: 'stem' },
    createLayer('BatchNormalization', { momentum: 0.5 }),
    createLayer('ReLU', { maxValue: 6, negativeSlope: 0.1 }),
    createLayer('MaxPooling2D', { poolSize: [2, 2], strides: [1, 2], padding: 'same' }),
  ]
  const trunk = stem.at(-1)!
  const one: DrawnLayer = {
    ...createLayer('SeparableConv2D', { filters: 4, padding: 'same', activation: 'hard_sigmoid' }),
    from: [ABOVE],
  }
  const two: DrawnLayer = {
    ...createLayer('DepthwiseConv2D', { padding: 'same', activation: 'gelu', dilationRate: [2, 2] }),
    from: [trunk],
  }
  const three: DrawnLayer = { ...createLayer('LayerNormalization'), from: [trunk] }
  const sum: DrawnLayer = { ...createLayer('Add'), from: [one, two, three] }
  const difference: DrawnLayer = { ...createLayer('Subtract'), from: [sum, two] }
  const product: DrawnLayer = { ...createLayer('Multiply'), from: [sum, one] }
  const mean: DrawnLayer = { ...createLayer('Average'), from: [difference, product] }
  const largest: DrawnLayer = { ...createLayer('Maximum'), from: [mean, sum] }
  const images: readonly DrawnLayer[] = [
    { ...createLayer('Concatenate'), from: [largest, difference] },
    createLayer('Cropping2D', { rows: [0, 1], columns: [1, 0] }),
    createLayer('SpatialDropout2D', { rate: 0.1 }),
    createLayer('Conv2DTranspose', { filters: 4, strides: [2, 2], padding: 'same', activation: 'swish' }),
    createLayer('LeakyReLU'),
    createLayer('AveragePooling2D', { padding: 'same', poolSize: [3, 3], strides: [2, 2] }),
    createLayer('UpSampling2D', { interpolation: 'bilinear' }),
    createLayer('PReLU', { sharedAxes: '1, 2' }),
    createLayer('Permute', { dims: [2, 1, 3] }),
    createLayer('GaussianNoise', { stddev: 0.05 }),
    createLayer('ELU', { alpha: 0.5 }),
  ]
  const before = images.at(-1)!
  const means = createLayer('GlobalAveragePooling2D')
  const maxima: DrawnLayer = { ...createLayer('GlobalMaxPooling2D'), from: [before] }
  return createStack('image', [
    ...stem,
    one,
    two,
    three,
    sum,
    difference,
    product,
    mean,
    largest,
    ...images,
    means,
    maxima,
    { ...createLayer('Concatenate'), from: [means, maxima] },
    createLayer('GaussianDropout', { rate: 0.1 }),
    createLayer('Dense', { units: 16, activation: 'selu' }),
    createLayer('Activation', { activation: 'mish' }),
    createLayer('Reshape', { targetShape: [4, 4] }),
    createLayer('Flatten'),
    createLayer('Dropout', { rate: 0.1 }),
    { ...createLayer('Dense', { units: 3, activation: 'linear' }), name: 'scores' },
    createLayer('Softmax'),
  ])
}

/** Several layers read the images. */
function twoReaders(): Stack {
  const one: DrawnLayer = createLayer('Conv2D', { filters: 4, padding: 'same', activation: 'elu' })
  const two: DrawnLayer = {
    ...createLayer('Conv2D', { filters: 4, kernelSize: [5, 3], padding: 'same', activation: 'softplus' }),
    from: [INPUT],
  }
  return createStack('image', [
    one,
    two,
    { ...createLayer('Concatenate'), from: [one, two] },
    createLayer('Flatten'),
    createLayer('Dense', { units: 3, activation: 'softmax' }),
  ])
}

/** Strata makes probabilities of what it ends in. */
const scores = createStack('image', [
  createLayer('Conv2D', { filters: 4, kernelSize: [3, 3] }),
  createLayer('Flatten'),
  createLayer('Dense', { units: 3, activation: 'linear' }),
])

const STANDARDISED: Normalisation = { mean: [120.5, 99.25, 87.125], deviation: [61.5, 58.25, 70.75] }

export const PROOF_MODELS: readonly ProofModel[] = [
  make('the Galaxy CNN', galaxyCnn, GREY, DIGITS),
  make('rows of values', rows, GREY, DIGITS),
  make('a residual net', residual(), COLOUR, NAMES, STANDARDISED),
  make('every layer type', everyLayer(), COLOUR, NAMES),
  make('two readers of the images', twoReaders(), COLOUR, NAMES, STANDARDISED),
  make('scores without a softmax', scores, COLOUR, NAMES),
]

/** Random bytes, `count` images, channel last. */
export function proofImages({ height, width, channels }: DataShape, count: number): Uint8Array<ArrayBuffer> {
  const random = createRandom(8)
  return Uint8Array.from({ length: count * height * width * channels }, () => random.integer(256))
}
