import { expect, it } from 'vitest'
import { rescaling } from '../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import { TEMPLATES } from '../../../model/graph/templates/templates'
import { describePlan } from './describePlan'
import { fuse, FUSIONS } from './fuse'
import { lowerStack } from './lowerStack'
import type { Fusion } from './plan'

const data = { height: 28, width: 28, channels: 1, classes: 10 }

function lines(packsCodes: boolean, fusions: readonly Fusion[] = []): readonly string[] {
  const lowered = lowerStack({
    stack: TEMPLATES[0].build(data).stack,
    data,
    recipe: DEFAULT_RECIPE,
    normalisation: rescaling(1),
    chunks: [{ buffer: 'pixels 0', firstRow: 0, rows: 1 }],
    packsCodes,
  })
  return describePlan(fuse(lowered, fusions), { flops: 10e12, bytes: 300e9 })
}

it('prints the reference model’s step with its cost', () => {
  const printed = lines(false, FUSIONS)
  const pooled = printed.find((line) => line.startsWith('conv2d_1: forward, pooled'))
  // 12 x 12 places, 32 filters, 3 x 3 x 64 taps, 500 images, a multiply and an add each.
  expect(pooled).toContain(((12 * 12 * 32 * 9 * 64 * 500 * 2) / 1e6).toFixed(1))
  expect(pooled).toMatch(/conv2d output, weights -> conv2d_1 output, conv2d_1 codes$/)
  expect(printed.at(-3)).toMatch(/^8 operations a step of 500 images; 8\.\d\d GFLOP/)
})

it('moves little memory: the codes of pools take a byte, tell what a ReLU made 0, and partial sums are few', () => {
  const moved = (...of: Parameters<typeof lines>): number =>
    Number(/(\d+) MB moved/.exec(lines(...of).at(-3) ?? '')?.[1])
  // 0.7 MB of it are the zeros around the images: written once, read twice.
  expect(moved(false)).toBeLessThanOrEqual(221)
  expect(moved(true)).toBeLessThanOrEqual(179)
  // The gradient of the first convolution's output is neither written nor read.
  expect(moved(true, FUSIONS)).toBeLessThanOrEqual(128)
})
