/**
 * Reads the binary versions of CIFAR-10 and CIFAR-100 (Krizhevsky, 2009): one record an image, its label in one byte or, of CIFAR-100, the
 * coarse and the fine one in two, then 32 x 32 reds, greens and blues.
 */
import { decodeText } from '../../files/decodeText'
import { ImportError } from '../../files/importProblem'
import type { SourceEntry } from '../../files/sourceEntry'
import { createBreather } from '../../common/breathe'
import { SPLITS } from '../../model/split'
import type { ReadOptions } from '../images/readImages'
import { fileName, splitOfPath } from '../labels/fileNames'
import { MAX_PIXEL_BYTES } from '../limits'

const SIDE = 32
const PLANE = SIDE * SIDE
const IMAGE_BYTES = 3 * PLANE
export const CIFAR_SIZE = { width: SIDE, height: SIDE, channels: 3 } as const
/** How many classes each label before an image may have. */
const KINDS = [{ labels: [10] }, { labels: [20, 100] }] as const
const NAMES_BYTES = 1 << 16

export interface CifarImages {
  readonly width: number
  readonly height: number
  readonly channels: 3
  readonly count: number
  readonly pixels: Uint8Array<ArrayBuffer>
  readonly labels: readonly string[]
  readonly notes: readonly string[]
}

interface Head {
  readonly recordBytes: number
  readonly labelBytes: number
  readonly count: number
}

/** Whether a file begins and is as long as one of them. `head` has two records of it, or as much as there is. */
export function isCifar(head: Uint8Array, { path, size }: Pick<SourceEntry, 'path' | 'size'>): boolean {
  return /\.bin$/i.test(path) && readHead(head, size) !== undefined
}

/** The bytes of a file that `isCifar` wants to see. */
export const CIFAR_HEAD_BYTES = 2 * (IMAGE_BYTES + 2)

/** Undefined where the labels of the first two records are none. */
function readHead(head: Uint8Array, size: number | undefined): Head | undefined {
  for (const { labels } of KINDS) {
    const recordBytes = labels.length + IMAGE_BYTES
    if (head.length < recordBytes || (size !== undefined && size % recordBytes !== 0)) continue
    const begins = [0, recordBytes].filter((at) => at < head.length)
    const areLabels = begins.every((at) => labels.every((classes, i) => (head[at + i] ?? 0) < classes))
    if (areLabels) return { recordBytes, labelBytes: labels.length, count: (size ?? 0) / recordBytes }
  }
  return undefined
}

/** What a name says of the split: `data_batch_1` is of the train split, beside `test_batch`. */
export function splitOfCifar(path: string): number | undefined {
  return /^data_batch/i.test(fileName(path)) ? SPLITS.indexOf('train') : splitOfPath(path)
}

/** Whether it is one of the lists of classes that come with the files, which of the two, and for which. */
export function cifarNamesOf(path: string): 'names' | 'coarse' | undefined {
  const name = fileName(path).toLowerCase()
  if (name === 'batches.meta.txt' || name === 'fine_label_names.txt') return 'names'
  return name === 'coarse_label_names.txt' ? 'coarse' : undefined
}

/** One class a line. */
export async function readCifarNames(entry: SourceEntry): Promise<string[]> {
  const text = decodeText(await entry.read(NAMES_BYTES))
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/**
 * All images of a file. Labels are the names of their classes where `names` has enough of them, else their numbers. Throws ImportError for a
 * file that is cut off or too large, and the signal's reason when it is aborted.
 */
export async function readCifar(
  entry: SourceEntry,
  names: readonly string[],
  { signal, onProgress }: Pick<ReadOptions, 'signal' | 'onProgress'>,
): Promise<CifarImages> {
  const file = entry.path
  const bytes = await entry.read()
  signal.throwIfAborted()
  const head = readHead(bytes, bytes.length)
  if (head === undefined) throw new ImportError(`${file} is cut off or damaged: download it again.`, { file })
  const { recordBytes, labelBytes, count } = head
  if (count * IMAGE_BYTES > MAX_PIXEL_BYTES) {
    throw new ImportError(`${file} has more than 1 GB of pixels, the most that is held at once: split it.`, { file })
  }
  const breathe = createBreather(signal)
  const pixels = new Uint8Array(count * IMAGE_BYTES)
  const numbers = new Uint8Array(count)
  for (let image = 0; image < count; image++) {
    const from = image * recordBytes
    // The finer of two labels stands next to the pixels.
    numbers[image] = bytes[from + labelBytes - 1]!
    for (let c = 0, at = from + labelBytes; c < 3; c++) {
      for (let i = 0, to = image * IMAGE_BYTES + c; i < PLANE; i++, at++, to += 3) pixels[to] = bytes[at]!
    }
    if (image % 1024 === 0) {
      await breathe()
      onProgress({ phase: 'reading', done: image, total: count })
    }
  }
  const isNamed = numbers.every((number) => number < names.length)
  return {
    width: SIDE,
    height: SIDE,
    channels: 3,
    count,
    pixels,
    labels: Array.from(numbers, (number) => (isNamed ? names[number]! : String(number))),
    notes:
      labelBytes === 2 ? [`Images of ${file} have a coarse and a fine label each, and the fine one was taken.`] : [],
  }
}
