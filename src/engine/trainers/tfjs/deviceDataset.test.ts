import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { NO_AUGMENTATION } from '../../../model/training/augmentation'
import { augmentImage } from '../../../model/training/augmentImage'
import { rescaling } from '../../../model/training/normalisation'
import { uploadDataset } from './deviceDataset'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

describe('a dataset on the device', () => {
  it('gives back the bytes of any rows, from 0 to 1, however it is split', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }).chain((size) =>
          fc.record({
            size: fc.constant(size),
            images: fc.array(fc.uint8Array({ minLength: size, maxLength: size }), { minLength: 1, maxLength: 12 }),
            largestTensor: fc.constantFrom(1, 40, 100, 1e9),
            picks: fc.array(fc.nat(1000), { minLength: 1, maxLength: 20 }),
          }),
        ),
        ({ size, images, largestTensor, picks }) => {
          const pixels = Uint8Array.from(images.flatMap((image) => [...image]))
          const rows = Uint32Array.from(picks, (pick) => pick % images.length)
          const uploaded = uploadDataset(
            { pixels, count: images.length },
            { height: 1, width: size, channels: 1 },
            rescaling(1),
            largestTensor,
          )
          const batch = uploaded.batch(rows, [size])
          const expected = [...rows].flatMap((row) =>
            [...images[row]!].map((byte) => Math.fround(byte * Math.fround(1 / 255))),
          )
          expect(batch.shape).toEqual([rows.length, size])
          expect([...batch.dataSync()]).toEqual(expected)
          batch.dispose()
          uploaded.dispose()
          expect(tf.memory().numTensors).toBe(0)
        },
      ),
    )
  })

  const shape = { height: 2, width: 3, channels: 2 }
  const size = 12
  const pixels = Uint8Array.from({ length: 3 * size }, (_, i) => (i * 29) % 256)
  const normalisation = { mean: [10.5, 100], deviation: [50, -20] }
  const normalise = (value: number, at: number): number =>
    (value - normalisation.mean[at % 2]!) / normalisation.deviation[at % 2]!

  it('normalises channel by channel, augmented or not', () => {
    const uploaded = uploadDataset({ pixels, count: 3 }, shape, normalisation, 1e9)
    const rows = Uint32Array.of(2, 0)
    const plain = uploaded.batch(rows, [2, 3, 2])
    const augmentation = { ...NO_AUGMENTATION, rotation: 40, noise: 0.2 }
    const augmented = uploaded.augmentedBatch(rows, [size], augmentation, (place) => 7 + place)
    const images = [pixels.subarray(2 * size), pixels.subarray(0, size)]
    expect(plain.shape).toEqual([2, 2, 3, 2])
    const expected = images.flatMap((image) => Array.from(image, normalise))
    plain.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 4))
    expect(augmented.shape).toEqual([2, size])
    const changed = images.flatMap((image, place) =>
      Array.from(augmentImage(image, shape, augmentation, 7 + place, new Float32Array(size)), normalise),
    )
    augmented.dataSync().forEach((value, i) => expect(value).toBeCloseTo(changed[i]!, 4))
    plain.dispose()
    augmented.dispose()
    uploaded.dispose()
    expect(tf.memory().numTensors).toBe(0)
  })
})
