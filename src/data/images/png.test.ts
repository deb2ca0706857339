import { readFileSync } from 'node:fs'
import { unzlibSync, zlibSync } from 'fflate'
import fc from 'fast-check'
import { decode as decodeWithFastPng } from 'fast-png'
import { describe, expect, it } from 'vitest'
import { ImageError } from './decodedImage'
import { joinChunks, makeChunk, makeGreyPng, makePng, type PngRecipe, SAMPLES_OF, uint32 } from './makePng.fixture'
import { AS_STORED } from './pixelForm'
import { decodePng } from './png'

const FIXTURES = new URL('../fixtures/', import.meta.url)

const KINDS: readonly (readonly [PngRecipe['colourType'], PngRecipe['depth']])[] = [
  ...([1, 2, 4, 8, 16] as const).map((depth) => [0, depth] as const),
  ...([8, 16] as const).map((depth) => [2, depth] as const),
  ...([1, 2, 4, 8] as const).map((depth) => [3, depth] as const),
  ...([8, 16] as const).map((depth) => [4, depth] as const),
  ...([8, 16] as const).map((depth) => [6, depth] as const),
]
const SIZES = [
  [13, 11],
  [8, 8],
  [1, 1],
  [3, 2],
  [1, 9],
] as const
const FILTERS = {
  none: () => 0,
  sub: () => 1,
  up: () => 2,
  average: () => 3,
  paeth: () => 4,
  mixed: (row: number) => (row * 3 + 4) % 5,
}
/** Colours with red, green and blue apart, so that no image of it counts as grey. */
const PALETTE = Array.from({ length: 256 * 3 }, (_, i) => (i * 37 + (i % 3) * 40) & 255)

function recipeOf(
  colourType: PngRecipe['colourType'],
  depth: PngRecipe['depth'],
  width: number,
  height: number,
): PngRecipe {
  const max = 2 ** depth - 1
  return {
    width,
    height,
    colourType,
    depth,
    // Steps that leave the low byte of 16 bits unlike the high one, and colours apart even in a single pixel.
    sample: (x, y, c) => (x * 7919 + y * 104_729 + c * 31_337 + x * y * 13 + 77) % (max + 1),
    ...(colourType === 3 ? { palette: PALETTE.slice(0, 3 * (max + 1)) } : {}),
  }
}

/** The pixels by the rules that png.ts states, worked out from the samples themselves. */
function expectedPixels({ width, height, colourType, depth, sample, palette }: PngRecipe): number[] {
  const toByte = (value: number): number => (depth === 16 ? value >> 8 : Math.round((value * 255) / (2 ** depth - 1)))
  const pixels: number[] = []
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (palette !== undefined) pixels.push(...palette.slice(sample(x, y, 0) * 3, sample(x, y, 0) * 3 + 3))
      else for (let c = 0; c < (colourType === 2 || colourType === 6 ? 3 : 1); c++) pixels.push(toByte(sample(x, y, c)))
    }
  }
  return pixels
}

describe('decodePng', () => {
  for (const [colourType, depth] of KINDS) {
    it(`reads colour type ${colourType} at ${depth} bits, with every filter and interlacing`, () => {
      for (const [width, height] of SIZES) {
        const recipe = recipeOf(colourType, depth, width, height)
        for (const interlaced of [false, true]) {
          for (const filter of Object.values(FILTERS)) {
            const image = decodePng(makePng({ ...recipe, interlaced, filter }))
            expect([image.width, image.height]).toEqual([width, height])
            expect(Array.from(image.pixels)).toEqual(expectedPixels(recipe))
          }
        }
      }
    })

    if (depth < 8) continue // fast-png leaves smaller samples packed.
    it(`agrees with fast-png on colour type ${colourType} at ${depth} bits`, () => {
      for (const interlaced of [false, true]) {
        const file = makePng({ ...recipeOf(colourType, depth, 13, 11), filter: FILTERS.mixed, interlaced })
        const { data, palette } = decodeWithFastPng(file)
        const samples = SAMPLES_OF[colourType]
        const colours =
          palette === undefined
            ? Array.from(data, (value) => (depth === 16 ? value >> 8 : value)).filter(
                (_, i) => samples % 2 === 1 || i % samples < samples - 1,
              )
            : Array.from(data).flatMap((index) => palette[index]!.slice(0, 3))
        expect(Array.from(decodePng(file).pixels)).toEqual(colours)
      }
    })
  }

  it('reads what Pillow writes as Pillow reads it', () => {
    const expected = JSON.parse(readFileSync(new URL('expected.json', FIXTURES), 'utf8')) as Record<
      string,
      { size: [number, number]; channels: number; hex: string }
    >
    for (const [name, { size, channels, hex }] of Object.entries(expected)) {
      const image = decodePng(new Uint8Array(readFileSync(new URL(name, FIXTURES))))
      expect([name, image.width, image.height]).toEqual([name, ...size])
      expect([name, image.channels]).toEqual([name, channels])
      expect([name, Buffer.from(image.pixels).toString('hex')]).toEqual([name, hex])
    }
    expect(Object.keys(expected)).toHaveLength(11)
  })

  it('takes an RGB image or a palette of greys as one channel', () => {
    const grey = (x: number, y: number): number => (x * 20 + y) & 255
    const rgb = decodePng(makePng({ width: 5, height: 4, colourType: 2, depth: 8, sample: grey }))
    const palette = Array.from({ length: 768 }, (_, i) => Math.floor(i / 3))
    const indexed = decodePng(makePng({ width: 5, height: 4, colourType: 3, depth: 8, sample: grey, palette }))
    expect(rgb.channels).toBe(1)
    expect(indexed).toEqual(rgb)
    expect(Array.from(rgb.pixels.subarray(0, 6))).toEqual([0, 20, 40, 60, 80, 1])
  })

  it('reads pixels that are cut into many chunks, and large ones that inflate in pieces', () => {
    const noise = (x: number, y: number): number => {
      const mixed = Math.imul(x * 401 + y + 1, 0x9e3779b1)
      return (Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b) >>> 16) & 255
    }
    const small = makePng({ width: 40, height: 40, colourType: 0, depth: 8, sample: noise, pieceLength: 7 })
    expect(decodePng(small).pixels[41]).toBe(noise(1, 1))
    const large = makeGreyPng(400, 300, noise)
    expect(large.length).toBeGreaterThan(1 << 16)
    const { pixels } = decodePng(large)
    expect(pixels.every((value, i) => value === noise(i % 400, Math.floor(i / 400)))).toBe(true)
  })

  it('makes a colour beyond the palette black', () => {
    const file = makePng({ width: 2, height: 1, colourType: 3, depth: 8, sample: (x) => x * 9, palette: [250, 1, 2] })
    expect(Array.from(decodePng(file).pixels)).toEqual([250, 1, 2, 0, 0, 0])
  })
})

describe('decodePng says what is wrong', () => {
  const whole = makeGreyPng(28, 28, (x, y) => x * y)
  const header = (width: number, height: number, ...rest: number[]): number[] =>
    makeChunk('IHDR', [...uint32(width), ...uint32(height), ...(rest.length > 0 ? rest : [8, 0, 0, 0, 0])])
  const data = (raw: readonly number[]): number[] => makeChunk('IDAT', zlibSync(Uint8Array.from(raw)))
  const end = makeChunk('IEND', [])

  it('of a file that is cut off anywhere', () => {
    for (let length = 8; length < whole.length; length++) {
      expect(() => decodePng(whole.subarray(0, length))).toThrow(new ImageError('is cut off'))
    }
  })

  it.each([
    [
      'claims 100,000 x 100,000 pixels',
      joinChunks([header(100_000, 100_000), data([0]), end]),
      /100000 × 100000 .* largest/,
    ],
    ['claims no pixels', joinChunks([header(0, 5), data([0]), end]), /no pixels/],
    [
      'has a colour type that does not exist',
      joinChunks([header(1, 1, 8, 5, 0, 0, 0), data([0, 0]), end]),
      /does not exist/,
    ],
    [
      'has a depth that its type does not have',
      joinChunks([header(1, 1, 4, 2, 0, 0, 0), data([0, 0]), end]),
      /does not exist/,
    ],
    ['has too few pixels', joinChunks([header(2, 2), data([0, 1, 2]), end]), /fewer pixels/],
    ['has no pixels at all', joinChunks([header(2, 2), end]), /holds no pixels/],
    [
      'has pixels that do not unpack',
      joinChunks([header(2, 2), makeChunk('IDAT', [1, 2, 3, 4, 5, 6, 7]), end]),
      /unpack/,
    ],
    ['has a filter that does not exist', joinChunks([header(1, 1), data([5, 0]), end]), /filter/],
    ['has no palette', joinChunks([header(1, 1, 8, 3, 0, 0, 0), data([0, 0]), end]), /palette is missing/],
    ['begins with pixels', joinChunks([data([0, 0]), end]), /begin with a header/],
    [
      'needs a chunk of Apple',
      joinChunks([makeChunk('CgBI', [0, 0, 0, 0]), header(1, 1), data([0, 0]), end]),
      /header/,
    ],
    ['needs a chunk of nobody', joinChunks([header(1, 1), makeChunk('ABCD', []), data([0, 0]), end]), /another kind/],
    ['is text', new TextEncoder().encode('not an image at all'), /not a PNG/],
  ])('of a file that %s', (_, file, message) => {
    expect(() => decodePng(file)).toThrow(message)
    expect(() => decodePng(file)).toThrow(ImageError)
  })

  it('of a flipped bit in any chunk that matters', () => {
    for (let at = 8; at < whole.length; at++) {
      const damaged = whole.slice()
      damaged[at]! ^= 1 << (at % 8)
      expect(() => decodePng(damaged)).toThrow(ImageError)
    }
  })

  it('stops where the pixels end, whatever the data would unpack to', () => {
    const pixels = zlibSync(new Uint8Array(2 ** 18), { level: 0 })
    // What unpacks as far as the damage does not get past it.
    pixels.fill(0xff, pixels.length / 2)
    expect(() => unzlibSync(pixels)).toThrow('invalid block type')
    expect(Array.from(decodePng(joinChunks([header(1, 1), makeChunk('IDAT', pixels), end])).pixels)).toEqual([0])
  })

  it('never ends in anything but an image or an ImageError, with sound checksums around any damage', () => {
    const chunk = fc.tuple(
      fc.constantFrom('IHDR', 'PLTE', 'IDAT', 'tRNS', 'tEXt', 'IEND'),
      fc.uint8Array({ maxLength: 40 }),
    )
    const header = fc
      .tuple(
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom(...KINDS),
        fc.integer({ min: 0, max: 2 }),
      )
      .map(([width, height, [type, depth], interlaced]) =>
        makeChunk('IHDR', [...uint32(width), ...uint32(height), depth, type, 0, 0, interlaced]),
      )
    const pixels = fc.uint8Array({ maxLength: 400 }).map((raw) => makeChunk('IDAT', zlibSync(raw)))
    const garbled = fc.uint8Array({ maxLength: 60 }).map((bytes) => makeChunk('IDAT', [0x78, 0x9c, ...bytes]))
    const file = fc
      .tuple(
        header,
        fc.array(
          fc.oneof(
            pixels,
            garbled,
            chunk.map(([type, body]) => makeChunk(type, body)),
          ),
          { maxLength: 4 },
        ),
      )
      .map(([first, rest]) => joinChunks([first, ...rest, end]))
    fc.assert(
      fc.property(file, (bytes) => {
        try {
          for (const form of [AS_STORED, { ...AS_STORED, white: 4095, ground: 'white' } as const]) {
            const image = decodePng(bytes, form)
            expect(image.pixels).toHaveLength(image.width * image.height * image.channels)
          }
        } catch (error) {
          expect(error).toBeInstanceOf(ImageError)
        }
      }),
      { numRuns: 2000, seed: 7 },
    )
  })
})
