import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../model/random'
import { NO_AUGMENTATION, type Augmentation } from '../../../../model/training/augmentation'
import { rescaling } from '../../../../model/training/normalisation'
import { POISON, stateOf } from '../../executor.fixture'
import type { Operation } from '../../plan/operation'
import { TRANSFORM_VALUES } from '../../plan/operations/batch'
import { runParts } from '../wasmExecutor.fixture'

const CHUNK = { buffer: 'pixels', firstRow: 0, rows: 1000 }
const IMAGES = 20

/** Bytes as a buffer holds them. */
function toWords(bytes: Uint8Array): Uint32Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4)
  padded.set(bytes)
  return new Uint32Array(padded.buffer)
}

/** Takes in images in parts of so many. @returns all of them, and what lies behind each part's images. */
async function gather(operations: readonly Operation[], size: number, sizes: readonly number[]) {
  const random = createRandom(4)
  const bytes = Uint8Array.from({ length: IMAGES * size }, () => random.integer(256))
  let first = 0
  const parts = sizes.map((images) => {
    const own = bytes.subarray(first * size, (first + images) * size)
    first += images
    return {
      images,
      inputs: { pixels: toWords(own) },
      // `beyond` is the buffer behind `images`: nothing may write to it.
      outputs: { transforms: images * TRANSFORM_VALUES, images: images * size, beyond: 8 },
    }
  })
  const inputs = stateOf(first, { seed: 77, step: 1234 })
  const made = await runParts(operations, { inputs, outputs: {} }, parts)
  return {
    images: Float32Array.from(made.parts.flatMap(({ images }) => [...new Float32Array(images!)])),
    beyond: new Set(made.parts.flatMap(({ beyond }) => [...new Uint32Array(beyond!)])),
  }
}

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

describe('in parts, images are those of the whole batch, to the bit', () => {
  it.each([1, 3, 5])('as they are, of %i channels', async (channels) => {
    const shape = { height: 1, width: 5, channels }
    const normalisation = rescaling(channels)
    const gathering = { kind: 'gatherBatch', layer: '', batchSize: 1, shape, chunk: CHUNK, normalisation } as const
    const take = (sizes: readonly number[]) => gather([{ ...gathering, images: 'images' }], 5 * channels, sizes)
    const { images, beyond } = await take([9, 9, 2])
    expect(beyond).toEqual(new Set([POISON]))
    expect(images).toEqual((await take([IMAGES])).images)
  })

  it.each([
    ['everything at once', { height: 11, width: 8, channels: 3 }, ALL],
    ['one row of pixels', { height: 1, width: 9, channels: 1 }, ALL],
    ['one column of pixels', { height: 9, width: 1, channels: 4 }, ALL],
    ['many channels', { height: 5, width: 6, channels: 9 }, ALL],
    ['flips alone', { height: 5, width: 5, channels: 3 }, { ...NO_AUGMENTATION, horizontalFlip: true }],
  ] as const)('augmented: %s', async (_, shape, augmentation) => {
    const common = { layer: '', batchSize: 12, shape, transforms: 'transforms' }
    const { noise } = augmentation
    const normalisation = rescaling(shape.channels)
    const operations: readonly Operation[] = [
      { kind: 'drawTransforms', ...common, augmentation },
      { kind: 'gatherAugmented', ...common, chunk: CHUNK, normalisation, noise, images: 'images' },
    ]
    const size = shape.height * shape.width * shape.channels
    const { images, beyond } = await gather(operations, size, [12, 8])
    expect(beyond).toEqual(new Set([POISON]))
    expect(images).toEqual((await gather(operations, size, [IMAGES])).images)
  })
})
