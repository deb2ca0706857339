import { ImportError } from '../../files/importProblem'
import { describe, expect, it } from 'vitest'
import type { DecodedBatch } from './images'
import { NO_FACTS } from './pixelForm'
import { PixelBlock } from './pixelBlock'

interface Decoded {
  readonly channels: 0 | 1 | 3
  readonly pixels: readonly number[]
}

/** Of 2 x 1 pixels each. */
function batchOf(...images: readonly Decoded[]): DecodedBatch {
  return {
    widths: new Uint32Array(images.length).fill(2),
    heights: new Uint32Array(images.length).fill(1),
    channels: Uint8Array.from(images, ({ channels }) => channels),
    pixels: Uint8Array.from(images.flatMap(({ pixels }) => pixels)),
    greyed: 0,
    facts: NO_FACTS,
    failures: [],
  }
}
const grey = (...pixels: number[]): Decoded => ({ channels: 1, pixels })
const colour = (...pixels: number[]): Decoded => ({ channels: 3, pixels })
const failed: Decoded = { channels: 0, pixels: [] }
const SIZE = { width: 2, height: 1 }

describe('PixelBlock', () => {
  it('puts images in their places, whatever order they come in, and closes the gaps of those that failed', () => {
    const block = new PixelBlock(6, SIZE, 1)
    block.add(batchOf(grey(9, 10), failed, grey(1, 2)), [4, 3, 0])
    block.add(batchOf(grey(5, 6), failed, grey(11, 12)), [2, 1, 5])
    const { channels, pixels, numbers } = block.finish()
    expect(channels).toBe(1)
    expect(numbers).toEqual([0, 2, 4, 5])
    expect([...pixels]).toEqual([1, 2, 5, 6, 9, 10, 11, 12])
  })

  it('gives all images three channels once one has colours', () => {
    const block = new PixelBlock(3, SIZE, 1)
    block.add(batchOf(grey(7, 8)), [0])
    block.add(batchOf(colour(1, 2, 3, 4, 5, 6), grey(9, 10)), [1, 2])
    const { channels, pixels } = block.finish()
    expect(channels).toBe(3)
    expect([...pixels]).toEqual([7, 7, 7, 8, 8, 8, 1, 2, 3, 4, 5, 6, 9, 9, 9, 10, 10, 10])
  })

  it('gives three channels from the first when they are asked for', () => {
    const block = new PixelBlock(1, SIZE, 3)
    block.add(batchOf(grey(7, 8)), [0])
    expect([...block.finish().pixels]).toEqual([7, 7, 7, 8, 8, 8])
  })

  it('refuses more than a gigabyte of pixels, when it begins and when colours come', () => {
    expect(() => new PixelBlock(1_000_000, { width: 33, height: 33 }, 1)).toThrow(ImportError)
    const size = { width: 1000, height: 1000 }
    const block = new PixelBlock(500, size, 1)
    expect(() =>
      block.add(
        {
          widths: Uint32Array.of(1000),
          heights: Uint32Array.of(1000),
          channels: Uint8Array.of(3),
          pixels: new Uint8Array(3_000_000),
          greyed: 0,
          facts: NO_FACTS,
          failures: [],
        },
        [0],
      ),
    ).toThrow(
      /^These 500 images take more than 1 GB as pixels at 1000 × 1000, .*: choose at most 846 × 846, or drop fewer\.$/,
    )
  })
})
