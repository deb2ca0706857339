import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { makeGreyPng } from './makePng.fixture'
import { makeTiff } from './tiff/makeTiff.fixture'
import { findFormat } from './imageFormats'

const FIXTURES = new URL('../fixtures/', import.meta.url)
const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, FIXTURES)))
const NETPBM = { ppm: 'Netpbm', pgm: 'Netpbm', pbm: 'Netpbm' } as const
const NAMES = {
  png: 'PNG',
  jpg: 'JPEG',
  webp: 'WebP',
  gif: 'GIF',
  bmp: 'BMP',
  avif: 'AVIF',
  tif: 'TIFF',
  ...NETPBM,
} as const

const sizeOf = (bytes: Uint8Array): unknown => findFormat(bytes)?.readSize(bytes)

describe('findFormat', () => {
  it('knows what Pillow writes, and its size as it is seen', () => {
    const expected = JSON.parse(readFileSync(new URL('formats/expected.json', FIXTURES), 'utf8')) as Record<
      string,
      { size: [number, number] }
    >
    for (const [name, { size }] of Object.entries(expected)) {
      const bytes = fixture(`formats/${name}`)
      const extension = name.slice(name.lastIndexOf('.') + 1) as keyof typeof NAMES
      expect([name, findFormat(bytes)?.name]).toEqual([name, NAMES[extension]])
      expect([name, sizeOf(bytes)]).toEqual([name, { width: size[0], height: size[1] }])
    }
    expect(Object.keys(expected)).toHaveLength(30)
    expect(sizeOf(makeGreyPng(7, 5))).toEqual({ width: 7, height: 5 })
    expect(sizeOf(fixture('grey.jpg'))).toEqual({ width: 13, height: 9 })
  })

  it('believes a GIF’s first frame when that is larger than its screen', () => {
    const gif = fixture('formats/palette.gif')
    const frame = Buffer.from(gif).indexOf(Uint8Array.of(0x2c, 0, 0, 0, 0, 13, 0, 9, 0))
    gif[frame + 6] = 0xff
    expect(sizeOf(gif)).toEqual({ width: 0xff0d, height: 9 })
  })

  it('does not take a table for a Netpbm image, or a film for an AVIF', () => {
    const text = (value: string): Uint8Array => new TextEncoder().encode(value)
    for (const head of ['P1,P2,label\n', 'P5 is here\n', 'P2\tP3\n1\t2\n', 'P6'])
      expect(findFormat(text(head))).toBeUndefined()
    expect(findFormat(text('\0\0\0\x18ftypisom\0\0\0\0mp42'))).toBeUndefined()
  })

  it('knows which files hold more pictures than the first', () => {
    const names = [...readdirSync(new URL('formats/', FIXTURES))].filter((name) =>
      /\.(gif|webp|tif|png|jpg)$/.test(name),
    )
    const moving = names.filter((name) => {
      const bytes = fixture(`formats/${name}`)
      return findFormat(bytes)!.hasMore?.(bytes) === true
    })
    expect(moving.toSorted()).toEqual(['moving.gif', 'moving.webp'])
    const png = makeGreyPng(3, 3)
    // Behind the header, which ends at 33: eight bytes that say how many frames there are and how often they play.
    const control = Uint8Array.from([0, 0, 0, 8, 0x61, 0x63, 0x54, 0x4c, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0])
    const animated = Uint8Array.from([...png.subarray(0, 33), ...control, ...png.subarray(33)])
    expect([png, animated].map((bytes) => findFormat(bytes)!.hasMore!(bytes))).toEqual([false, true])
  })

  it.each([
    ['a page', {}, true],
    ['a smaller picture', { 254: [1] }, false],
    ['a mask', { 254: [4] }, false],
  ])('finds %s behind the first of a TIFF', (_, tags, isPage) => {
    const recipe = { width: 3, height: 3, bits: 8, samples: 1, sample: (x: number) => x } as const
    const first = makeTiff(recipe)
    const second = makeTiff({ ...recipe, tags })
    const both = Uint8Array.from([...first, ...second])
    const view = new DataView(both.buffer)
    const directory = view.getUint32(4, true)
    const end = directory + 2 + 12 * view.getUint16(directory, true)
    view.setUint32(end, first.length + view.getUint32(first.length + 4, true), true)
    const format = findFormat(both)!
    expect([format.hasMore!(first), format.hasMore!(both)]).toEqual([false, isPage])
  })

  it('does not take text for a BMP', () => {
    expect(findFormat(new TextEncoder().encode('BM25 ranks documents by the words of a query'))).toBeUndefined()
  })
})
