/** Puts decoded images in their places in one block of bytes, so that every pixel is written once, in whatever order batches come. */
import { spreadGrey } from './colour'
import type { ImageSize } from '../imageSize'
import type { DecodedBatch } from './images'
import { MAX_PIXEL_BYTES } from '../limits'
import { TooManyPixels } from './pixelLimit'

export interface PlacedImages {
  /** 1 while all are grey, else 3, the grey ones with three equal values. */
  readonly channels: 1 | 3
  /** The images that are there, one after the other, in the order of their places. The buffer may be longer. */
  readonly pixels: Uint8Array<ArrayBuffer>
  /** The places of those that are there, ascending. */
  readonly numbers: readonly number[]
}

export class PixelBlock {
  private channels: 1 | 3
  private pixels: Uint8Array<ArrayBuffer>
  private readonly size: ImageSize
  private readonly isThere: Uint8Array

  /** For `count` images of this size. Throws TooManyPixels when they are too much. */
  constructor(count: number, size: ImageSize, channels: 1 | 3) {
    this.size = size
    this.channels = channels
    this.isThere = new Uint8Array(count)
    this.pixels = this.allocate()
  }

  /** Puts the images of a batch in their places, `numbers[i]` for image i. Throws TooManyPixels when colours make them too much. */
  add({ channels, pixels }: DecodedBatch, numbers: readonly number[]): void {
    const imagePixels = this.size.width * this.size.height
    for (let i = 0, at = 0; i < numbers.length;) {
      // Neighbours of the same kind are copied in one go.
      let end = i + 1
      while (end < numbers.length && channels[end] === channels[i] && numbers[end] === numbers[end - 1]! + 1) end++
      if (channels[i] !== 0) {
        const length = (end - i) * imagePixels * channels[i]!
        this.put(pixels.subarray(at, at + length), channels[i] === 1 ? 1 : 3, numbers[i]!)
        this.isThere.fill(1, numbers[i], numbers[i]! + end - i)
        at += length
      }
      i = end
    }
  }

  finish(): PlacedImages {
    const bytes = this.size.width * this.size.height * this.channels
    const numbers: number[] = []
    for (let number = 0; number < this.isThere.length; number++) {
      if (this.isThere[number] === 0) continue
      // Images behind a gap move up.
      const at = numbers.length
      if (at < number) this.pixels.copyWithin(at * bytes, number * bytes, (number + 1) * bytes)
      numbers.push(number)
    }
    const used = numbers.length * bytes
    // A few that failed are not worth a copy of the rest.
    const pixels = used > this.pixels.length / 2 ? this.pixels.subarray(0, used) : this.pixels.slice(0, used)
    return { channels: this.channels, pixels, numbers }
  }

  private put(added: Uint8Array, channels: 1 | 3, number: number): void {
    if (channels === 3 && this.channels === 1) {
      const grey = this.pixels
      this.channels = 3
      this.pixels = this.allocate()
      spreadGrey(grey, this.pixels, 0)
    }
    const at = number * this.size.width * this.size.height * this.channels
    if (channels < this.channels) spreadGrey(added, this.pixels, at)
    else this.pixels.set(added, at)
  }

  private allocate(): Uint8Array<ArrayBuffer> {
    const bytes = this.isThere.length * this.size.width * this.size.height * this.channels
    if (bytes > MAX_PIXEL_BYTES) throw new TooManyPixels(this.isThere.length, this.size, this.channels)
    return new Uint8Array(bytes)
  }
}
