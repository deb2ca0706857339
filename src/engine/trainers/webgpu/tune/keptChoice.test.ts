import { expect, it } from 'vitest'
import { readKeptChoice } from './keptChoice'

const good = { variant: 'tile 2 x 4', milliseconds: { default: 2, 'tile 2 x 4': 1.5 }, dropped: {}, date: 1 }

it('reads what it wrote', () => {
  expect(readKeptChoice(structuredClone(good))).toEqual(good)
  const { variant, ...unfinished } = good
  expect(variant).toBe('tile 2 x 4')
  expect(readKeptChoice({ ...unfinished, dropped: { 'tile 2 x 2': 'other bits' } })).toBeDefined()
})

it.each([
  undefined,
  null,
  'tile 2 x 4',
  {},
  { ...good, variant: 4 },
  { ...good, milliseconds: { default: 'fast' } },
  { ...good, milliseconds: { default: NaN } },
  { ...good, dropped: { 'tile 2 x 4': 'a mood' } },
  { ...good, date: undefined },
])('takes %o for nothing', (value) => {
  expect(readKeptChoice(value)).toBeUndefined()
})
