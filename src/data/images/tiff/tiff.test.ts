import { zlibSync } from 'fflate'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { spreadGrey } from '../colour'
import { ImageError } from '../decodedImage'
import { AS_STORED, type PixelForm } from '../pixelForm'
import { makeTiff, type TiffRecipe } from './makeTiff.fixture'
import { decodeTiff, readTiffSize } from './tiff'

const FORMATS = new URL('../../fixtures/formats/', import.meta.url)

const rgb: TiffRecipe = { width: 5, height: 4, bits: 8, samples: 3, sample: (x, y, c) => 40 * x + 9 * y + c }
const expected = (recipe: TiffRecipe): number[] =>
  Array.from({ length: recipe.width * recipe.height * recipe.samples }, (_, i) => {
    const pixel = Math.floor(i / recipe.samples)
    return recipe.sample(pixel % recipe.width, Math.floor(pixel / recipe.width), i % recipe.samples)
  })
const read = (recipe: TiffRecipe, form: Partial<PixelForm> = {}) =>
  decodeTiff(makeTiff(recipe), { ...AS_STORED, ...form })

describe('decodeTiff', () => {
  it('reads what Pillow writes as Pillow reads it', () => {
    const files = JSON.parse(readFileSync(new URL('expected.json', FORMATS), 'utf8')) as Record<
      string,
      { size: [number, number]; hex: string }
    >
    const names = Object.keys(files).filter((name) => name.endsWith('.tif'))
    for (const name of names) {
      const { size, hex } = files[name]!
      const image = decodeTiff(new Uint8Array(readFileSync(new URL(name, FORMATS))), { ...AS_STORED, ground: 'black' })
      const shown = image.channels === 3 ? image.pixels : new Uint8Array(3 * image.pixels.length)
      if (image.channels === 1) spreadGrey(image.pixels, shown, 0)
      expect([name, image.width, image.height, Buffer.from(shown).toString('hex')]).toEqual([name, ...size, hex])
    }
    expect(names).toHaveLength(8)
  })

  it.each<readonly [string, Partial<TiffRecipe>]>([
    ['strips of one row', { rows: 1 }],
    ['strips of three rows', { rows: 3 }],
    ['tiles that reach beyond the image', { tile: 3 }],
    ['channels one after the other', { planar: true, rows: 3 }],
    ['channels one after the other, in tiles', { planar: true, tile: 2 }],
    ['the high byte first', { bigEndian: true }],
    ['deflated parts', { pack: (bytes) => zlibSync(bytes), compression: 8, tile: 4 }],
    ['lengths that are not said', { tags: { 279: [] } }],
  ])('reads %s', (_, change) => {
    expect([...read({ ...rgb, ...change }).pixels]).toEqual(expected(rgb))
  })

  it('reads 16 bits in either order, and says how many are used', () => {
    const deep: TiffRecipe = { width: 3, height: 1, bits: 16, samples: 1, sample: (x) => [0, 2048, 4095][x]! }
    for (const bigEndian of [false, true]) {
      const image = read({ ...deep, bigEndian })
      expect([[...image.pixels], image.deepest]).toEqual([[0, 8, 15], 4095])
      expect([...read({ ...deep, bigEndian }, { white: 4095 }).pixels]).toEqual([0, 128, 255])
    }
  })

  it('takes 0 for white where the file says so', () => {
    const grey: TiffRecipe = { width: 2, height: 1, bits: 8, samples: 1, sample: (x) => 200 * x, tags: { 262: [0] } }
    expect([...read(grey).pixels]).toEqual([255, 55])
  })

  it('lays see-through parts on a ground, and divides colours that were multiplied', () => {
    const alpha = (kind: number): TiffRecipe => ({
      width: 2,
      height: 1,
      bits: 8,
      samples: 4,
      sample: (x, _y, c) => (c === 3 ? [255, 51][x]! : [30, kind === 1 ? 6 : 30][x]!),
      tags: { 338: [kind] },
    })
    for (const kind of [1, 2]) {
      expect([...read(alpha(kind)).pixels]).toEqual([30, 30])
      expect([...read(alpha(kind), { ground: 'white' }).pixels]).toEqual([30, 210])
    }
    expect([...read(alpha(0), { ground: 'white' }).pixels]).toEqual([30, 30])
  })

  it('turns images as they say, unless they are wanted as stored', () => {
    const grey: TiffRecipe = { width: 3, height: 2, bits: 8, samples: 1, sample: (x, y) => 10 * y + x }
    const upright: Record<number, readonly [number, number, number[]]> = {
      2: [3, 2, [2, 1, 0, 12, 11, 10]],
      3: [3, 2, [12, 11, 10, 2, 1, 0]],
      4: [3, 2, [10, 11, 12, 0, 1, 2]],
      5: [2, 3, [0, 10, 1, 11, 2, 12]],
      6: [2, 3, [10, 0, 11, 1, 12, 2]],
      7: [2, 3, [12, 2, 11, 1, 10, 0]],
      8: [2, 3, [2, 12, 1, 11, 0, 10]],
    }
    for (const [orientation, [width, height, pixels]] of Object.entries(upright)) {
      const file = makeTiff({ ...grey, tags: { 274: [Number(orientation)] } })
      const image = decodeTiff(file, AS_STORED)
      expect([orientation, image.width, image.height, [...image.pixels], image.isTurned]).toEqual([
        orientation,
        width,
        height,
        pixels,
        true,
      ])
      expect(readTiffSize(file)).toEqual({ width, height })
      expect([...decodeTiff(file, { ...AS_STORED, turn: 'stored' }).pixels]).toEqual(expected(grey))
      expect(readTiffSize(file, 'stored')).toEqual({ width: 3, height: 2 })
    }
  })

  it.each<readonly [Partial<TiffRecipe>, RegExp]>([
    [{ compression: 7 }, /packed as JPEG, which is not read: convert it to PNG/],
    [{ tags: { 339: [3, 3, 3] } }, /of decimal numbers/],
    [{ tags: { 262: [5] } }, /in CMYK/],
    [{ tags: { 258: [8, 8, 16] } }, /of different bits/],
    [{ tags: { 258: [32, 32, 32] } }, /of 32 bits/],
    [{ tags: { 256: [100_000], 257: [100_000] } }, /pixels large/],
    [{ tags: { 273: [8] }, rows: 1 }, /parts of it are missing/],
    [{ compression: 8, pack: () => Uint8Array.of(1, 2, 3) }, /do not unpack/],
    [{ compression: 8, pack: () => zlibSync(Uint8Array.of(1, 2, 3)) }, /fewer pixels than it says/],
    [{ compression: 5, pack: () => Uint8Array.of(0xff, 0xff, 0xff) }, /do not unpack/],
  ])('refuses %j', (change, message) => {
    expect(() => read({ ...rgb, ...change })).toThrow(ImageError)
    expect(() => read({ ...rgb, ...change })).toThrow(message)
  })
})
