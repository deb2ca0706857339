import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
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
          const uploaded = uploadDataset({ pixels, count: images.length }, largestTensor)
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
})
