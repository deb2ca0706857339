import { expect, it } from 'vitest'
import type { ImageMap } from '../../model/map/imageMap'
import { classesOnMap, classRowsOf, imageRowsOf } from './mapRows'

/** Five images: three cats, one of them taken for a dog and among dogs, and two dogs. No eel. */
const MAP: ImageMap = {
  images: Uint32Array.of(3, 5, 8, 9, 20),
  labels: Uint16Array.of(0, 0, 0, 1, 1),
  predicted: Uint16Array.of(0, 0, 1, 1, 1),
  points: Float32Array.of(0, 0, 0, 1, 5, 5, 5, 6, 6, 6),
  alike: Uint16Array.of(4, 4, 1, 3, 3),
  neighbours: 4,
  total: 50,
  mostImages: 10_000,
  layer: { shape: [2], width: 2, isPixels: false },
  isBeforeLast: true,
  layers: [],
  explained: [0.75, 0.25],
  trustworthiness: 0.9,
  trustOf: 2,
}
const NAMES = ['cat', 'dog', 'eel']

it('says of each class how many of its nearest are of it, and which images stray', () => {
  expect(classesOnMap(MAP, 3)).toEqual([
    { index: 0, images: 3, mistakes: 1, own: 0.75, strays: [2] },
    { index: 1, images: 2, mistakes: 0, own: 0.75, strays: [] },
    { index: 2, images: 0, mistakes: 0, own: null, strays: [] },
  ])
  const { rows, written, footer } = classRowsOf(MAP, NAMES)
  expect(written).toEqual([
    ['cat', '3', '1', '75.0\u202f%', '1'],
    ['dog', '2', '0', '75.0\u202f%', '0'],
    ['eel', '0', '0', '–', '0'],
  ])
  expect(footer).toEqual([['All images', '5', '1', '75.0\u202f%', '1']])
  expect(rows.at(2)).toEqual(['eel', 0, 0, null, 0])
})

it('has a row for each image in its file', () => {
  const rows = imageRowsOf(MAP, NAMES)
  expect(rows).toHaveLength(5)
  expect(rows[2]).toEqual([9, 'cat', 'dog', 5, 5, 0.25])
})
