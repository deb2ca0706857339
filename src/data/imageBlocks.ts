/**
 * Puts decoded images together in one block of bytes for each size that occurs; in the end the largest block is the dataset. The first
 * block is made as long as the whole set would be, so that in the usual case, all of a size, every pixel is written once.
 */
import { ImportError } from './dataset'
import type { DecodedBatch } from './images'

/** The most bytes that pixels may take: 1 GB, which is 1.3 million images of 28 x 28. */
const MAX_PIXEL_BYTES = 2 ** 30
/** Up to here a block is made as long as the set; a longer one grows as images come. */
const MAX_FIRST_BYTES = 2 ** 28

/** Images of one size, in the order they came in. */
export interface ImageBlock {
  readonly width: number
  readonly height: number
  /** 1 while all are grey, else 3, the grey ones with three equal values. */
  channels: 1 | 3
  pixels: Uint8Array<ArrayBuffer>
  /** The number that each image was added with. */
  readonly images: number[]
}

export class ImageBlocks {
  private readonly expected: number
  private readonly blocks = new Map<string, ImageBlock>()
  private bytes = 0

  constructor(expected: number) {
    this.expected = expected
  }

  /** Adds a batch, whose image i is number `images[i]` of the set. Throws ImportError when it is too much. */
  add(batch: DecodedBatch, images: readonly number[]): void {
    const { widths, heights, channels, pixels } = batch
    for (let i = 0, at = 0; i < images.length;) {
      const width = widths[i]!
      const height = heights[i]!
      // Neighbours of the same kind are copied in one go.
      let end = i + 1
      while (end < images.length && widths[end] === width && heights[end] === height && channels[end] === channels[i])
        end++
      if (channels[i] !== 0) {
        const length = (end - i) * width * height * channels[i]!
        const block = this.blockOf(width, height)
        this.append(block, pixels.subarray(at, at + length), channels[i] === 1 ? 1 : 3)
        for (let k = i; k < end; k++) block.images.push(images[k]!)
        at += length
      }
      i = end
    }
  }

  /** All blocks, the one with the most images first; of equal ones the one that came first. */
  finish(): ImageBlock[] {
    const blocks = [...this.blocks.values()].toSorted((a, b) => b.images.length - a.images.length)
    for (const block of blocks) {
      const used = sizeOf(block) * block.images.length
      if (block.pixels.length > used) block.pixels = block.pixels.slice(0, used)
    }
    return blocks
  }

  private blockOf(width: number, height: number): ImageBlock {
    const key = `${width} × ${height}`
    let block = this.blocks.get(key)
    if (block === undefined) {
      const length = this.blocks.size === 0 ? Math.min(width * height * this.expected, MAX_FIRST_BYTES) : 0
      block = { width, height, channels: 1, pixels: new Uint8Array(length), images: [] }
      this.blocks.set(key, block)
    }
    return block
  }

  private append(block: ImageBlock, added: Uint8Array<ArrayBuffer>, channels: 1 | 3): void {
    if (channels === 3 && block.channels === 1) {
      this.bytes += 2 * block.width * block.height * block.images.length
      block.pixels = toThreeChannels(block.pixels)
      block.channels = 3
    }
    const incoming = channels < block.channels ? toThreeChannels(added) : added
    this.bytes += incoming.length
    if (this.bytes > MAX_PIXEL_BYTES) {
      throw new ImportError(
        'These images take more than 1 GB as pixels, the most that is held at once: drop fewer or smaller ones.',
      )
    }
    const used = sizeOf(block) * block.images.length
    const end = used + incoming.length
    if (end > block.pixels.length) {
      const grown = new Uint8Array(Math.max(end, 2 * block.pixels.length))
      grown.set(block.pixels.subarray(0, used))
      block.pixels = grown
    }
    block.pixels.set(incoming, used)
  }
}

function sizeOf(block: ImageBlock): number {
  return block.width * block.height * block.channels
}

function toThreeChannels(grey: Uint8Array): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array(grey.length * 3)
  for (let i = 0, to = 0; i < grey.length; i++, to += 3) rgb[to] = rgb[to + 1] = rgb[to + 2] = grey[i]!
  return rgb
}
