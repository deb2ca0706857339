import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addRange, countPositions, hasPosition, NO_POSITIONS, rangeOf, togglePosition } from './positions'

test('a range goes from one end to the other, whichever was pressed first', () => {
  expect(rangeOf(3, 7)).toEqual([3, 8])
  expect(rangeOf(7, 3)).toEqual([3, 8])
})

test('a whole list of a million is one range', () => {
  expect(addRange([[5, 9]], [0, 1_000_000])).toEqual([[0, 1_000_000]])
})

test('adding and toggling select what a set would hold', () => {
  const at = fc.integer({ min: 0, max: 30 })
  const step = fc.oneof(fc.record({ from: at, to: at }), fc.record({ toggle: at }))
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const expected = new Set<number>()
      let positions = NO_POSITIONS
      for (const change of steps) {
        if ('toggle' in change) {
          positions = togglePosition(positions, change.toggle)
          if (!expected.delete(change.toggle)) expected.add(change.toggle)
        } else {
          const [from, end] = rangeOf(change.from, change.to)
          positions = addRange(positions, [from, end])
          for (let i = from; i < end; i++) expected.add(i)
        }
      }
      expect(countPositions(positions)).toBe(expected.size)
      for (let i = 0; i <= 30; i++) expect(hasPosition(positions, i)).toBe(expected.has(i))
    }),
  )
})
