import { expect, it } from 'vitest'
import { addressOf, readRunsPlace } from './place'

it('is read from an address, and written as the same', () => {
  const places = ['#runs', '#runs/12', '#runs/compare/3,11'].map((hash) => readRunsPlace(hash))
  expect(places).toEqual([
    { numbers: [], isComparing: false },
    { numbers: [12], isComparing: false },
    { numbers: [3, 11], isComparing: true },
  ])
  expect(places.map((place) => place && addressOf(place))).toEqual(['#runs', '#runs/12', '#runs/compare/3,11'])
})

it('names each run once, and none where the address is another', () => {
  expect(readRunsPlace('#runs/compare/3,3,1')?.numbers).toEqual([3, 1])
  for (const hash of [
    '',
    '#runs/',
    '#runs/x',
    '#runs/-1',
    '#runs/1.5',
    '#runs/compare',
    '#runs/compare/',
    '#runs/9'.repeat(9),
    `#runs/${'9'.repeat(20)}`,
  ])
    expect(readRunsPlace(hash)).toBeUndefined()
})
