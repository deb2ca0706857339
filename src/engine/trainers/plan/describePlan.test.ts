import { expect, it } from 'vitest'
import { rescaling } from '../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import { TEMPLATES } from '../../../model/graph/templates/templates'
import { describePlan } from './describePlan'
import { fuse } from './fuse'
import { lowerStack } from './lowerStack'

const data = { height: 28, width: 28, channels: 1, classes: 10 }

function lines(packsCodes: boolean): readonly string[] {
  const plan = lowerStack({
    stack: TEMPLATES[0].build(data).stack,
    data,
    recipe: DEFAULT_RECIPE,
    normalisation: rescaling(1),
    chunks: [{ buffer: 'pixels 0', firstRow: 0, rows: 1 }],
    packsCodes,
  })
  return describePlan(fuse(plan), { flops: 10e12, bytes: 300e9 })
}

it('prints the reference model’s step with its cost', () => {
  const printed = lines(false)
  const pooled = printed.find((line) => line.startsWith('conv2d_1: forward, pooled'))
  // 12 x 12 places, 32 filters, 3 x 3 x 64 taps, 500 images, a multiply and an add each.
  expect(pooled).toContain(((12 * 12 * 32 * 9 * 64 * 500 * 2) / 1e6).toFixed(1))
  expect(pooled).toMatch(/conv2d output, weights -> conv2d_1 output, conv2d_1 codes$/)
  expect(printed.at(-3)).toMatch(/^9 operations a step of 500 images; 8\.\d\d GFLOP/)
})

it('moves little memory: the codes of pools take a byte, tell what a ReLU made 0, and partial sums are few', () => {
  const moved = (packsCodes: boolean): number =>
    lines(packsCodes).reduce(
      (sum, line) => sum + Number(/^\S+: .*? \d+\.\d +(\d+\.\d+) +\d+\.\d %/.exec(line)?.[1] ?? 0),
      0,
    )
  // 0.7 MB of it are the zeros around the images: written once, read twice.
  expect(moved(false)).toBeLessThanOrEqual(221.4)
  expect(moved(true)).toBeLessThanOrEqual(178.6)
})
