/**
 * Exchanges rows and columns of images. EMNIST stores its images that way, as MATLAB wrote them
 * (https://www.nist.gov/itl/products-and-services/emnist-dataset, and tensorflow/datasets #812).
 */
import { createBreather } from '../../common/breathe'
import type { SourceSizes } from '../imageSet'
import type { ImageSize } from '../imageSize'

/** Bytes between two looks at the clock. */
const BREATH_BYTES = 2 ** 20

interface Images extends ImageSize {
  readonly channels: 1 | 3
  /** Image after image, row after row, channel last. */
  readonly pixels: Uint8Array<ArrayBuffer>
  readonly sizes?: SourceSizes
}

/** Works in place, so that the pixels are held once. Throws the signal's reason when it is aborted. */
export async function transposeImages<Set extends Images>(images: Set, signal: AbortSignal): Promise<Set> {
  const { width, height, channels, pixels, sizes } = images
  const breathe = createBreather(signal)
  const bytes = width * height * channels
  const image = new Uint8Array(bytes)
  for (let at = 0; at < pixels.length; at += bytes) {
    image.set(pixels.subarray(at, at + bytes))
    let to = at
    for (let x = 0; x < width; x++) {
      for (let y = 0; y < height; y++) {
        const from = (y * width + x) * channels
        for (let c = 0; c < channels; c++) pixels[to++] = image[from + c]!
      }
    }
    if (at % BREATH_BYTES < bytes) await breathe()
  }
  return {
    ...images,
    ...transposed({ width, height }),
    ...(sizes && {
      sizes: { smallest: transposed(sizes.smallest), largest: transposed(sizes.largest), fitted: sizes.fitted },
    }),
  }
}

export function transposed({ width, height }: ImageSize): ImageSize {
  return { width: height, height: width }
}

/** Whether a path speaks of EMNIST, and of no other set whose name ends so. */
export function speaksOfEmnist(path: string): boolean {
  return /(^|[^a-z])emnist/i.test(path)
}
