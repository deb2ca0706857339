import { expect, it } from 'vitest'
import { normalisePath } from './paths'

it.each([
  ['./train/0.png', 'train/0.png'],
  ['train/./0.png', 'train/0.png'],
  ['.\\train\\0.png', 'train/0.png'],
  ['train//0.png', 'train/0.png'],
  ['../up.png', '../up.png'],
  ['.hidden/0.png', '.hidden/0.png'],
])('%s is compared as %s', (path, compared) => {
  expect(normalisePath(path)).toBe(compared)
})
