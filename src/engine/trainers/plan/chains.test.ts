import { expect, it } from 'vitest'
import { rescaling } from '../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import { TEMPLATES } from '../../../model/graph/templates/templates'
import { fuse } from './fuse'
import { lowerStack } from './lowerStack'
import { factsOf } from './operation'
import { lanesOf, LONGEST_CHAIN } from './operations/step'

const DATA = { height: 28, width: 28, channels: 1, classes: 10 }

it.each([64, 500, 4096])('no thread adds more than 128 partial sums one after another, at batch %i', (batchSize) => {
  for (const template of TEMPLATES) {
    const plan = lowerStack({
      stack: template.build(DATA).stack,
      data: DATA,
      recipe: { ...DEFAULT_RECIPE, batchSize },
      normalisation: rescaling(1),
      chunks: [],
    })
    const fused = fuse(plan)
    const chains = [...plan.backward, ...fused.forward, ...fused.backward].map(
      (operation) => factsOf(operation).chain ?? 0,
    )
    expect(Math.max(...chains)).toBeLessThanOrEqual(128)
    expect(Math.max(...chains)).toBeGreaterThan(0)
  }
})

it('shares the splits of a weight among as few threads as that takes', () => {
  expect(LONGEST_CHAIN).toBe(128)
  expect([1, 128, 129, 254, 255, 2458].map(lanesOf)).toEqual([1, 1, 2, 2, 4, 32])
})
