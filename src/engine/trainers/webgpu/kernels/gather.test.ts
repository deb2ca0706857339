import { beforeAll, describe, expect, it } from 'vitest'
import { openNodeGpu } from '../../../../../scripts/openNodeGpu'
import { NO_AUGMENTATION, type Augmentation } from '../../../../model/training/augmentation'
import { augmentImage, drawNumber } from '../../../../model/training/augmentImage'
import { rescaling } from '../../../../model/training/normalisation'
import { createRandom } from '../../../../model/random'
import { errorOf } from '../../errorOf.fixture'
import { COMMON } from '../../plan/buffers'
import { stateOf } from '../../executor.fixture'
import { runKernels } from '../runKernels.fixture'
import { TRANSFORM_VALUES } from '../../plan/operations/batch'
import { drawTransforms, gatherAugmented } from './augment'
import { gatherBatch } from './gather'

let device: GPUDevice
beforeAll(async () => {
  device = (await openNodeGpu()).device
})

/** Bytes as the device holds them. */
function toWords(bytes: Uint8Array): Uint32Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4)
  padded.set(bytes)
  return new Uint32Array(padded.buffer)
}

describe('the batch', () => {
  it('gathers rows out of the chunks that hold them', async () => {
    const shape = { height: 1, width: 7, channels: 1 }
    const bytes = Uint8Array.from({ length: 5 * 7 + 1 }, (_, i) => (i * 37) % 256)
    const chunks = [
      { buffer: 'one', firstRow: 0, rows: 3 },
      { buffer: 'two', firstRow: 3, rows: 2 },
    ]
    const order = [9, 4, 0, 3, 2]
    const { images } = await runKernels(
      device,
      chunks.map((chunk) => gatherBatch({ batchSize: 4, shape, chunk, normalisation: rescaling(1), images: 'images' })),
      {
        ...stateOf(4, { offset: 1 }),
        [COMMON.order]: Uint32Array.from(order),
        one: toWords(bytes.subarray(0, 21)),
        two: toWords(bytes.subarray(21, 35)),
      },
      { images: 28 },
    )
    const expected = order.slice(1).flatMap((row) => [...bytes.subarray(row * 7, (row + 1) * 7)])
    expect(
      errorOf(
        new Float32Array(images!),
        expected.map((byte) => byte / 255),
      ),
    ).toBeLessThan(1e-6)
  })

  it.each([1, 3, 5])('normalises each of %i channels by numbers of its own', async (channels) => {
    const shape = { height: 2, width: 3, channels }
    const size = 6 * channels
    const normalisation = {
      mean: Array.from({ length: channels }, (_, i) => 100 * i),
      deviation: Array.from({ length: channels }, (_, i) => 255 / (1 + i)),
    }
    const bytes = Uint8Array.from({ length: 2 * size }, (_, i) => (i * 37) % 256)
    const { images } = await runKernels(
      device,
      [gatherBatch({ batchSize: 2, shape, chunk: CHUNK, normalisation, images: 'images' })],
      { ...stateOf(2), [COMMON.order]: Uint32Array.of(0, 1), pixels: toWords(bytes) },
      { images: 2 * size },
    )
    const expected = Array.from(
      bytes,
      (byte, i) => (byte - normalisation.mean[i % channels]!) / normalisation.deviation[i % channels]!,
    )
    expect(errorOf(new Float32Array(images!), expected)).toBeLessThan(1e-6)
  })
})

const CHUNK = { buffer: 'pixels', firstRow: 0, rows: 1000 }

describe('the augmented batch', () => {
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

  const gather = async (shape: typeof SHAPE, augmentation: Augmentation, training = 1) => {
    const size = shape.height * shape.width * shape.channels
    const random = createRandom(4)
    const bytes = Uint8Array.from({ length: 9 * size }, () => random.integer(256))
    const order = Uint32Array.from({ length: BATCH }, (_, i) => (i * 5) % 9)
    const all = { batchSize: BATCH, shape, normalisation: rescaling(shape.channels) }
    const { images } = await runKernels(
      device,
      [
        drawTransforms({ ...all, augmentation, transforms: 'transforms' }),
        gatherAugmented({
          ...all,
          chunk: CHUNK,
          transforms: 'transforms',
          noise: augmentation.noise,
          images: 'images',
        }),
      ],
      { ...stateOf(BATCH, { seed: SEED, step: STEP, training }), [COMMON.order]: order, pixels: toWords(bytes) },
      { images: BATCH * size, transforms: BATCH * TRANSFORM_VALUES },
    )
    const rows = Array.from(order, (row) => bytes.subarray(row * size, (row + 1) * size))
    return { actual: new Float32Array(images!), rows }
  }
  const SHAPE = { height: 11, width: 8, channels: 3 }

  it.each([
    ['everything at once', SHAPE, ALL],
    [
      'grey digits',
      { height: 28, width: 28, channels: 1 },
      { ...NO_AUGMENTATION, rotation: 15, widthShift: 0.1, zoom: 0.1 },
    ],
    ['one row of pixels', { height: 1, width: 9, channels: 1 }, ALL],
    ['noise alone', SHAPE, { ...NO_AUGMENTATION, noise: 1 }],
    ['flips alone', SHAPE, { ...NO_AUGMENTATION, horizontalFlip: true }],
  ])('is what the processor makes of it: %s', async (_, shape, augmentation) => {
    const { actual, rows } = await gather(shape, augmentation)
    const expected = rows.flatMap((image, place) => {
      const values = new Float32Array(image.length)
      return [...augmentImage(image, shape, augmentation, drawNumber(SEED, STEP, place), values)]
    })
    let largest = 0
    actual.forEach((value, i) => (largest = Math.max(largest, Math.abs(value - expected[i]! / 255))))
    expect(actual).toHaveLength(expected.length)
    expect(largest).toBeLessThan(1e-4)
  })

  it('is left as it is, to the bit, where nothing is trained', async () => {
    const { actual, rows } = await gather(SHAPE, ALL, 0)
    expect([...actual]).toEqual(
      rows.flatMap((image) => Array.from(image, (byte) => Math.fround(byte * Math.fround(1 / 255)))),
    )
  })
})
