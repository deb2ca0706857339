/**
 * The Galaxy CNN and its training step in plain TypeScript, for measuring without a GPU or another framework:
 *
 *   28 x 28 x 1 - Conv2D(64, 3, same, relu) - MaxPooling2D(2) - Conv2D(32, 3, valid, relu) - MaxPooling2D(2) - Flatten - Dense(10)
 *
 * Numbers are stored as float32, with initial weights, Adam and cross-entropy as in Keras. Activations are kept row by row, channel
 * last. A maximum passes its gradient to one of its four inputs only, so the backward pass touches a quarter of the convolutions.
 */
import type { Random } from '../../src/model/random'

const SIDE = 28
const TAPS = 9
const FILTERS_1 = 64
const POOLED_1 = 14
const FILTERS_2 = 32
const POOLED_2 = 6
const PATCH_ROW = 3 * FILTERS_1
const PATCH = 3 * PATCH_ROW
const FEATURES = POOLED_2 * POOLED_2 * FILTERS_2
const CLASSES = 10

const LEARNING_RATE = 0.001
const BETA_1 = 0.9
const BETA_2 = 0.999
const EPSILON = 1e-7

/** All the numbers of one kind (weights, gradients, a moment of Adam), in one array and as one view a tensor. */
interface Tensors {
  readonly all: Float32Array
  /** [tap, filter] */
  readonly kernel1: Float32Array
  readonly bias1: Float32Array
  /** [filter, row, column, channel]: one filter's numbers lie together, as do a patch's. */
  readonly kernel2: Float32Array
  readonly bias2: Float32Array
  /** [feature, class] */
  readonly kernel3: Float32Array
  readonly bias3: Float32Array
}

function createTensors(): Tensors {
  const sizes = [TAPS * FILTERS_1, FILTERS_1, FILTERS_2 * PATCH, FILTERS_2, FEATURES * CLASSES, CLASSES]
  const all = new Float32Array(sizes.reduce((sum, size) => sum + size))
  let end = 0
  const take = (size: number): Float32Array => all.subarray(end, (end += size))
  const [kernel1, bias1, kernel2, bias2, kernel3, bias3] = sizes.map(take) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ]
  return { all, kernel1, bias1, kernel2, bias2, kernel3, bias3 }
}

export interface GalaxyCnn {
  /** One step of Adam on the named images. Returns the mean cross-entropy before the step. */
  trainStep(pixels: Uint8Array, labels: ArrayLike<number>, batch: ArrayLike<number>): number
  /** The most likely class of the image at `index`. */
  classify(pixels: Uint8Array, index: number): number
}

export function createGalaxyCnn(random: Random): GalaxyCnn {
  const weights = createTensors()
  const gradients = createTensors()
  const mean = createTensors()
  const square = createTensors()
  let steps = 0

  const glorotUniform = (kernel: Float32Array, fanIn: number, fanOut: number): void => {
    const limit = Math.sqrt(6 / (fanIn + fanOut))
    for (let i = 0; i < kernel.length; i++) kernel[i] = limit * (2 * random.next() - 1)
  }
  glorotUniform(weights.kernel1, TAPS, TAPS * FILTERS_1)
  glorotUniform(weights.kernel2, PATCH, TAPS * FILTERS_2)
  glorotUniform(weights.kernel3, FEATURES, CLASSES)

  const padded = new Float32Array((SIDE + 2) * (SIDE + 2))
  const pooled1 = new Float32Array(POOLED_1 * POOLED_1 * FILTERS_1)
  const winners1 = new Uint16Array(pooled1.length)
  const pooled2 = new Float32Array(FEATURES)
  const winners2 = new Uint16Array(FEATURES)
  const probabilities = new Float32Array(CLASSES)
  const pooled1Gradient = new Float32Array(pooled1.length)

  /** Leaves every layer's output in the arrays above. */
  const forward = (pixels: Uint8Array, index: number): void => {
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++) padded[(y + 1) * (SIDE + 2) + x + 1] = pixels[(index * SIDE + y) * SIDE + x]! / 255
    }
    convolveImage(padded, weights, pooled1, winners1)
    convolveFeatures(pooled1, weights, pooled2, winners2)
    classifyFeatures(pooled2, weights, probabilities)
  }

  /** Adds the gradients of one image's cross-entropy. */
  const backward = (label: number): void => {
    pooled1Gradient.fill(0)
    for (let feature = 0; feature < FEATURES; feature++) {
      let gradient = 0
      for (let c = 0; c < CLASSES; c++) {
        const error = probabilities[c]! - (c === label ? 1 : 0)
        gradient += error * weights.kernel3[feature * CLASSES + c]!
        gradients.kernel3[feature * CLASSES + c]! += error * pooled2[feature]!
      }
      if (pooled2[feature]! > 0) {
        backwardPatch(winners2[feature]!, feature % FILTERS_2, gradient, pooled1, pooled1Gradient, weights, gradients)
      }
    }
    for (let c = 0; c < CLASSES; c++) gradients.bias3[c]! += probabilities[c]! - (c === label ? 1 : 0)
    backwardImage(padded, pooled1, winners1, pooled1Gradient, gradients)
  }

  const stepAdam = (): void => {
    steps += 1
    const rate = (LEARNING_RATE * Math.sqrt(1 - BETA_2 ** steps)) / (1 - BETA_1 ** steps)
    for (let i = 0; i < weights.all.length; i++) {
      const gradient = gradients.all[i]!
      mean.all[i]! += (1 - BETA_1) * (gradient - mean.all[i]!)
      square.all[i]! += (1 - BETA_2) * (gradient * gradient - square.all[i]!)
      weights.all[i]! -= (rate * mean.all[i]!) / (Math.sqrt(square.all[i]!) + EPSILON)
    }
  }

  return {
    trainStep(pixels, labels, batch) {
      gradients.all.fill(0)
      let loss = 0
      for (let i = 0; i < batch.length; i++) {
        const label = labels[batch[i]!]!
        forward(pixels, batch[i]!)
        backward(label)
        loss -= Math.log(Math.max(EPSILON, probabilities[label]!))
      }
      for (let i = 0; i < gradients.all.length; i++) gradients.all[i]! /= batch.length
      stepAdam()
      return loss / batch.length
    },
    classify(pixels, index) {
      forward(pixels, index)
      return probabilities.indexOf(Math.max(...probabilities))
    },
  }
}

/** Conv2D(64, 3, same, relu) and MaxPooling2D(2). `winners` keeps, for each maximum, the corner of its patch in the padded image. */
function convolveImage(padded: Float32Array, weights: Tensors, pooled: Float32Array, winners: Uint16Array): void {
  const sums = new Float32Array(FILTERS_1)
  pooled.fill(0)
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const corner = y * (SIDE + 2) + x
      sums.set(weights.bias1)
      for (let tap = 0; tap < TAPS; tap++) {
        const pixel = padded[corner + tapOffset(tap)]!
        if (pixel === 0) continue
        for (let f = 0; f < FILTERS_1; f++) sums[f]! += pixel * weights.kernel1[tap * FILTERS_1 + f]!
      }
      const cell = ((y >> 1) * POOLED_1 + (x >> 1)) * FILTERS_1
      for (let f = 0; f < FILTERS_1; f++) {
        if (sums[f]! > pooled[cell + f]!) {
          pooled[cell + f] = sums[f]!
          winners[cell + f] = corner
        }
      }
    }
  }
}

function tapOffset(tap: number): number {
  return Math.floor(tap / 3) * (SIDE + 2) + (tap % 3)
}

/** Conv2D(32, 3, valid, relu) and MaxPooling2D(2). `winners` keeps the start of each maximum's patch in `input`. */
function convolveFeatures(input: Float32Array, weights: Tensors, pooled: Float32Array, winners: Uint16Array): void {
  const { kernel2, bias2 } = weights
  pooled.fill(0)
  for (let y = 0; y < 2 * POOLED_2; y++) {
    for (let x = 0; x < 2 * POOLED_2; x++) {
      const patch = (y * POOLED_1 + x) * FILTERS_1
      const cell = ((y >> 1) * POOLED_2 + (x >> 1)) * FILTERS_2
      // Four filters at once: each number of the patch is loaded once for them, and their sums do not wait for one another.
      for (let f = 0; f < FILTERS_2; f += 4) {
        let sum0 = bias2[f]!
        let sum1 = bias2[f + 1]!
        let sum2 = bias2[f + 2]!
        let sum3 = bias2[f + 3]!
        for (let row = 0; row < 3; row++) {
          const from = patch + row * POOLED_1 * FILTERS_1
          const kernel = f * PATCH + row * PATCH_ROW
          for (let i = 0; i < PATCH_ROW; i++) {
            const value = input[from + i]!
            sum0 += value * kernel2[kernel + i]!
            sum1 += value * kernel2[kernel + PATCH + i]!
            sum2 += value * kernel2[kernel + 2 * PATCH + i]!
            sum3 += value * kernel2[kernel + 3 * PATCH + i]!
          }
        }
        keepMaximum(pooled, winners, cell + f, sum0, patch)
        keepMaximum(pooled, winners, cell + f + 1, sum1, patch)
        keepMaximum(pooled, winners, cell + f + 2, sum2, patch)
        keepMaximum(pooled, winners, cell + f + 3, sum3, patch)
      }
    }
  }
}

function keepMaximum(pooled: Float32Array, winners: Uint16Array, at: number, value: number, winner: number): void {
  if (value > pooled[at]!) {
    pooled[at] = value
    winners[at] = winner
  }
}

/** Dense(10, softmax). */
function classifyFeatures(features: Float32Array, weights: Tensors, probabilities: Float32Array): void {
  probabilities.set(weights.bias3)
  for (let i = 0; i < FEATURES; i++) {
    for (let c = 0; c < CLASSES; c++) probabilities[c]! += features[i]! * weights.kernel3[i * CLASSES + c]!
  }
  const largest = Math.max(...probabilities)
  let total = 0
  for (let c = 0; c < CLASSES; c++) total += probabilities[c] = Math.exp(probabilities[c]! - largest)
  for (let c = 0; c < CLASSES; c++) probabilities[c]! /= total
}

/** Carries one maximum's gradient back through the second convolution, to its filter and to its patch of the input. */
function backwardPatch(
  patch: number,
  filter: number,
  gradient: number,
  input: Float32Array,
  inputGradient: Float32Array,
  weights: Tensors,
  gradients: Tensors,
): void {
  const kernel = weights.kernel2
  const kernelGradient = gradients.kernel2
  gradients.bias2[filter]! += gradient
  for (let row = 0; row < 3; row++) {
    const from = patch + row * POOLED_1 * FILTERS_1
    const at = filter * PATCH + row * PATCH_ROW
    for (let i = 0; i < PATCH_ROW; i++) {
      kernelGradient[at + i]! += gradient * input[from + i]!
      inputGradient[from + i]! += gradient * kernel[at + i]!
    }
  }
}

/** Carries the gradients of the first pooling's maxima back to the first convolution's filters. */
function backwardImage(
  padded: Float32Array,
  pooled: Float32Array,
  winners: Uint16Array,
  pooledGradient: Float32Array,
  gradients: Tensors,
): void {
  for (let i = 0; i < pooled.length; i++) {
    const gradient = pooledGradient[i]!
    if (gradient === 0 || pooled[i]! <= 0) continue
    const filter = i % FILTERS_1
    gradients.bias1[filter]! += gradient
    for (let tap = 0; tap < TAPS; tap++) {
      gradients.kernel1[tap * FILTERS_1 + filter]! += gradient * padded[winners[i]! + tapOffset(tap)]!
    }
  }
}
