import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { entryOf } from '../../files/entryOf.fixture'
import { type IdxImages, readIdxHead, readIdxImages, readIdxLabels } from './idx'
import type { SourceEntry } from '../../files/sourceEntry'

const FIXTURES = new URL('../fixtures/arrays/', import.meta.url)
const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, FIXTURES)))
const expected = JSON.parse(readFileSync(new URL('expected.json', FIXTURES), 'utf8')) as Record<
  'grey' | 'colour',
  string
> & {
  readonly digits: string[]
}
const options = { signal: new AbortController().signal, onProgress: () => undefined }

async function read(entry: SourceEntry): Promise<IdxImages | string[]> {
  const head = await readIdxHead(entry)
  return head.kind === 'images' ? readIdxImages(entry, head, options) : readIdxLabels(entry, head, options)
}

/** A head of bytes, with `body` bytes behind it. */
function idx(axes: readonly number[], body: number, type = 8): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * axes.length + body)
  bytes.set([0, 0, type, axes.length])
  for (const [i, axis] of axes.entries()) new DataView(bytes.buffer).setUint32(4 + 4 * i, axis)
  return bytes
}

describe('IDX', () => {
  it.each([
    ['grey.idx3', 'grey', 1],
    ['colour.idx4', 'colour', 3],
  ] as const)('reads the images of %s, of known length or not', async (name, pixels, channels) => {
    for (const sized of [true, false]) {
      const images = await read(entryOf(name, fixture(name), { sized, piece: 100 }))
      expect(images).toMatchObject({ width: 7, height: 7, channels, count: 6 })
      expect(Buffer.from((images as IdxImages).pixels).toString('hex')).toBe(expected[pixels])
    }
  })

  it('reads labels', async () => {
    expect(await read(entryOf('digits.idx1', fixture('digits.idx1')))).toEqual(expected.digits)
  })

  it.each([
    [
      'is cut off',
      idx([10, 5, 5], 125),
      'x is cut off: it says that it holds 10 images of 5 × 5, and 50 % of that is there: download it again.',
    ],
    [
      'is too long',
      idx([2, 5, 5], 60),
      /^x is damaged: it says that it holds 2 images of 5 × 5, and there are .*: download it again\.$/,
    ],
    ['lacks its sizes', idx([2, 5, 5], 0).slice(0, 9), 'x is cut off: download it again.'],
    [
      'has other numbers',
      idx([2, 5, 5], 50, 13),
      'x holds 32-bit floats where bytes are read: save it as unsigned bytes.',
    ],
    ['has two axes', idx([2, 5], 10), /^x has 2 axes/],
    ['has two channels', idx([1, 5, 5, 2], 50), /^x has images of 2 channels/],
    ['has no images', idx([0, 5, 5], 0), /there is nothing to read/],
    [
      'claims more images than are read',
      idx([4_000_000_000, 28, 28], 0),
      /4,000,000,000 images, and at most 1,000,000/,
    ],
    ['claims enormous images', idx([1, 100_000, 100_000], 0), /100,000 × 100,000, and images are read up to 4,096/],
    ['claims many gigabytes', idx([1_000_000, 4096, 4096], 0), /more than the 1 GB of pixels/],
  ])('says in a sentence what is wrong with a file that %s', async (_, bytes, message) => {
    for (const sized of [true, false]) await expect(read(entryOf('x', bytes, { sized }))).rejects.toThrow(message)
  })
})
