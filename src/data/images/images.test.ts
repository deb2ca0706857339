import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { batchOf } from './batchOf.fixture'
import { makeGreyPng, makePng } from './makePng.fixture'
import { decodeBatch } from './images'

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/${name}`, import.meta.url)))

describe('decodeBatch', () => {
  it('gives images of any size at the one that is asked for, and says which failed and why', async () => {
    const colour = makePng({ width: 2, height: 1, colourType: 2, depth: 8, sample: (x, _, c) => x * 100 + c })
    const grey = makeGreyPng(4, 2, (x, y) => 100 * y + 10 * x)
    const text = new TextEncoder().encode('<svg onload="alert(1)">')
    const decoded = await decodeBatch(
      batchOf([grey, text, colour, new Uint8Array(0), grey.subarray(0, 40), grey], { width: 2, height: 1 }),
    )
    expect(Array.from(decoded.widths)).toEqual([4, 0, 2, 0, 0, 4])
    expect(Array.from(decoded.heights)).toEqual([2, 0, 1, 0, 0, 2])
    expect(Array.from(decoded.channels)).toEqual([1, 0, 3, 0, 0, 1])
    expect(Array.from(decoded.pixels)).toEqual([55, 75, 0, 1, 2, 100, 101, 102, 55, 75])
    expect(decoded.failures).toEqual([
      { index: 1, message: 'is not an image that can be read, such as PNG or JPEG' },
      { index: 3, message: 'is empty' },
      { index: 4, message: 'is cut off' },
    ])
  })

  it('makes colours grey as Pillow does, when that is asked for', async () => {
    const decoded = await decodeBatch(batchOf([fixture('rgb.png')], { width: 13, height: 9, colour: 'grey' }))
    const expected = JSON.parse(readFileSync(new URL('../fixtures/expected.json', import.meta.url), 'utf8')) as Record<
      string,
      { hex: string }
    >
    expect(Buffer.from(decoded.pixels).toString('hex')).toBe(expected['grey.png']?.hex)
  })

  it('has nothing to say of an empty batch', async () => {
    const decoded = await decodeBatch(batchOf([], { width: 28, height: 28 }))
    expect(decoded.pixels).toHaveLength(0)
    expect(decoded.failures).toEqual([])
  })

  it('says so where only a browser can read an image, and of one that is cut off', async () => {
    const jpeg = fixture('colour.jpg')
    const { failures } = await decodeBatch(batchOf([jpeg, jpeg.subarray(0, 30)], { width: 13, height: 9 }))
    expect(failures[0]?.message).toMatch(/this browser can’t read those in a worker/)
    expect(failures[1]?.message).toBe('is a JPEG image that is cut off or damaged')
  })
})
