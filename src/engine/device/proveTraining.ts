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
const FILTERS = 3
const CLASSES = 4
/** Two parts of a batch, where it is worked on in parts. */
const BATCH = 8
const POOLED = SIDE / 2
const IMAGE = SIDE * SIDE * CHANNELS

const STACK = createStack('image', [
  createLayer('Conv2D', { filters: FILTERS, kernelSize: [3, 3], padding: 'same', activation: 'relu' }),
  createLayer('MaxPooling2D', { poolSize: [2, 2] }),
  createLayer('Flatten'),
  createLayer('Dense', { units: CLASSES, activation: 'softmax' }),
])
const DATA = { height: SIDE, width: SIDE, channels: CHANNELS, classes: CLASSES }
/** With a rate of 1, the weights' change is the gradient. */
const RECIPE = { ...DEFAULT_RECIPE, optimizer: 'sgd', learningRate: 1, momentum: 0, batchSize: BATCH } as const
const SUBJECT = { stack: STACK, data: DATA, recipe: RECIPE, normalisation: rescaling(CHANNELS) }

/** float32 leaves errors around 1e-6 here; half precision leaves 1e-3, with which training would not go far. */
const TOLERANCE = 1e-4

/** @throws Error that says which number is wrong. */
export async function testTraining(
  open: (examples: LabelledImages, subject: Subject) => Promise<Pick<Opened, 'trainer' | 'close'>>,
): Promise<void> {
  const random = createRandom(7)
  const pixels = Uint8Array.from({ length: 2 * BATCH * IMAGE }, () => random.integer(256))
  const labels = Uint16Array.from({ length: 2 * BATCH }, (_, i) => i % CLASSES)
  const weights = initialWeights(STACK, DATA, 7)
  const rows = Uint32Array.from({ length: BATCH }, (_, i) => BATCH + i)

  const examples = { pixels, count: 2 * BATCH, labels }
  const { trainer, close } = await open(examples, SUBJECT)
  try {
    trainer.loadWeights(weights)
    trainer.beginEpoch(rows.map((row) => row - BATCH))
    trainer.trainBatches(1)
    trainer.loadWeights(weights)
    trainer.beginEpoch(rows)
    trainer.trainBatches(1)
    const [, step] = await trainer.readSteps()
    const trained = await trainer.readWeights()

    const expected = trainOneStep(pixels, labels, rows, weights)
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

/** The network above, forward and backward, from its definition. */
function trainOneStep(
  pixels: Uint8Array,
  labels: Uint16Array,
  rows: Uint32Array,
  weights: Weights,
): { readonly loss: number; readonly gradients: ReadonlyMap<string, Float64Array> } {
  const [kernel, bias, denseKernel, denseBias] = [...weights.values()].map((values) => Float64Array.from(values)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const gradients = new Map([...weights].map(([key, { length }]) => [key, new Float64Array(length)]))
  const [dKernel, dBias, dDenseKernel, dDenseBias] = [...gradients.values()] as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  let loss = 0
  for (const row of rows) {
    const x = Float64Array.from(pixels.subarray(row * IMAGE, (row + 1) * IMAGE), (byte) => byte / 255)
    const truth = labels[row]!

    // `origin` holds, for each pooled value, the place of the largest of its four values.
    const pooled = new Float64Array(POOLED * POOLED * FILTERS).fill(-1)
    const origin = new Int32Array(pooled.length)
    forEachPlace((place, r, c) => {
      for (let f = 0; f < FILTERS; f++) {
        let sum = bias[f]!
        forEachTap(r, c, (pixel, tap) => {
          sum += x[pixel]! * kernel[tap * FILTERS + f]!
        })
        const at = (Math.floor(r / 2) * POOLED + Math.floor(c / 2)) * FILTERS + f
        const value = Math.max(0, sum)
        if (value <= pooled[at]!) continue
        pooled[at] = value
        origin[at] = place
      }
    })
    const logits = denseBias.map((b, k) =>
      pooled.reduce((sum, value, i) => sum + value * denseKernel[i * CLASSES + k]!, b),
    )
    const largest = Math.max(...logits)
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0)
    loss += (largest + Math.log(total) - logits[truth]!) / BATCH

    const dLogits = logits.map((logit, k) => (Math.exp(logit - largest) / total - (k === truth ? 1 : 0)) / BATCH)
    dLogits.forEach((d, k) => {
      dDenseBias[k]! += d
    })
    pooled.forEach((value, i) => {
      let d = 0
      dLogits.forEach((dLogit, k) => {
        dDenseKernel[i * CLASSES + k]! += value * dLogit
        d += dLogit * denseKernel[i * CLASSES + k]!
      })
      if (value <= 0) return
      const f = i % FILTERS
      dBias[f]! += d
      forEachTap(Math.floor(origin[i]! / SIDE), origin[i]! % SIDE, (pixel, tap) => {
        dKernel[tap * FILTERS + f]! += d * x[pixel]!
      })
    })
  }
  return { loss, gradients }
}

function forEachPlace(visit: (place: number, row: number, column: number) => void): void {
  for (let place = 0; place < SIDE * SIDE; place++) visit(place, Math.floor(place / SIDE), place % SIDE)
}

/** Visits the pixels under a 3 x 3 kernel at a place, each with the index of its tap, channels innermost. */
function forEachTap(row: number, column: number, visit: (pixel: number, tap: number) => void): void {
  for (let i = 0; i < 9; i++) {
    const y = row + Math.floor(i / 3) - 1
    const x = column + (i % 3) - 1
    if (y < 0 || y >= SIDE || x < 0 || x >= SIDE) continue
    for (let k = 0; k < CHANNELS; k++) visit((y * SIDE + x) * CHANNELS + k, i * CHANNELS + k)
  }
}
