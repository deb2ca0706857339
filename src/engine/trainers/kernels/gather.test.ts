import { describe, expect, it } from 'vitest'
import { NO_AUGMENTATION, type Augmentation } from '../../../model/training/augmentation'
import { augmentImage, drawNumber } from '../../../model/training/augmentImage'
import { rescaling } from '../../../model/training/normalisation'
import { createRandom } from '../../../model/random'
import { errorOf } from '../errorOf.fixture'
import { COMMON } from '../plan/buffers'
import { stateOf, type Contents, type Executor } from '../executor.fixture'
import { TRANSFORM_VALUES } from '../plan/operations/batch'
import { EXECUTORS } from './executors.fixture'

const CHUNK = { buffer: 'pixels', firstRow: 0, rows: 1000 }

/** Images as an executor takes them in: rows of the dataset with their order, or, in parts, one after another as they are used. */
function contentsOf({ parts }: Executor, rows: readonly Uint8Array[], order: readonly number[]): Contents {
  const inParts = parts !== undefined
  const bytes = (inParts ? order.map((row) => rows[row]!) : rows).flatMap((row) => [...row])
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4)
  padded.set(bytes)
  return { pixels: new Uint32Array(padded.buffer), ...(inParts ? {} : { [COMMON.order]: Uint32Array.from(order) }) }
}

describe.each(EXECUTORS)('the batch on %s', (_executor, executor) => {
  it.each([1, 3, 5])('normalises each of %i channels by numbers of its own', async (channels) => {
    const shape = { height: 2, width: 3, channels }
    const size = 6 * channels
    const normalisation = {
      mean: Array.from({ length: channels }, (_, i) => 100 * i),
      deviation: Array.from({ length: channels }, (_, i) => 255 / (1 + i)),
    }
    const rows = [0, 1, 2].map((row) => Uint8Array.from({ length: size }, (_, i) => ((row * size + i) * 37) % 256))
    const order = [2, 0]
    const { images } = await executor.run(
      [{ kind: 'gatherBatch', layer: '', batchSize: 2, shape, chunk: CHUNK, normalisation, images: 'images' }],
      { ...stateOf(2), ...contentsOf(executor, rows, order) },
      { images: 2 * size },
    )
    const expected = order.flatMap((row) =>
      Array.from(
        rows[row]!,
        (byte, i) => (byte - normalisation.mean[i % channels]!) / normalisation.deviation[i % channels]!,
      ),
    )
    expect(errorOf(new Float32Array(images!), expected)).toBeLessThan(1e-6)
  })
})

describe.each(EXECUTORS)('the augmented batch on %s', (_executor, executor) => {
  const ALL: Augmentation = {
    widthShift: 0.3,
    heightShift: 0.2,
    rotation: 180,
    zoom: 0.6,
    shear: 45,
    noise: 0.15,
    horizontalFlip: true,
    verticalFlip: true,
  }
  const SEED = 77
  const STEP = 1234
  const BATCH = 70
  const SHAPE = { height: 11, width: 8, channels: 3 }
  const CASES = [
    ['everything at once', SHAPE, ALL],
    [
      'grey digits',
      { height: 28, width: 28, channels: 1 },
      { ...NO_AUGMENTATION, rotation: 15, widthShift: 0.1, zoom: 0.1 },
    ],
    ['one row of pixels', { height: 1, width: 9, channels: 1 }, ALL],
    ['one column of pixels', { height: 9, width: 1, channels: 4 }, ALL],
    ['many channels', { height: 5, width: 6, channels: 9 }, ALL],
    ['noise alone', SHAPE, { ...NO_AUGMENTATION, noise: 1 }],
    ['flips alone', { height: 5, width: 5, channels: 3 }, { ...NO_AUGMENTATION, horizontalFlip: true }],
  ] as const

  const gather = async (shape: typeof SHAPE, augmentation: Augmentation, training = 1) => {
    const size = shape.height * shape.width * shape.channels
    const random = createRandom(4)
    const rows = Array.from({ length: 9 }, () => Uint8Array.from({ length: size }, () => random.integer(256)))
    const order = Array.from({ length: BATCH }, (_, i) => (i * 5) % 9)
    const all = { layer: '', batchSize: BATCH, shape, transforms: 'transforms' }
    const normalisation = rescaling(shape.channels)
    const { noise } = augmentation
    const { images } = await executor.run(
      [
        { kind: 'drawTransforms', ...all, augmentation },
        { kind: 'gatherAugmented', ...all, chunk: CHUNK, normalisation, noise, images: 'images' },
      ],
      { ...stateOf(BATCH, { seed: SEED, step: STEP, training }), ...contentsOf(executor, rows, order) },
      { images: BATCH * size, transforms: BATCH * TRANSFORM_VALUES },
    )
    return { actual: new Float32Array(images!), taken: order.map((row) => rows[row]!) }
  }

  it.each(CASES)('is what `augmentImage` makes of it: %s', async (_, shape, augmentation) => {
    const { actual, taken } = await gather(shape, augmentation)
    const expected = taken.flatMap((image, place) => {
      const values = new Float32Array(image.length)
      return [...augmentImage(image, shape, augmentation, drawNumber(SEED, STEP, place), values)]
    })
    let largest = 0
    actual.forEach((value, i) => (largest = Math.max(largest, Math.abs(value - expected[i]! / 255))))
    expect(actual).toHaveLength(expected.length)
    expect(largest).toBeLessThan(1e-4)
  })

  it.each(CASES)('is left as it is, to the bit, where nothing is trained: %s', async (_, shape, augmentation) => {
    const { actual, taken } = await gather(shape, augmentation, 0)
    expect([...actual]).toEqual(
      taken.flatMap((image) => Array.from(image, (byte) => Math.fround(byte * Math.fround(1 / 255)))),
    )
  })
})
