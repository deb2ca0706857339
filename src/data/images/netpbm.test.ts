import { describe, expect, it } from 'vitest'
import { ImageError } from './decodedImage'
import { decodeNetpbm, isNetpbm } from './netpbm'
import { AS_STORED } from './pixelForm'

const file = (head: string, ...bytes: number[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.of(...new TextEncoder().encode(head), ...bytes)
const read = (bytes: Uint8Array, white = 65_535) => {
  const { width, height, channels, pixels, deepest } = decodeNetpbm(bytes, { ...AS_STORED, white })
  return { size: [width, height, channels], pixels: [...pixels], ...(deepest === undefined ? {} : { deepest }) }
}

describe('decodeNetpbm', () => {
  it('reads bitmaps, in which 1 is ink', () => {
    const pixels = [255, 0, 255, 0, 0, 255]
    expect(read(file('P1\n3 2\n0 1 0\n1 1 0\n'))).toEqual({ size: [3, 2, 1], pixels })
    expect(read(file('P1\n# ink\n3 2\n010110'))).toEqual({ size: [3, 2, 1], pixels })
    expect(read(file('P4 3 2\n', 0b0100_0000, 0b1100_0000))).toEqual({ size: [3, 2, 1], pixels })
  })

  it('reads greys and colours, written and packed, and takes what the file says for white', () => {
    expect(read(file('P2\n2 1 # so wide\n15\n0 5'))).toEqual({ size: [2, 1, 1], pixels: [0, 85] })
    expect(read(file('P5\n2 1\n255\n', 35, 10))).toEqual({ size: [2, 1, 1], pixels: [35, 10] })
    expect(read(file('P3 1 1 255 1 2 3'))).toEqual({ size: [1, 1, 3], pixels: [1, 2, 3] })
    expect(read(file('P6 1 2 255\n', 1, 2, 3, 4, 5, 6))).toEqual({ size: [1, 2, 3], pixels: [1, 2, 3, 4, 5, 6] })
    expect(read(file('P6 1 1 255\n', 9, 9, 9))).toEqual({ size: [1, 1, 1], pixels: [9] })
  })

  it('reads 16 bits, the high byte first', () => {
    expect(read(file('P5 2 1 4095\n', 0x0f, 0xff, 0x08, 0))).toEqual({ size: [2, 1, 1], pixels: [255, 128] })
    const full = file('P5 2 1 65535\n', 0x0f, 0xff, 0x08, 0)
    expect(read(full)).toEqual({ size: [2, 1, 1], pixels: [15, 8], deepest: 4095 })
    expect(read(full, 4095).pixels).toEqual([255, 128])
  })

  it.each([
    [file('P5\n3 3\n255\n', 1, 2), 'is cut off'],
    [file('P2\n2 1\n255\n7'), 'is cut off'],
    [file('P2\n2 1\n255\n7 x'), 'is damaged: there is something else between its numbers'],
    [file('P1\n2 1\n1 2'), 'is damaged: a bitmap has zeros and ones alone'],
    [file('P5\n1 1\n0\n', 1), 'is damaged: its white is not from 1 to 65,535'],
    [file('P5\n99999 99999\n255\n', 1), /^is 99999 × 99999 pixels large/],
    [file('P5\n0 1\n255\n'), 'has no pixels'],
  ])('says what is wrong', (bytes, message) => {
    expect(isNetpbm(bytes)).toBe(true)
    expect(() => decodeNetpbm(bytes, AS_STORED)).toThrow(ImageError)
    expect(() => decodeNetpbm(bytes, AS_STORED)).toThrow(message)
  })
})
