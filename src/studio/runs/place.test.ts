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

it('names each run once', () => {
  expect(readRunsPlace('#runs/compare/3,3,1')?.numbers).toEqual([3, 1])
})

it('shows all runs where it names none, and says what it names instead', () => {
  const unknown = (hash: string) => readRunsPlace(hash)?.unknown
  expect(readRunsPlace('#runs/')).toEqual({ numbers: [], isComparing: false })
  expect(['abc', '-1', '1.5', 'compare', 'compare/', '9'.repeat(20)].map((rest) => unknown(`#runs/${rest}`))).toEqual([
    'abc',
    '-1',
    '1.5',
    'compare',
    'compare/',
    '9'.repeat(20),
  ])
  expect(unknown('#runs/my%20run')).toBe('my run')
  expect(unknown('#runs/%')).toBe('%')
})

it('is none where the address is another', () => {
  for (const hash of ['', '#bench', '#runsabc', '#runs2']) expect(readRunsPlace(hash)).toBeUndefined()
})
