import { expect, it } from 'vitest'
import { isLeftBehind, normalisePath } from './paths'

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

it.each([
  ['__MACOSX/train/._0.png', true],
  ['train/a/@eaDir/0.png/SYNOFILE_THUMB_M.jpg', true],
  ['@eaDir/0.png/SYNOFILE_THUMB_M.jpg', true],
  ['.ipynb_checkpoints/0.png', true],
  ['my@eaDirectory/0.png', false],
  ['train/a/0.png', false],
])('%s is left behind by a system: %s', (path, isOne) => {
  expect(isLeftBehind(path)).toBe(isOne)
})
