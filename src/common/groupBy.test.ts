import { expect, it } from 'vitest'
import { groupBy } from './groupBy'

it('groups items by what they have in common, each group where it was first met', () => {
  const groups = groupBy(['conv', 'dense', 'add', 'drop'], ({ length }) => length)
  expect([...groups]).toEqual([
    [4, ['conv', 'drop']],
    [5, ['dense']],
    [3, ['add']],
  ])
})
