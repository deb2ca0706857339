/**
 * The files that are dropped on the page: MNIST in the forms in which people bring it, or as many sample digits when MNIST does not lie
 * beside the repository. For the growth, up to a million images made by code.
 */
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { once } from 'node:events'
import { gunzipSync } from 'node:zlib'
import { encode } from 'fast-png'
import { makeZip } from '../../src/files/makeZip.fixture'
import { makeSampleDigits } from '../../src/data/sampleDigits/makeSampleDigits'

const MNIST = process.env['STRATA_MNIST'] ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'mnist')
const SIDE = 28
const SIZE = SIDE * SIDE

interface Digits {
  readonly count: number
  /** `count` x 28 x 28 bytes, of which the first `train` are for training. */
  readonly pixels: Uint8Array
  readonly labels: Uint8Array
  readonly train: number
}

export interface Inputs {
  /** What the images are, in words. */
  readonly source: string
  /** Paths of the files of each drop. */
  readonly zip: readonly string[]
  readonly deflatedZip: readonly string[]
  readonly tables: readonly string[]
  readonly idx: readonly string[]
  readonly gzippedIdx: readonly string[]
}

/** Writes into `folder` what is not there yet. */
export async function makeInputs(folder: string): Promise<Inputs> {
  mkdirSync(folder, { recursive: true })
  const inMnist = (name: string): string => join(MNIST, name)
  const isMnist = existsSync(inMnist('train-images-idx3-ubyte.gz'))
  const digits = isMnist ? readMnist(inMnist) : await drawDigits()
  const file = (name: string): string => join(folder, `${isMnist ? 'mnist' : 'digits'}-${name}`)
  const entries = (): PngEntry[] => encodeAll(digits)

  const csv = isMnist ? inMnist('mnist_dataset.csv') : file('dataset.csv')
  if (!existsSync(csv)) {
    const rows = entries().map(({ name, label, split }) => `${name},${label},${split}`)
    writeFileSync(csv, `image_path,label,split\n${rows.join('\n')}\n`)
  }
  const zip = isMnist ? inMnist('mnist_images.zip') : file('images.zip')
  if (!existsSync(zip)) writeFileSync(zip, makeZip(entries(), { zip64: true }))
  const deflatedZip = file('images-deflated.zip')
  if (!existsSync(deflatedZip)) {
    const deflated = encodeAll(digits, isMnist).map((entry) => ({ ...entry, deflate: true }))
    writeFileSync(deflatedZip, makeZip(deflated, { zip64: true }))
  }

  const x = file('X_train.tsv')
  const y = file('y_train.tsv')
  if (!existsSync(y)) {
    await writeLines(x, digits.train, (i) => digits.pixels.subarray(i * SIZE, (i + 1) * SIZE).join('\t'))
    await writeLines(y, digits.train, (i) => String(digits.labels[i]))
  }

  const idx = writeIdx(file, digits)
  const gzippedIdx = isMnist
    ? ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1'].map((name) =>
        inMnist(`${name}-ubyte.gz`),
      )
    : []
  return {
    source: isMnist ? 'MNIST' : 'sample digits',
    zip: [zip, csv],
    deflatedZip: [deflatedZip, csv],
    tables: [x, y],
    idx,
    gzippedIdx,
  }
}

/** `count` images of sample digits over and over as one pair of IDX files. */
export async function makeManyIdx(folder: string, count: number): Promise<readonly string[]> {
  const file = (name: string): string => join(folder, `many-${count}-${name}`)
  const paths = [file('images-idx3-ubyte'), file('labels-idx1-ubyte')]
  if (paths.every((path) => existsSync(path))) return paths
  const { pixels, labels, count: drawn } = await makeSampleDigits({ train: 10_000, test: 0, seed: 1 })
  const [images = '', classes = ''] = paths
  const stream = createWriteStream(images)
  stream.write(idxHeader(count, SIDE, SIDE))
  for (let from = 0; from < count; from += drawn) {
    if (!stream.write(pixels.subarray(0, Math.min(drawn, count - from) * SIZE))) await once(stream, 'drain')
  }
  await new Promise<void>((resolve) => stream.end(resolve))
  const all = Uint8Array.from({ length: count }, (_, i) => labels[i % drawn]!)
  writeFileSync(classes, Buffer.concat([idxHeader(count), all]))
  return paths
}

/** `count` images of sample digits over and over as a zip of PNG files and its CSV. */
export async function makeManyZip(folder: string, count: number): Promise<readonly string[]> {
  const zip = join(folder, `many-${count}.zip`)
  const csv = join(folder, `many-${count}.csv`)
  if (existsSync(zip) && existsSync(csv)) return [zip, csv]
  const drawn = await makeSampleDigits({ train: 10_000, test: 0, seed: 1 })
  const few = encodeAll({ ...drawn, labels: Uint8Array.from(drawn.labels), train: drawn.count })
  const entries = Array.from({ length: count }, (_, i) => {
    const entry = few[i % few.length]!
    return { ...entry, name: `images/${entry.label}/${i}.png` }
  })
  writeFileSync(zip, makeZip(entries, { zip64: true }))
  const rows = entries.map(({ name, label }, i) => `${name},${label},${i % 10 === 9 ? 2 : 0}\n`)
  writeFileSync(csv, `image_path,label,split\n${rows.join('')}`)
  return [zip, csv]
}

function readMnist(path: (name: string) => string): Digits {
  const read = (name: string): Uint8Array => gunzipSync(readFileSync(path(name)))
  const train = read('train-labels-idx1-ubyte.gz').subarray(8)
  const test = read('t10k-labels-idx1-ubyte.gz').subarray(8)
  const images = ['train-images-idx3-ubyte.gz', 't10k-images-idx3-ubyte.gz'].map((name) => read(name).subarray(16))
  return {
    count: train.length + test.length,
    pixels: Buffer.concat(images),
    labels: Buffer.concat([train, test]),
    train: train.length,
  }
}

async function drawDigits(): Promise<Digits> {
  const { count, pixels, labels } = await makeSampleDigits({ train: 60_000, test: 10_000, seed: 1 })
  return { count, pixels, labels: Uint8Array.from(labels), train: 60_000 }
}

interface PngEntry {
  readonly name: string
  readonly bytes: Uint8Array
  readonly label: number
  readonly split: 0 | 2
}

/** Names as in MNIST's archive: the folder of the split, that of the class, and the index in its IDX file. */
function encodeAll({ count, pixels, labels, train }: Digits, asMnist = true): PngEntry[] {
  return Array.from({ length: count }, (_, i) => {
    const data = pixels.subarray(i * SIZE, (i + 1) * SIZE)
    const [folder, index] = i < train ? ['training', i] : ['testing', i - train]
    const label = labels[i]!
    const name = asMnist ? `${folder}/${label}/${index}.png` : `${folder}/${index}.png`
    return {
      name,
      bytes: encode({ width: SIDE, height: SIDE, data, channels: 1, depth: 8 }),
      label,
      split: i < train ? 0 : 2,
    }
  })
}

function writeIdx(file: (name: string) => string, { count, pixels, labels, train }: Digits): readonly string[] {
  return [
    ['train', 0, train],
    ['t10k', train, count],
  ].flatMap(([name, from, to]) => {
    const images = file(`${name}-images-idx3-ubyte`)
    const classes = file(`${name}-labels-idx1-ubyte`)
    if (!existsSync(classes)) {
      const [first, end] = [Number(from), Number(to)]
      const header = idxHeader(end - first, SIDE, SIDE)
      writeFileSync(images, Buffer.concat([header, pixels.subarray(first * SIZE, end * SIZE)]))
      writeFileSync(classes, Buffer.concat([idxHeader(end - first), labels.subarray(first, end)]))
    }
    return [images, classes]
  })
}

function idxHeader(...lengths: readonly number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * lengths.length)
  header.writeUInt32BE((8 << 8) + lengths.length)
  for (const [i, length] of lengths.entries()) header.writeUInt32BE(length, 4 + 4 * i)
  return header
}

async function writeLines(path: string, count: number, line: (i: number) => string): Promise<void> {
  const stream = createWriteStream(path)
  for (let i = 0; i < count; i++) if (!stream.write(`${line(i)}\n`)) await once(stream, 'drain')
  await new Promise<void>((resolve) => stream.end(resolve))
}
