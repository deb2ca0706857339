import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../model/random'
import { NO_AUGMENTATION, type Augmentation } from '../../../../model/training/augmentation'
import { augmentImage, drawNumber } from '../../../../model/training/augmentImage'
import { rescaling } from '../../../../model/training/normalisation'
import { errorOf } from '../../errorOf.fixture'
import { POISON, stateOf } from '../../executor.fixture'
import type { Operation } from '../../plan/operation'
import { TRANSFORM_VALUES } from '../../plan/operations/batch'
import { runParts } from '../wasmExecutor.fixture'

const CHUNK = { buffer: 'pixels', firstRow: 0, rows: 1000 }
const [SEED, STEP] = [77, 1234]

/** Bytes as a buffer holds them. */
function toWords(bytes: Uint8Array): Uint32Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4)
  padded.set(bytes)
  return new Uint32Array(padded.buffer)
}

/** Takes in images in parts of so many. @returns all of them, and what lies behind a part's last buffer. */
async function gather(
  operations: readonly Operation[],
  bytes: Uint8Array,
  size: number,
  sizes: readonly number[],
  training = 1,
) {
  let first = 0
  const parts = sizes.map((images) => {
    const own = bytes.subarray(first * size, (first + images) * size)
    first += images
    return {
      images,
      inputs: { pixels: toWords(own) },
      outputs: { transforms: images * TRANSFORM_VALUES, images: images * size, beyond: 8 },
    }
  })
  const inputs = stateOf(first, { seed: SEED, step: STEP, training })
  const made = await runParts(operations, { inputs, outputs: {} }, parts)
  return {
    images: Float32Array.from(made.parts.flatMap(({ images }) => [...new Float32Array(images!)])),
    // `beyond` is the buffer behind `images`: nothing may write to it.
    beyond: made.parts.flatMap(({ beyond }) => [...new Uint32Array(beyond!)]),
  }
}

const drawBytes = (length: number): Uint8Array => {
  const random = createRandom(4)
  return Uint8Array.from({ length }, () => random.integer(256))
}

describe('the batch', () => {
  it.each([1, 3, 5])('normalises each of %i channels by numbers of its own', async (channels) => {
    const shape = { height: 1, width: 5, channels }
    const size = 5 * channels
    const normalisation = {
      mean: Array.from({ length: channels }, (_, i) => 100 * i),
      deviation: Array.from({ length: channels }, (_, i) => 255 / (1 + i)),
    }
    const bytes = drawBytes(3 * size)
    const { images, beyond } = await gather(
      [{ kind: 'gatherBatch', layer: '', batchSize: 1, shape, chunk: CHUNK, normalisation, images: 'images' }],
      bytes,
      size,
      [1, 1, 1],
    )
    const expected = Array.from(
      bytes,
      (byte, i) => (byte - normalisation.mean[i % channels]!) / normalisation.deviation[i % channels]!,
    )
    expect(errorOf(images, expected)).toBeLessThan(1e-6)
    expect(new Set(beyond)).toEqual(new Set([POISON]))
  })
})

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
  const SHAPE = { height: 11, width: 8, channels: 3 }
  const IMAGES = 20
  const augment = (shape: typeof SHAPE, augmentation: Augmentation, sizes: readonly number[], training = 1) => {
    const common = { layer: '', batchSize: 12, shape, transforms: 'transforms' }
    const size = shape.height * shape.width * shape.channels
    const bytes = drawBytes(IMAGES * size)
    const { noise } = augmentation
    const normalisation = rescaling(shape.channels)
    const operations: readonly Operation[] = [
      { kind: 'drawTransforms', ...common, augmentation },
      { kind: 'gatherAugmented', ...common, chunk: CHUNK, normalisation, noise, images: 'images' },
    ]
    return gather(operations, bytes, size, sizes, training)
  }
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

  it.each(CASES)('is what `augmentImage` makes of it: %s', async (_, shape, augmentation) => {
    const { images, beyond } = await augment(shape, augmentation, [12, 8])
    const size = shape.height * shape.width * shape.channels
    const bytes = drawBytes(IMAGES * size)
    const expected = Array.from({ length: IMAGES }, (__, place) => {
      const image = bytes.subarray(place * size, (place + 1) * size)
      return augmentImage(image, shape, augmentation, drawNumber(SEED, STEP, place), new Float32Array(size))
    }).flatMap((values) => [...values])
    let largest = 0
    images.forEach((value, i) => (largest = Math.max(largest, Math.abs(value - expected[i]! / 255))))
    expect(images).toHaveLength(expected.length)
    expect(largest).toBeLessThan(1e-4)
    expect(new Set(beyond)).toEqual(new Set([POISON]))
    expect((await augment(shape, augmentation, [20])).images).toEqual(images)
  })

  it.each(CASES)('is left as it is, to the bit, where nothing is trained: %s', async (_, shape, augmentation) => {
    const { images } = await augment(shape, augmentation, [12, 8], 0)
    const bytes = drawBytes(IMAGES * shape.height * shape.width * shape.channels)
    expect([...images]).toEqual(Array.from(bytes, (byte) => Math.fround(byte * Math.fround(1 / 255))))
  })
})
