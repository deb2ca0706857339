import type { FullImage } from '../../../engine/protocol/data'
import { expect, test } from 'vitest'
import { readPixel, toRgba } from './readPixel'

const FACTS = { index: 0, label: '7', split: 'train', path: '7.png' } as const
const GREY: FullImage = { ...FACTS, width: 3, height: 2, channels: 1, pixels: Uint8Array.of(1, 2, 3, 4, 5, 253) }
const RGB: FullImage = { ...FACTS, width: 1, height: 2, channels: 3, pixels: Uint8Array.of(9, 9, 9, 12, 200, 3) }

test('a pixel says where it is and what it holds', () => {
  expect(readPixel(GREY, { row: 1, column: 2 })).toBe('Row 1, column 2: 253')
  expect(readPixel(RGB, { row: 1, column: 0 })).toBe('Row 1, column 0: red 12, green 200, blue 3')
})

test('an image is drawn with its own values, opaque', () => {
  expect([...toRgba(GREY).subarray(20)]).toEqual([253, 253, 253, 255])
  expect([...toRgba(RGB)]).toEqual([9, 9, 9, 255, 12, 200, 3, 255])
})
