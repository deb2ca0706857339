import type { Thumbnails } from '../../../engine/protocol/data'
import { expect, test } from 'vitest'
import { composeStrip } from './composeStrip'
import { PAGE_SIZE } from './imagePages'

/** Image n of a page is 2 x 1 pixels of value base + n. */
function pageOfValues(base: number, count: number): Thumbnails {
  const rgba = new Uint8ClampedArray(Array.from({ length: count }, (_, i) => Array<number>(8).fill(base + i)).flat())
  const items = Array.from({ length: count }, (_, index) => ({ index, label: '', split: 'train' as const, path: '' }))
  return { total: count, items, rgba, width: 2, height: 1 }
}

test('images stand side by side, each in the middle of its square, over the end of a page', () => {
  const before = pageOfValues(0, PAGE_SIZE)
  const after = pageOfValues(100, 3)
  const strip = composeStrip(2, PAGE_SIZE - 1, PAGE_SIZE + 2, (at) => (at < PAGE_SIZE ? before : after))
  const values = Array.from({ length: 12 }, (_, i) => strip[i * 4])
  expect(values).toEqual([255, 255, 100, 100, 101, 101, 0, 0, 0, 0, 0, 0])
})

test('what is not here yet is left clear', () => {
  const strip = composeStrip(2, 0, 2, (at) => (at === 0 ? pageOfValues(7, 1) : undefined))
  expect([...strip.subarray(0, 16)]).toEqual([...Array<number>(8).fill(7), ...Array<number>(8).fill(0)])
})
