/** What a value is made of, sorted: nothing is lost, and windows lie as they are. */
import { expect, it } from 'vitest'
import type { Term } from '../../../../model/inside/valueTerms'
import { byChannel, bySize, isDrawn, productOf, tabulate } from './reckoning'

/** A window of 2 x 2 over two channels, with its first row in the padding. */
const TERMS: readonly Term[] = [0, 1].flatMap((row) =>
  [0, 1].flatMap((column) =>
    [0, 1].map((channel) => ({
      input: 0,
      at: [row - 1, column + 4, channel],
      value: row === 0 ? undefined : column + 1,
      weight: channel === 0 ? 0.5 : -2,
      weightAt: [row, column, channel, 9],
    })),
  ),
)

it('adds up the products of each channel, the largest contribution first', () => {
  const channels = byChannel(TERMS)
  expect(channels.map(({ channel, sum }) => [channel, sum])).toEqual([
    [1, -6],
    [0, 1.5],
  ])
  expect(channels.flatMap(({ terms }) => terms)).toHaveLength(TERMS.length)
})

it('lays terms out as they lie under the window, those in the padding too', () => {
  const { rows, columns, terms } = tabulate(byChannel(TERMS)[1]!.terms)
  expect([rows, columns]).toEqual([2, 2])
  expect(terms.map((term) => term?.value)).toEqual([undefined, undefined, 1, 2])
  expect(terms[2]?.at).toEqual([0, 4, 0])
  expect(isDrawn(byChannel(TERMS)[0]!.terms)).toBe(true)
})

it('lists the largest products first, whatever their sign', () => {
  expect(bySize(TERMS).map(productOf).slice(0, 4)).toEqual([-4, -2, 1, 0.5])
  expect(isDrawn([{ input: 0, at: [3], value: 1, weight: 2, weightAt: [3, 0] }])).toBe(false)
})
