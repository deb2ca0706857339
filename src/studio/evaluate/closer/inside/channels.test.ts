/** Outputs channel by channel, and the places in them. */
import { expect, it } from 'vitest'
import {
  channelOf,
  factsOfAll,
  factsOfChannels,
  layOut,
  placeIn,
  placeOf,
  strongestPlace,
  unflatten,
  valueAt,
} from './channels'

const OUTPUT = { shape: [2, 2, 2], values: Float32Array.of(0, 1, 0, -5, 3, 2, 0, 2) }

it('splits an output into its channels', () => {
  expect([...channelOf(OUTPUT, 0)]).toEqual([0, 0, 3, 0])
  expect([...channelOf(OUTPUT, 1)]).toEqual([1, -5, 2, 2])
  expect(factsOfChannels(OUTPUT)).toEqual([
    { least: 0, most: 3, mean: 0.75, zeros: 0.75 },
    { least: -5, most: 2, mean: 0, zeros: 0 },
  ])
  expect(factsOfAll(factsOfChannels(OUTPUT))).toEqual({ least: -5, most: 3, mean: 0.375, zeros: 0.375 })
})

it('finds the value that is farthest from 0', () => {
  expect(strongestPlace(OUTPUT)).toEqual([0, 1, 1])
  expect(valueAt(OUTPUT, [0, 1, 1])).toBe(-5)
})

it('goes from axes to rows, columns and channels and back, for any number of axes', () => {
  for (const shape of [[7], [3, 5], [3, 5, 2], [2, 3, 4, 5]]) {
    const { rows, columns, channels } = layOut(shape)
    expect(rows * columns * channels).toBe(shape.reduce((product, length) => product * length))
    const places = new Set<string>()
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        for (let channel = 0; channel < channels; channel++) {
          const at = placeOf(shape, { row, column, channel })
          expect(placeIn(shape, at)).toEqual({ row, column, channel })
          expect(at.every((place, axis) => place < shape[axis]!)).toBe(true)
          places.add(at.join())
        }
    expect(places.size).toBe(rows * columns * channels)
  }
})

it('knows where a value of a flat image lies in it', () => {
  const shape = [2, 3, 4]
  const values = Float32Array.from({ length: 24 }, (_, index) => index)
  for (const index of values) expect(valueAt({ shape, values }, unflatten(shape, index))).toBe(index)
})
