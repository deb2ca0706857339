/** Small datasets made by code: pictures of 28 x 28 whose class is told by where a bright bar lies, as files that a person would drop. */
import { encode } from 'fast-png'
import JSZip from 'jszip'
import type { FileToOpen } from './pages/DataPanel'

const SIDE = 28

export interface Picture {
  readonly path: string
  readonly label: string
  /** 0 train, 1 validation, 2 test. */
  readonly split: 0 | 1 | 2
  /** 28 x 28 bytes. */
  readonly pixels: Uint8Array
}

export interface PictureCounts {
  readonly labels: readonly string[]
  /** Pictures per class. */
  readonly train: number
  readonly test: number
}

/** Draws noisy pictures, the same every time. */
export function drawPictures({ labels, train, test }: PictureCounts): readonly Picture[] {
  const noise = makeNoise(7)
  return labels.flatMap((label, index) =>
    Array.from({ length: train + test }, (_, i): Picture => {
      const top = Math.floor((index * SIDE) / labels.length)
      const pixels = new Uint8Array(SIDE * SIDE).map((_value, at) => {
        const row = Math.floor(at / SIDE)
        return noise() * 90 + (row >= top && row < top + 4 ? 160 : 0)
      })
      const split = i < train ? 0 : 2
      return { path: `${split === 0 ? 'train' : 'test'}/${index}/${i}.png`, label, split, pixels }
    }),
  )
}

export function toPng(pixels: Uint8Array): Uint8Array {
  return encode({ width: SIDE, height: SIDE, data: pixels, channels: 1, depth: 8 })
}

export async function toZip(
  entries: Readonly<Record<string, Uint8Array | string>>,
  name = 'images.zip',
  compression: 'DEFLATE' | 'STORE' = 'DEFLATE',
): Promise<FileToOpen> {
  const zip = new JSZip()
  for (const [path, content] of Object.entries(entries)) zip.file(path, content, { createFolders: false })
  return { name, mimeType: 'application/zip', buffer: await zip.generateAsync({ type: 'nodebuffer', compression }) }
}

export function toCsv(text: string, name = 'dataset.csv'): FileToOpen {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(text) }
}

/** The pictures as the zip and the CSV of Ludwig's form: `image_path,label,split`. */
export async function toFiles(pictures: readonly Picture[]): Promise<readonly FileToOpen[]> {
  const zip = await toZip(Object.fromEntries(pictures.map(({ path, pixels }) => [path, toPng(pixels)])))
  const rows = pictures.map(({ path, label, split }) => `${path},${quoted(label)},${split}`)
  return [zip, toCsv(['image_path,label,split', ...rows].join('\n'))]
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

/** A linear congruential generator, uniform over 0 to 1 (Numerical Recipes). */
function makeNoise(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
