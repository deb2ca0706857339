import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeGreyPng, makePng } from './fixtures/makePng'
import { claimedPixels, decodeBatch, type EncodedBatch } from './images'

function batchOf(files: readonly Uint8Array[]): EncodedBatch {
  const offsets = [0]
  for (const file of files) offsets.push(offsets.at(-1)! + file.length)
  return { bytes: Uint8Array.from(files.flatMap((file) => Array.from(file))), offsets: Uint32Array.from(offsets) }
}

const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)))

describe('decodeBatch', () => {
  it('gives images of any size one after the other, and says which failed and why', async () => {
    const colour = makePng({ width: 2, height: 1, colourType: 2, depth: 8, sample: (x, _, c) => x * 100 + c })
    const grey = makeGreyPng(3, 2, (x, y) => 10 * y + x)
    const text = new TextEncoder().encode('<svg onload="alert(1)">')
    const decoded = await decodeBatch(batchOf([grey, text, colour, new Uint8Array(0), grey.subarray(0, 40), grey]))
    expect(Array.from(decoded.widths)).toEqual([3, 0, 2, 0, 0, 3])
    expect(Array.from(decoded.heights)).toEqual([2, 0, 1, 0, 0, 2])
    expect(Array.from(decoded.channels)).toEqual([1, 0, 3, 0, 0, 1])
    expect(Array.from(decoded.pixels)).toEqual([0, 1, 2, 10, 11, 12, 0, 1, 2, 100, 101, 102, 0, 1, 2, 10, 11, 12])
    expect(decoded.failures).toEqual([
      { index: 1, message: 'is not a PNG or JPEG image' },
      { index: 3, message: 'is empty' },
      { index: 4, message: 'is cut off' },
    ])
  })

  it('has nothing to say of an empty batch', async () => {
    const decoded = await decodeBatch(batchOf([]))
    expect(decoded.pixels).toHaveLength(0)
    expect(decoded.failures).toEqual([])
  })

  it('says so where JPEG can’t be read, and of a JPEG that is cut off', async () => {
    const decoded = await decodeBatch(batchOf([fixture('colour.jpg'), fixture('colour.jpg').subarray(0, 30)]))
    expect(decoded.failures[0]?.message).toMatch(/can’t read JPEG in a worker/)
    expect(decoded.failures[1]?.message).toBe('is a JPEG image that is cut off or damaged')
  })
})

describe('claimedPixels', () => {
  it('reads sizes from the headers of PNG and JPEG', () => {
    expect(claimedPixels(makeGreyPng(7, 5))).toBe(35)
    expect(claimedPixels(fixture('colour.jpg'))).toBe(13 * 9)
    expect(claimedPixels(fixture('grey.jpg'))).toBe(13 * 9)
  })

  it('takes anything', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom([], [0xff, 0xd8, 0xff], [0x89, 0x50, 0x4e, 0x47]),
        (bytes, magic) => {
          expect(claimedPixels(Uint8Array.from([...magic, ...bytes]))).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })
})
