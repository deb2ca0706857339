import { expect, it } from 'vitest'
import { countBytes, noBytes, rescaling, standardising } from './normalisation'

it('divides every channel by 255', () => {
  expect(rescaling(3)).toEqual({ mean: [0, 0, 0], deviation: [255, 255, 255] })
})

it('standardises each channel by the images that are counted, and by no others', () => {
  // Two pixels of two channels an image; the second image is not counted.
  const pixels = Uint8Array.of(0, 10, 100, 10, 255, 255, 255, 255, 200, 10, 100, 10)
  const counts = noBytes(2)
  countBytes(counts, pixels, 4, Uint32Array.of(0))
  countBytes(counts, pixels, 4, Uint32Array.of(2))
  const { mean, deviation } = standardising(counts)
  expect(mean).toEqual([100, 10])
  // Of 0, 100, 200 and 100; a channel without deviation keeps its scale.
  expect(deviation).toEqual([Math.sqrt(5000), 1])
})
