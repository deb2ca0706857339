/** A block for the pixels of rows that are counted only while they are read. */
import { ImportError } from '../../files/importProblem'
import { MAX_PIXEL_BYTES } from '../limits'

/** How long the block is at first, before rows tell how many there may be. */
const FIRST_BYTES = 2 ** 22
/** A margin above the expected rows, since later ones may be shorter. */
const MARGIN = 1.03

export class PixelStore {
  /** Images that are written. */
  count = 0
  private pixels = new Uint8Array(0)
  private readonly file: string
  private readonly fileBytes: number | undefined
  private readonly imageBytes: number

  /** @param fileBytes the length of the whole file, if it is known */
  constructor(file: string, fileBytes: number | undefined, imageBytes: number) {
    this.file = file
    this.fileBytes = fileBytes
    this.imageBytes = imageBytes
  }

  /** Where the next image goes. */
  get end(): number {
    return this.count * this.imageBytes
  }

  /** How many images the whole file may have, judged by its first `bytesRead` bytes. 0 when nothing tells. */
  expected(bytesRead: number): number {
    return this.fileBytes === undefined || bytesRead === 0 ? 0 : Math.round((this.fileBytes / bytesRead) * this.count)
  }

  /** The block, with room for one more image. `bytesRead` is how much of the file is behind it. Throws ImportError when it is too much. */
  reserve(bytesRead: number): Uint8Array<ArrayBuffer> {
    const needed = this.end + this.imageBytes
    if (needed > this.pixels.length) {
      if (needed > MAX_PIXEL_BYTES) {
        const message = `The images of ${this.file} take more than 1 GB as pixels, the most that is held at once: split it into smaller sets.`
        throw new ImportError(message, { file: this.file })
      }
      const expected = Math.ceil(this.expected(bytesRead) * MARGIN) * this.imageBytes
      const length = expected > needed ? expected : Math.max(needed, FIRST_BYTES, 2 * this.pixels.length)
      const grown = new Uint8Array(Math.min(length, MAX_PIXEL_BYTES))
      grown.set(this.pixels.subarray(0, this.end))
      this.pixels = grown
    }
    return this.pixels
  }

  /** All images, in a block of their own length or, rather than copy much to spare little, at the beginning of a slightly longer one. */
  finish(): Uint8Array<ArrayBuffer> {
    const { end, pixels } = this
    return end > 0.9 * pixels.length ? pixels.subarray(0, end) : pixels.slice(0, end)
  }
}
