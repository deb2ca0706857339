import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DecodedImage } from './decodedImage'
import type { ImageSize } from '../imageSize'
import { fitImage } from './fitImage'

const imageOf = (rows: readonly (readonly number[])[]): DecodedImage => ({
  width: rows[0]!.length,
  height: rows.length,
  channels: 1,
  pixels: Uint8Array.from(rows.flat()),
})
const rowsOf = ({ pixels, width, channels }: DecodedImage): number[][] =>
  Array.from({ length: pixels.length / width / channels }, (_, y) =>
    Array.from(pixels.subarray(y * width * channels, (y + 1) * width * channels)),
  )

/** The mean of what lies under one new pixel of a stretched image, by the definition. */
function meanUnder(
  { width, height, channels, pixels }: DecodedImage,
  to: ImageSize,
  x: number,
  y: number,
  c: number,
): number {
  const overlap = (from: number, end: number, pixel: number): number =>
    Math.max(0, Math.min(end, pixel + 1) - Math.max(from, pixel))
  let sum = 0
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const share =
        overlap((x * width) / to.width, ((x + 1) * width) / to.width, column) *
        overlap((y * height) / to.height, ((y + 1) * height) / to.height, row)
      sum += share * pixels[(row * width + column) * channels + c]!
    }
  }
  return (sum * to.width * to.height) / (width * height)
}

const side = fc.integer({ min: 1, max: 12 })
const anyImage = fc
  .record({ width: side, height: side, channels: fc.constantFrom(1 as const, 3 as const) })
  .chain((shape) =>
    fc
      .uint8Array({
        minLength: shape.width * shape.height * shape.channels,
        maxLength: shape.width * shape.height * shape.channels,
      })
      .map((pixels): DecodedImage => ({ ...shape, pixels: Uint8Array.from(pixels) })),
  )
const anySize = fc.record({ width: side, height: side })
const anyFit = fc.constantFrom('contain' as const, 'cover' as const, 'stretch' as const)
const anyFilter = fc.constantFrom('area' as const, 'nearest' as const)

describe('fitImage', () => {
  const image = imageOf([
    [0, 40, 80, 120],
    [10, 50, 90, 130],
  ])

  it('averages what lies under each pixel, or takes the nearest', () => {
    expect(rowsOf(fitImage(image, { width: 2, height: 1 }, 'stretch', 'area'))).toEqual([[25, 105]])
    expect(rowsOf(fitImage(image, { width: 2, height: 1 }, 'stretch', 'nearest'))).toEqual([[50, 130]])
    expect(rowsOf(fitImage(image, { width: 8, height: 4 }, 'stretch', 'area'))).toEqual(
      rowsOf(fitImage(image, { width: 8, height: 4 }, 'stretch', 'nearest')),
    )
  })

  it('keeps an image whole between black, in the middle', () => {
    expect(rowsOf(fitImage(image, { width: 4, height: 5 }, 'contain', 'area'))).toEqual([
      [0, 0, 0, 0],
      [0, 40, 80, 120],
      [10, 50, 90, 130],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ])
    expect(rowsOf(fitImage(image, { width: 2, height: 2 }, 'contain', 'area'))).toEqual([
      [25, 105],
      [0, 0],
    ])
  })

  it('cuts what is left over, from both sides alike', () => {
    expect(rowsOf(fitImage(image, { width: 2, height: 2 }, 'cover', 'area'))).toEqual([
      [40, 80],
      [50, 90],
    ])
    expect(rowsOf(fitImage(image, { width: 4, height: 1 }, 'cover', 'area'))).toEqual([[5, 45, 85, 125]])
  })

  it('averages by the share of each pixel, of any size and to any size', () => {
    fc.assert(
      fc.property(anyImage, anySize, (from, to) => {
        const { pixels } = fitImage(from, to, 'stretch', 'area')
        for (let y = 0; y < to.height; y++) {
          for (let x = 0; x < to.width; x++) {
            for (let c = 0; c < from.channels; c++) {
              const expected = meanUnder(from, to, x, y, c)
              expect(Math.abs(pixels[(y * to.width + x) * from.channels + c]! - expected)).toBeLessThan(0.501)
            }
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  it('gives the size that is asked for, and no value that is not between those of the image and black', () => {
    fc.assert(
      fc.property(anyImage, anySize, anyFit, anyFilter, (from, to, fit, filter) => {
        const fitted = fitImage(from, to, fit, filter)
        expect([fitted.width, fitted.height, fitted.channels]).toEqual([to.width, to.height, from.channels])
        expect(fitted.pixels).toHaveLength(to.width * to.height * from.channels)
        expect(Math.max(...fitted.pixels)).toBeLessThanOrEqual(Math.max(...from.pixels))
        if (fit !== 'contain') expect(Math.min(...fitted.pixels)).toBeGreaterThanOrEqual(Math.min(...from.pixels))
      }),
      { numRuns: 300 },
    )
  })
})
