import { expect, it } from 'vitest'
import { excludeFrom, includeIn, mergeIn, relabelIn } from './dataChoices'

it('takes images out, each once, and lists them ascending', () => {
  expect(excludeFrom([5], [9, 2, 9])).toEqual([2, 5, 9])
})

it('takes images back in', () => {
  expect(includeIn([2, 5, 9], [5, 7])).toEqual([2, 9])
})

it('corrects labels, a corrected one again too, and lists the images ascending', () => {
  const once = relabelIn([], [9, 2], '4')
  expect(once).toEqual([
    { image: 2, label: '4' },
    { image: 9, label: '4' },
  ])
  expect(relabelIn(once, [2, 3], '1')).toEqual([
    { image: 2, label: '1' },
    { image: 3, label: '1' },
    { image: 9, label: '4' },
  ])
})

it('gives the same list back when nothing changes', () => {
  const excluded = [2, 5]
  expect(excludeFrom(excluded, [5])).toBe(excluded)
  expect(includeIn(excluded, [3])).toBe(excluded)
  const relabelled = [{ image: 2, label: '4' }]
  expect(relabelIn(relabelled, [2], '4')).toBe(relabelled)
  expect(relabelIn(relabelled, [], '7')).toBe(relabelled)
})

it('merges classes, those too that were merged before, and never in a circle', () => {
  const once = mergeIn([], [{ from: 'Cat', to: 'cat' }])
  expect(once).toEqual([{ from: 'Cat', to: 'cat' }])
  expect(mergeIn(once, [{ from: 'cat', to: 'Pet' }])).toEqual([
    { from: 'Cat', to: 'Pet' },
    { from: 'cat', to: 'Pet' },
  ])
  expect(mergeIn(once, [{ from: 'cat', to: 'Cat' }])).toBe(once)
  expect(mergeIn(once, once)).toBe(once)
})
