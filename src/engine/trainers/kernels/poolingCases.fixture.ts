/** For tests: windows that a pooling keeps one value of, and the geometry of each. */
import type { Sliding } from '../../../model/layers/define'
import { geometryOf, type Geometry } from '../plan/geometry'

type Case = Pick<Sliding, 'kernel' | 'strides' | 'padding'> & {
  /** Height, width and channels. */
  readonly input: readonly [number, number, number]
}

/** With channels that are taken by fours and such that are not. */
export const POOLING_CASES: readonly Case[] = [
  { input: [9, 7, 8], kernel: [2, 2], strides: [2, 2], padding: 'valid' },
  { input: [6, 6, 4], kernel: [2, 2], strides: [2, 2], padding: 'valid' },
  { input: [6, 6, 3], kernel: [2, 2], strides: [2, 2], padding: 'valid' },
  { input: [7, 9, 2], kernel: [2, 2], strides: [2, 2], padding: 'same' },
  { input: [8, 7, 1], kernel: [3, 3], strides: [1, 2], padding: 'same' },
  { input: [9, 10, 4], kernel: [3, 2], strides: [2, 1], padding: 'valid' },
  { input: [9, 10, 8], kernel: [3, 2], strides: [2, 1], padding: 'valid' },
  { input: [9, 8, 5], kernel: [2, 3], strides: [4, 5], padding: 'valid' },
  { input: [1, 1, 1], kernel: [1, 1], strides: [1, 1], padding: 'valid' },
  { input: [5, 6, 4], kernel: [5, 6], strides: [1, 1], padding: 'same' },
  { input: [5, 6, 2], kernel: [5, 6], strides: [1, 1], padding: 'same' },
  { input: [9, 8, 7], kernel: [2, 3], strides: [4, 5], padding: 'valid' },
  { input: [7, 9, 4], kernel: [2, 2], strides: [2, 2], padding: 'same' },
  { input: [6, 8, 9], kernel: [2, 4], strides: [2, 4], padding: 'valid' },
  { input: [9, 9, 3], kernel: [5, 5], strides: [2, 1], padding: 'valid' },
  { input: [2, 3, 5], kernel: [4, 5], strides: [4, 5], padding: 'same' },
]

export function geometryOfCase({ input: [height, width, channels], ...window }: Case): Geometry {
  return geometryOf({ height, width, channels }, channels, { ...window, dilation: [1, 1] })
}
