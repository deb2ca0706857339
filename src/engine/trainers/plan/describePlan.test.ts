import { expect, it } from 'vitest'
import { rescaling } from '../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import { TEMPLATES } from '../../../model/graph/templates/templates'
import { describePlan } from './describePlan'
import { lowerStack } from './lowerStack'

it('prints the reference model’s step with its cost', () => {
  const data = { height: 28, width: 28, channels: 1, classes: 10 }
  const plan = lowerStack({
    stack: TEMPLATES[0].build(data).stack,
    data,
    recipe: DEFAULT_RECIPE,
    normalisation: rescaling(1),
    chunks: [{ buffer: 'pixels 0', firstRow: 0, rows: 1 }],
  })
  const lines = describePlan(plan, { flops: 10e12, bytes: 300e9 })
  const pooled = lines.find((line) => line.startsWith('conv2d_1: forward, pooled'))
  // 12 x 12 places, 32 filters, 3 x 3 x 64 taps, 500 images, a multiply and an add each.
  expect(pooled).toContain(((12 * 12 * 32 * 9 * 64 * 500 * 2) / 1e6).toFixed(1))
  expect(pooled).toMatch(/conv2d output, weights -> conv2d_1 output, conv2d_1 codes$/)
  expect(lines.at(-2)).toMatch(/^14 operations a step of 500 images; 8\.\d\d GFLOP/)
})
