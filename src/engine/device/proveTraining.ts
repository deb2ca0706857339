/**
 * Proves that a device computes correctly. It compares one training step of a small network, from the packed bytes to the changed weights,
 * with the same step worked out here in float64 by plain loops.
 *
 * The device takes another step first, on other images. A kernel that writes nothing then leaves wrong numbers behind, instead of the right
 * ones by luck.
 */
import { initialWeights } from '../../model/graph/initialise'
import type { Weights } from '../../model/graph/weights'
import { rescaling } from '../../model/training/normalisation'
import { createRandom } from '../../model/random'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { createLayer, createStack } from '../../model/graph/stack'
import type { LabelledImages, Opened, Subject } from '../trainers/trainerKind'

const SIDE = 6
const CHANNELS = 2
const CLASSES = 4
/** Two parts of a batch, where it is worked on in parts. */
const BATCH = 8
const POOLED = SIDE / 2
const IMAGE = SIDE * SIDE * CHANNELS
const DATA = { height: SIDE, width: SIDE, channels: CHANNELS, classes: CLASSES }
/** With a rate of 1, the weights' change is the gradient. */
const RECIPE = { ...DEFAULT_RECIPE, optimizer: 'sgd', learningRate: 1, batchSize: BATCH } as const

/**
 * The network: a convolution with its pooling, and an output layer. Where convolutions are made by tiles, there is one between them with as
 * many channels as that takes.
 */
function networkOf(byTiles: boolean) {
  const filters = byTiles ? 16 : 3
  const convolution = { filters, kernelSize: [3, 3], padding: 'same' } as const
  const stack = createStack('image', [
    createLayer('Conv2D', { ...convolution, activation: 'relu' }),
    createLayer('MaxPooling2D', { poolSize: [2, 2] }),
    ...(byTiles ? [createLayer('Conv2D', { ...convolution, activation: 'linear', useBias: false })] : []),
    createLayer('Flatten'),
    createLayer('Dense', { units: CLASSES, activation: 'softmax' }),
  ])
  return { byTiles, filters, stack }
}

type Network = ReturnType<typeof networkOf>

/** float32 leaves errors around 1e-6 here; half precision leaves 1e-3, with which training would not go far. */
const TOLERANCE = 1e-4

/**
 * @param byTiles whether the device makes convolutions by tiles, which takes a larger network to see.
 * @throws Error that says which number is wrong.
 */
export async function testTraining(
  open: (examples: LabelledImages, subject: Subject) => Promise<Pick<Opened, 'trainer' | 'close'>>,
  { byTiles }: { readonly byTiles: boolean },
): Promise<void> {
  const network = networkOf(byTiles)
  const { stack } = network
  const random = createRandom(7)
  const pixels = Uint8Array.from({ length: 2 * BATCH * IMAGE }, () => random.integer(256))
  const labels = Uint16Array.from({ length: 2 * BATCH }, (_, i) => i % CLASSES)
  const weights = initialWeights(stack, DATA, 7)
  const rows = Uint32Array.from({ length: BATCH }, (_, i) => BATCH + i)

  const examples = { pixels, count: 2 * BATCH, labels }
  const { trainer, close } = await open(examples, {
    stack,
    data: DATA,
    recipe: RECIPE,
    normalisation: rescaling(CHANNELS),
  })
  try {
    trainer.loadWeights(weights)
    trainer.beginEpoch(rows.map((row) => row - BATCH))
    trainer.trainBatches(1)
    trainer.loadWeights(weights)
    trainer.beginEpoch(rows)
    trainer.trainBatches(1)
    const [, step] = await trainer.readSteps()
    const trained = await trainer.readWeights()

    const expected = trainOneStep(network, pixels, labels, rows, weights)
    compare('the loss', [step?.loss ?? NaN], [expected.loss])
    for (const [key, before] of weights) {
      const after = trained.get(key) ?? new Float32Array()
      compare(
        `the gradient of ${key}`,
        before.map((value, i) => value - (after[i] ?? NaN)),
        expected.gradients.get(key) ?? [],
      )
    }
  } finally {
    close()
  }
}

function compare(what: string, actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  const largest = Math.max(...Array.from(expected, Math.abs))
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs((actual[i] ?? NaN) - (expected[i] ?? NaN)) / largest
    if (!(error <= TOLERANCE)) throw new Error(`${what} came out as ${actual[i]} instead of ${expected[i]}`)
  }
}

/** The network, forward and backward, from its definition. */
function trainOneStep(
  { byTiles, filters }: Network,
  pixels: Uint8Array,
  labels: Uint16Array,
  rows: Uint32Array,
  weights: Weights,
): { readonly loss: number; readonly gradients: ReadonlyMap<string, Float64Array> } {
  const gradients = new Map([...weights].map(([key, { length }]) => [key, new Float64Array(length)]))
  const of = (key: string) => [Float64Array.from(weights.get(key) ?? []), gradients.get(key)!] as const
  const [kernel, dKernel] = of('conv2d/kernel')
  const [bias, dBias] = of('conv2d/bias')
  const [denseKernel, dDenseKernel] = of('dense/kernel')
  const [denseBias, dDenseBias] = of('dense/bias')
  const tiled = byTiles ? of('conv2d_1/kernel') : undefined
  const first: Convolution = { side: SIDE, channels: CHANNELS, filters }
  const second: Convolution = { side: POOLED, channels: filters, filters }
  let loss = 0
  for (const row of rows) {
    const x = Float64Array.from(pixels.subarray(row * IMAGE, (row + 1) * IMAGE), (byte) => byte / 255)
    const truth = labels[row]!
    const sums = convolve(first, x, kernel).map((sum, i) => sum + bias[i % filters]!)
    const { pooled, origin } = poolRelu(sums, filters)
    const values = tiled ? convolve(second, pooled, tiled[0]) : pooled
    const logits = denseBias.map((b, k) =>
      values.reduce((sum, value, i) => sum + value * denseKernel[i * CLASSES + k]!, b),
    )
    const largest = Math.max(...logits)
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0)
    loss += (largest + Math.log(total) - logits[truth]!) / BATCH

    const dLogits = logits.map((logit, k) => (Math.exp(logit - largest) / total - (k === truth ? 1 : 0)) / BATCH)
    dLogits.forEach((d, k) => {
      dDenseBias[k]! += d
    })
    const dValues = values.map((value, i) =>
      dLogits.reduce((sum, d, k) => {
        dDenseKernel[i * CLASSES + k]! += value * d
        return sum + d * denseKernel[i * CLASSES + k]!
      }, 0),
    )
    const dPooled = tiled ? convolveBack(second, pooled, dValues, ...tiled) : dValues
    const dSums = new Float64Array(sums.length)
    dPooled.forEach((d, i) => {
      if (pooled[i]! <= 0) return
      const filter = i % filters
      dBias[filter]! += d
      dSums[origin[i]! * filters + filter]! += d
    })
    convolveBack(first, x, dSums, kernel, dKernel)
  }
  return { loss, gradients }
}

/** Of 3 x 3 over a square image that keeps its size. */
interface Convolution {
  readonly side: number
  readonly channels: number
  readonly filters: number
}

function convolve(convolution: Convolution, x: Float64Array, kernel: Float64Array): Float64Array {
  const { side, filters } = convolution
  const sums = new Float64Array(side * side * filters)
  eachFactor(convolution, (input, weights, output) => {
    const value = x[input]!
    for (let filter = 0; filter < filters; filter++) sums[output + filter]! += value * kernel[weights + filter]!
  })
  return sums
}

/** Adds to the kernel's gradient. @returns the gradient of `x`. */
function convolveBack(
  convolution: Convolution,
  x: Float64Array,
  gradient: Float64Array,
  kernel: Float64Array,
  dKernel: Float64Array,
): Float64Array {
  const { filters } = convolution
  const back = new Float64Array(x.length)
  eachFactor(convolution, (input, weights, output) => {
    const value = x[input]!
    let sum = 0
    for (let filter = 0; filter < filters; filter++) {
      const d = gradient[output + filter]!
      sum += d * kernel[weights + filter]!
      dKernel[weights + filter]! += d * value
    }
    back[input]! += sum
  })
  return back
}

/** Visits what each sum is made of: a value, and where its weights and the sums begin, filters innermost. */
function eachFactor(
  { side, channels, filters }: Convolution,
  visit: (input: number, weights: number, output: number) => void,
): void {
  for (let place = 0; place < side * side; place++) {
    for (let tap = 0; tap < 9; tap++) {
      const y = Math.floor(place / side) + Math.floor(tap / 3) - 1
      const x = (place % side) + (tap % 3) - 1
      if (y < 0 || y >= side || x < 0 || x >= side) continue
      for (let channel = 0; channel < channels; channel++) {
        visit((y * side + x) * channels + channel, (tap * channels + channel) * filters, place * filters)
      }
    }
  }
}

/** The largest of each four values that are above 0. `origin` is the place that each was at. */
function poolRelu(sums: Float64Array, filters: number) {
  const pooled = new Float64Array(POOLED * POOLED * filters).fill(-1)
  const origin = new Int32Array(pooled.length)
  sums.forEach((sum, i) => {
    const place = Math.floor(i / filters)
    const row = Math.floor(place / SIDE / 2)
    const column = Math.floor((place % SIDE) / 2)
    const at = (row * POOLED + column) * filters + (i % filters)
    const value = Math.max(0, sum)
    if (value <= pooled[at]!) return
    pooled[at] = value
    origin[at] = place
  })
  return { pooled, origin }
}
