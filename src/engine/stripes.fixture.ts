/** For tests: 8 x 8 images of two classes, horizontal and vertical stripes in noise, that a tiny network learns in seconds. */
import { SPLITS } from '../model/split'
import { type Dataset } from '../data/dataset'
import { createRandom } from '../model/random'
import { DEFAULT_RECIPE, type Recipe } from '../model/training/recipe'
import { createLayer, createStack } from '../model/graph/stack'

const SIDE = 8

export function makeStripes(counts: {
  readonly train: number
  readonly validation: number
  readonly test: number
}): Dataset {
  const random = createRandom(3)
  const splits = Uint8Array.from(SPLITS.flatMap((split, index) => new Array<number>(counts[split]).fill(index)))
  const count = splits.length
  const labels = Uint16Array.from({ length: count }, (_, i) => i % 2)
  const pixels = new Uint8Array(count * SIDE * SIDE)
  for (let i = 0; i < count; i++) {
    const shift = random.integer(2)
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++) {
        const lit = ((labels[i] === 0 ? y : x) + shift) % 2 === 0
        pixels[(i * SIDE + y) * SIDE + x] = (lit ? 160 : 20) + random.integer(80)
      }
    }
  }
  const paths = Array.from({ length: count }, (_, i) => `${i}.png`)
  return {
    name: 'stripes',
    width: SIDE,
    height: SIDE,
    channels: 1,
    count,
    pixels,
    classes: ['horizontal', 'vertical'],
    labels,
    splits,
    paths,
  }
}

export const STRIPES_SHAPE = { height: SIDE, width: SIDE, channels: 1, classes: 2 }

/** With each kind of layer that trains or draws by chance. */
export const STRIPES_STACK = createStack('flat', [
  createLayer('Reshape', { targetShape: [SIDE, SIDE, 1] }),
  createLayer('Conv2D', { filters: 4, dilationRate: [1, 2], padding: 'same' }),
  createLayer('MaxPooling2D'),
  createLayer('Dropout', { rate: 0.2 }),
  createLayer('Flatten'),
  createLayer('Dense', { units: 2, activation: 'softmax' }),
])

export const STRIPES_RECIPE: Recipe = { ...DEFAULT_RECIPE, learningRate: 0.02, batchSize: 16, epochs: 3 }
