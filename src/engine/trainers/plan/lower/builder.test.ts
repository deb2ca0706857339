import { expect, it } from 'vitest'
import { PlanBuilder } from './builder'

const weights = [
  { key: 'gamma', offset: 0, length: 3 },
  { key: 'beta', offset: 3, length: 4 },
  { key: 'mean', offset: 7, length: 5 },
]

it('gives weights that lie side by side one segment of partial gradients', () => {
  const plan = new PlanBuilder(8, weights)
  const partials = plan.partials('layer', ['beta', 'mean'], 2)
  expect(plan.segments).toEqual([{ offset: 3, length: 9, splits: 2, partials }])
  expect(plan.buffers).toEqual([{ name: partials, bytes: 4 * 2 * 9, transient: true }])
})

it('refuses weights with another between them, and those that it does not have', () => {
  const plan = new PlanBuilder(8, weights)
  expect(() => plan.partials('layer', ['gamma', 'mean'], 1)).toThrow('mean does not lie right behind')
  expect(() => plan.partials('layer', ['kernel'], 1)).toThrow('no weight kernel')
})
