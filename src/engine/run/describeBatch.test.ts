/** What the page is shown of a step by itself. */
import { expect, it } from 'vitest'
import { initialWeights } from '../../model/graph/initialise'
import { augmentImage, drawNumber } from '../../model/training/augmentImage'
import { NO_AUGMENTATION } from '../../model/training/augmentation'
import { makeStripes, STRIPES_RECIPE, STRIPES_SHAPE, STRIPES_STACK } from '../stripes.fixture'
import { describeBatch } from './describeBatch'

const dataset = makeStripes({ train: 600, validation: 0, test: 0 })
const weights = initialWeights(STRIPES_STACK, STRIPES_SHAPE, 1)

function look(count: number) {
  const rows = Uint32Array.from({ length: count }, (_, i) => (i * 7) % 600)
  return {
    type: 'looked',
    place: { epoch: 1, step: 2, steps: 9 },
    learningRate: 0.5,
    before: weights,
    after: weights,
    look: {
      metrics: { images: count, loss: 0.7, correct: 3 },
      step: 1,
      rows,
      losses: Float32Array.from(rows, (row) => row / 1000),
      predicted: Int32Array.from(rows, (row) => row % 2),
    },
  } as const
}

it('shows every image as it is, with its truth, its class and its loss', () => {
  const batch = describeBatch(dataset, { stack: STRIPES_STACK, recipe: STRIPES_RECIPE }, look(5))
  expect(batch).toMatchObject({ images: 5, loss: 0.7, correct: 3, width: 8, height: 8, augmented: false })
  expect(batch.shown[3]).toEqual({ place: 3, path: '21.png', truth: 1, predicted: 1, loss: Math.fround(0.021) })
  const first = batch.rgba.subarray(3 * 256, 3 * 256 + 4)
  expect([...first]).toEqual([...Array<number>(3).fill(dataset.pixels[21 * 64]!), 255])
  expect(batch.layers.map(({ layer, update }) => [layer, update])).toEqual([
    ['conv2d', 0],
    ['dense', 0],
  ])
})

it('says which of an update’s steps it was, where gradients are accumulated', () => {
  const accumulation = { gradientAccumulationSteps: 3 }
  const describe = (recipe: typeof STRIPES_RECIPE) => describeBatch(dataset, { stack: STRIPES_STACK, recipe }, look(5))
  expect(describe({ ...STRIPES_RECIPE, accumulation }).ofUpdate).toEqual({ step: 2, steps: 3 })
  expect(describe(STRIPES_RECIPE)).not.toHaveProperty('ofUpdate')
})

it('shows augmented images as their step drew them, by their places in the whole batch', () => {
  const augmentation = { ...NO_AUGMENTATION, rotation: 40, widthShift: 0.2, noise: 0.05 }
  const recipe = { ...STRIPES_RECIPE, augmentation }
  const batch = describeBatch(dataset, { stack: STRIPES_STACK, recipe }, look(520))
  expect(batch.augmented).toBe(true)
  // Those of the largest losses, still in the order of the batch.
  expect(batch.shown).toHaveLength(512)
  const places = batch.shown.map(({ place }) => place)
  expect(places).toEqual(places.toSorted((one, other) => one - other))
  expect(places).not.toContain(0)
  const { place } = batch.shown[300]!
  const row = (place * 7) % 600
  const image = dataset.pixels.subarray(row * 64, (row + 1) * 64)
  const seen = augmentImage(
    image,
    STRIPES_SHAPE,
    augmentation,
    drawNumber(recipe.seed, 1, place),
    new Uint8ClampedArray(64),
  )
  const reds = Array.from({ length: 64 }, (_, i) => batch.rgba[300 * 256 + 4 * i]!)
  expect(reds).toEqual([...seen])
})
