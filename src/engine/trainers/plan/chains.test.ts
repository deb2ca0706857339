import { expect, it } from 'vitest'
import { NO_CLIPPING, type Clipping } from '../../../model/training/clipping'
import { rescaling } from '../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import { TEMPLATES } from '../../../model/graph/templates/templates'
import { fuse } from './fuse'
import { lowerStack } from './lowerStack'
import { factsOf } from './operation'
import { lanesOfRuns, NORM_RUN } from './operations/clipGradients'
import { chainOf, lanesOf, LONGEST_CHAIN } from './operations/step'

const DATA = { height: 28, width: 28, channels: 1, classes: 10 }

it.each([64, 500, 4096])('no thread adds more than 128 partial sums one after another, at batch %i', (batchSize) => {
  const clips: readonly Partial<Clipping>[] = [{}, { clipnorm: 1 }, { globalClipnorm: 1 }]
  for (const [template, clip] of TEMPLATES.flatMap((each) => clips.map((one) => [each, one] as const))) {
    const plan = lowerStack({
      stack: template.build(DATA).stack,
      data: DATA,
      recipe: { ...DEFAULT_RECIPE, batchSize, clipping: { ...NO_CLIPPING, ...clip } },
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

it('measures even the longest gradient with enough threads', () => {
  const runs = (values: number): readonly number[] => [1, Math.ceil(values / NORM_RUN)]
  // What a device binds as one buffer by default, and four times as much.
  for (const values of [1000, 2 ** 25, 2 ** 27 - 2 ** 23]) {
    const lanes = lanesOfRuns(runs(values))
    expect(chainOf(runs(values)[1]!, lanes)).toBeLessThanOrEqual(LONGEST_CHAIN)
  }
})
