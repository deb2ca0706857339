import { ProblemList } from '../../files/problemList'
import { mkdtempSync, openAsBlob, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ImportProgress } from '../dataset'
import { FileEntry } from '../../files/fileEntry'
import { makeGreyPng, makePng } from './makePng.fixture'
import { makeZip } from '../../files/makeZip.fixture'
import { decodeBatch } from './images'
import { DEFAULT_SETTINGS, type ImportSettings } from '../importSettings'
import { type ReadImages, type ReadOptions, readImages } from './readImages'
import type { SourceEntry } from '../../files/sourceEntry'
import { listEntries } from '../import/sources'

const { signal: never } = new AbortController()

async function entriesOf(files: Record<string, Uint8Array>, wrap?: { deflate: boolean }): Promise<SourceEntry[]> {
  const named = Object.entries(files)
  const dropped =
    wrap === undefined
      ? named.map(([path, bytes]) => ({ path, file: new File([Uint8Array.from(bytes)], path) }))
      : [
          {
            path: 'set.zip',
            file: new File([makeZip(named.map(([name, bytes]) => ({ name, bytes, ...wrap })))], 'set.zip'),
          },
        ]
  return listEntries(dropped, new ProblemList(), never)
}

interface Reading {
  readonly images: ReadImages
  readonly problems: readonly string[]
}

async function read(
  entries: readonly SourceEntry[],
  settings: Partial<ImportSettings> = {},
  options: Partial<ReadOptions> = {},
): Promise<Reading> {
  const problems = new ProblemList()
  const images = await readImages(entries, { ...DEFAULT_SETTINGS, ...settings }, problems, {
    signal: never,
    onProgress: () => undefined,
    decodeImages: decodeBatch,
    ...options,
  })
  return { images, problems: problems.groups().flatMap(({ listed }) => listed.map(({ message }) => message)) }
}

/** Images of one value each, by number. */
const plain = (count: number, width = 4, height = 3): Record<string, Uint8Array> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${i}.png`, makeGreyPng(width, height, () => i % 256)]))

describe('readImages', () => {
  for (const [where, wrap] of [
    ['files', undefined],
    ['stored entries', { deflate: false }],
    ['deflated entries', { deflate: true }],
  ] as const) {
    it(`reads ${where} in the order that is asked for, not the one they lie in`, async () => {
      const entries = (await entriesOf(plain(100), wrap)).toReversed()
      const { images, problems } = await read(entries)
      expect([images.width, images.height, images.channels, images.sizes]).toEqual([4, 3, 1, undefined])
      expect(images.numbers).toEqual(Array.from({ length: 100 }, (_, i) => i))
      expect(images.pixels).toHaveLength(100 * 12)
      expect(Array.from({ length: 100 }, (_, i) => images.pixels[i * 12])).toEqual(
        Array.from({ length: 100 }, (_, i) => 99 - i),
      )
      expect(problems).toEqual([])
    })
  }

  it('reads a few entries out of many', async () => {
    const all = await entriesOf(plain(200), { deflate: true })
    const { images } = await read([all[150]!, all[3]!, all[199]!])
    expect([0, 1, 2].map((i) => images.pixels[i * 12])).toEqual([150, 3, 199])
  })

  it('takes the size that most have, and fits the others to it', async () => {
    const entries = await entriesOf({
      ...plain(5),
      'large.png': makeGreyPng(8, 6, () => 77),
      'wide.png': makeGreyPng(2, 1, () => 5),
    })
    const { images } = await read(entries)
    expect([images.width, images.height]).toEqual([4, 3])
    expect(images.sizes).toEqual({ smallest: { width: 2, height: 1 }, largest: { width: 8, height: 6 }, fitted: 2 })
    expect(Array.from(images.pixels.subarray(5 * 12))).toEqual([
      ...Array<number>(12).fill(77),
      5,
      5,
      5,
      5,
      5,
      5,
      5,
      5,
      0,
      0,
      0,
      0,
    ])
  })

  it('takes a size near the middle when all differ, and no more than 128 a side', async () => {
    const mixed = (sizes: readonly (readonly [number, number])[]): Promise<SourceEntry[]> =>
      entriesOf(Object.fromEntries(sizes.map(([width, height], i) => [`${i}.png`, makeGreyPng(width, height)])))
    const sizeOf = async (sizes: readonly (readonly [number, number])[]): Promise<number[]> => {
      const { images } = await read(await mixed(sizes))
      return [images.width, images.height]
    }
    expect(await sizeOf([[10, 30], [20, 20], [30, 5]])).toEqual([20, 20]) // prettier-ignore
    expect(await sizeOf([[300, 200], [400, 200], [500, 200]])).toEqual([128, 64]) // prettier-ignore
  })

  it('brings images of one size down to 256 a side, unless a person asks for more', async () => {
    const entries = await entriesOf(plain(3, 300, 150))
    const { images } = await read(entries)
    expect([images.width, images.height]).toEqual([256, 128])
    expect(images.notes).toEqual([
      'The images have 300 × 150 pixels and were brought down to 256 × 128, since large ones take much memory and time to train on: choose another size under How it was read.',
    ])
    const own = await read(entries, { size: { width: 300, height: 150 } })
    expect([own.images.width, own.images.height, own.images.notes]).toEqual([300, 150, []])
    const fitting = await read(await entriesOf(plain(3, 256, 256)))
    expect([fitting.images.width, fitting.images.notes]).toEqual([256, []])
  })

  it('brings images down to what fits when colours come, and refuses a size that was asked for', async () => {
    const sample = (x: number, _y: number, channel: number): number => x + channel
    const rgb = makePng({ width: 128, height: 128, colourType: 2, depth: 8, sample })
    const whole = new FileEntry('whole.png', new Blob([rgb]))
    const cut = new FileEntry('cut.png', new Blob([rgb.subarray(0, 100)]))
    const entries = Array.from({ length: 22_000 }, (_, i) => (i === 5_000 ? whole : cut))
    const { images, problems } = await read(entries)
    const { width, height, channels, numbers, notes } = images
    expect({ width, height, channels, numbers }).toEqual({ width: 127, height: 127, channels: 3, numbers: [5_000] })
    expect(notes.join()).toMatch(/^At 128 × 128 the 22,000 images .* brought to 127 × 127, the largest that fits\.$/)
    expect(problems).toHaveLength(50)
    const asked = { size: { width: 128, height: 128 }, colour: 'rgb' } as const
    await expect(read(entries, asked)).rejects.toThrow('choose at most 127 × 127, or drop fewer.')
  })

  it('finds the size of a photograph behind a long thumbnail, and of one on its side', async () => {
    const jpeg = readFileSync(new URL('../fixtures/formats/orientation6.jpg', import.meta.url))
    const thumbnail = Buffer.alloc(40_004)
    thumbnail.set([0xff, 0xe2, 40_002 >> 8, 40_002 & 255])
    const entries = await entriesOf({
      'a.jpg': Buffer.concat([jpeg.subarray(0, 2), thumbnail, jpeg.subarray(2)]),
      ...plain(1, 9, 13),
    })
    const { images, problems } = await read(entries)
    expect([images.width, images.height]).toEqual([9, 13])
    expect(problems).toHaveLength(1)
  })

  it('brings colours and sizes to what is asked for', async () => {
    const red = makePng({ width: 2, height: 1, colourType: 2, depth: 8, sample: (_x, _y, c) => (c === 0 ? 200 : 0) })
    const entries = await entriesOf({ 'grey.png': makeGreyPng(2, 1, () => 9), 'red.png': red })
    const size = { width: 1, height: 1 }
    expect(Array.from((await read(entries, { size, fit: 'cover' })).images.pixels)).toEqual([9, 9, 9, 200, 0, 0])
    expect(Array.from((await read(entries, { size, fit: 'cover', colour: 'grey' })).images.pixels)).toEqual([9, 60])
    expect(Array.from((await read(entries.slice(0, 1), { colour: 'rgb' })).images.pixels)).toEqual([9, 9, 9, 9, 9, 9])
  })

  it('lists those that can’t be read, and closes up the others', async () => {
    const entries = await entriesOf({
      '0.png': makeGreyPng(2, 1, () => 1),
      'text.png': new TextEncoder().encode('hello'),
      'empty.png': new Uint8Array(0),
      '3.png': makeGreyPng(2, 1, () => 2),
    })
    const { images, problems } = await read(entries)
    expect(images.numbers).toEqual([0, 3])
    expect(Array.from(images.pixels)).toEqual([1, 1, 2, 2])
    expect(problems).toEqual([
      '“text.png” is not an image that can be read, such as PNG or JPEG, so it was left out.',
      '“empty.png” is empty, so it was left out.',
    ])
    await expect(read(entries.slice(1, 3))).rejects.toMatchObject({
      name: 'ImportError',
      message:
        'No image could be used. “text.png” is not an image that can be read, such as PNG or JPEG, so it was left out.',
    })
  })

  it('goes on without a file that is gone, and one that takes too much', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'strata-'))
    const write = async (name: string, bytes: Uint8Array): Promise<SourceEntry> => {
      writeFileSync(join(folder, name), bytes)
      return new FileEntry(name, await openAsBlob(join(folder, name)))
    }
    const entries = [
      await write(
        '0.png',
        makeGreyPng(2, 1, () => 1),
      ),
      await write('gone.png', makeGreyPng(2, 1)),
      await write('huge.png', new Uint8Array(2 ** 25 + 1)),
      await write(
        '3.png',
        makeGreyPng(2, 1, () => 2),
      ),
    ]
    rmSync(join(folder, 'gone.png'))
    const { images, problems } = await read(entries)
    expect(images.numbers).toEqual([0, 3])
    expect(Array.from(images.pixels)).toEqual([1, 1, 2, 2])
    expect(problems).toEqual([
      '“huge.png” takes more than 32 MB, so it was left out.',
      '“gone.png” can’t be read: it is damaged, or was moved since, so it was left out.',
    ])
    rmSync(folder, { recursive: true })
  })

  it('tells how far it is, and stops when it is told to, whatever is under way', async () => {
    const entries = await entriesOf(plain(64))
    const progress: ImportProgress[] = []
    await read(entries, {}, { onProgress: (step) => progress.push(step) })
    expect(progress[0]).toEqual({ phase: 'decoding', done: 0, total: 64 })
    expect(progress.at(-1)).toEqual({ phase: 'decoding', done: 64, total: 64 })
    expect(progress.length).toBeGreaterThan(4)

    const cancel = new AbortController()
    const decodeImages = () => {
      queueMicrotask(() => cancel.abort(new Error('enough')))
      return new Promise<never>(() => undefined)
    }
    await expect(read(entries, {}, { signal: cancel.signal, decodeImages })).rejects.toThrow('enough')
  })
})
