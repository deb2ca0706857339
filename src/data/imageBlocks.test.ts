import { describe, expect, it } from 'vitest'
import { ImportError } from './dataset'
import { ImageBlocks } from './imageBlocks'
import type { DecodedBatch } from './images'

/** One row of pixels an image. */
function batchOf(...images: { channels: 0 | 1 | 3; pixels: number[] }[]): DecodedBatch {
  return {
    widths: Uint32Array.from(images, ({ channels, pixels }) => (channels === 0 ? 0 : pixels.length / channels)),
    heights: Uint32Array.from(images, ({ channels }) => (channels === 0 ? 0 : 1)),
    channels: Uint8Array.from(images, ({ channels }) => channels),
    pixels: Uint8Array.from(images.flatMap(({ pixels }) => pixels)),
    failures: [],
  }
}
const grey = (...pixels: number[]): { channels: 1; pixels: number[] } => ({ channels: 1, pixels })
const colour = (...pixels: number[]): { channels: 3; pixels: number[] } => ({ channels: 3, pixels })
const failed = { channels: 0 as const, pixels: [] }

describe('ImageBlocks', () => {
  it('puts images of a size together in the order they came, without those that failed', () => {
    const blocks = new ImageBlocks(5)
    blocks.add(batchOf(grey(1, 2), failed, grey(3, 4)), [0, 1, 2])
    blocks.add(batchOf(failed, grey(5, 6)), [3, 4])
    const [block] = blocks.finish()
    expect(block).toMatchObject({ width: 2, height: 1, channels: 1, images: [0, 2, 4] })
    expect([...block!.pixels]).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('puts the size that most images have first, even when another came first', () => {
    const blocks = new ImageBlocks(4)
    blocks.add(batchOf(grey(9), grey(1, 2), grey(3, 4), grey(5, 6, 7)), [0, 1, 2, 3])
    expect(blocks.finish().map(({ width, images }) => [width, images])).toEqual([
      [2, [1, 2]],
      [1, [0]],
      [3, [3]],
    ])
  })

  it('gives all images three channels once one has colours', () => {
    const blocks = new ImageBlocks(3)
    blocks.add(batchOf(grey(7, 8)), [0])
    blocks.add(batchOf(colour(1, 2, 3, 4, 5, 6), grey(9, 10)), [1, 2])
    const [block] = blocks.finish()
    expect(block?.channels).toBe(3)
    expect([...block!.pixels]).toEqual([7, 7, 7, 8, 8, 8, 1, 2, 3, 4, 5, 6, 9, 9, 9, 10, 10, 10])
  })

  it('refuses more than a gigabyte of pixels', () => {
    const side = 4096
    const large: DecodedBatch = {
      widths: Uint32Array.of(side),
      heights: Uint32Array.of(side),
      channels: Uint8Array.of(3),
      pixels: new Uint8Array(side * side * 3),
      failures: [],
    }
    const blocks = new ImageBlocks(1)
    expect(() => {
      for (let i = 0; i < 30; i++) blocks.add(large, [i])
    }).toThrow(ImportError)
  })
})
