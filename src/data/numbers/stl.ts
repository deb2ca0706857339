/** Reads the binary version of STL-10 (Coates, Lee, Ng, 2011): 96 x 96 reds, greens and blues an image, column after column, and labels from 1 in a file beside. */
import { ImportError } from '../../files/importProblem'
import type { SourceEntry } from '../../files/sourceEntry'
import { createBreather } from '../../common/breathe'
import type { ReadOptions } from '../images/readImages'
import { fileName } from '../labels/fileNames'
import { MAX_PIXEL_BYTES } from '../limits'

const SIDE = 96
const PLANE = SIDE * SIDE
const IMAGE_BYTES = 3 * PLANE
const CLASSES = 10

export const STL_SIZE = { width: SIDE, height: SIDE, channels: 3 } as const

export interface StlImages {
  readonly width: number
  readonly height: number
  readonly channels: 3
  readonly count: number
  readonly pixels: Uint8Array<ArrayBuffer>
}

/** Which of the two a file is by its name, its length and its beginning. */
export function stlKindOf(
  head: Uint8Array,
  { path, size }: Pick<SourceEntry, 'path' | 'size'>,
): 'stl' | 'stlLabels' | undefined {
  const name = fileName(path)
  if (/_X\.bin$/i.test(name) && (size ?? IMAGE_BYTES) % IMAGE_BYTES === 0) return 'stl'
  const areLabels = head.length > 0 && head.every((byte) => byte >= 1 && byte <= CLASSES)
  return /_y\.bin$/i.test(name) && areLabels ? 'stlLabels' : undefined
}

/** Undefined where the length is not known before reading. */
export function countStlImages({ size }: Pick<SourceEntry, 'size'>): number | undefined {
  return size === undefined ? undefined : size / IMAGE_BYTES
}

/** Throws ImportError for a file that is cut off or too large, and the signal's reason when it is aborted. */
export async function readStlImages(
  entry: SourceEntry,
  { signal, onProgress }: Pick<ReadOptions, 'signal' | 'onProgress'>,
): Promise<StlImages> {
  const file = entry.path
  if ((entry.size ?? 0) > MAX_PIXEL_BYTES) {
    throw new ImportError(`${file} has more than 1 GB of pixels, the most that is held at once: split it.`, { file })
  }
  const bytes = await entry.read()
  signal.throwIfAborted()
  if (bytes.length % IMAGE_BYTES !== 0) {
    throw new ImportError(`${file} is cut off or damaged: download it again.`, { file })
  }
  const count = bytes.length / IMAGE_BYTES
  const breathe = createBreather(signal)
  const pixels = new Uint8Array(bytes.length)
  for (let image = 0; image < count; image++) {
    const from = image * IMAGE_BYTES
    for (let c = 0, at = from; c < 3; c++) {
      for (let x = 0; x < SIDE; x++) {
        for (let y = 0; y < SIDE; y++, at++) pixels[from + (y * SIDE + x) * 3 + c] = bytes[at]!
      }
    }
    await breathe()
    onProgress({ phase: 'reading', done: image, total: count })
  }
  return { width: SIDE, height: SIDE, channels: 3, count, pixels }
}

/** For each image its class, as a number in words. */
export async function readStlLabels(entry: SourceEntry): Promise<string[]> {
  return Array.from(await entry.read(), String)
}
