/** What a plan does for layers that are frozen: forward what it always does, backward as little as can be. */
import { describe, expect, it } from 'vitest'
import { createLayer, createStack, freezeLayers } from '../../../../model/graph/stack'
import { rescaling } from '../../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../../model/training/recipe'
import { lowerStack } from '../lowerStack'
import type { Plan } from '../plan'

const stack = createStack('image', [
  createLayer('Conv2D', { filters: 4, activation: 'linear', kernelL2: 0.1 }),
  createLayer('BatchNormalization'),
  createLayer('ReLU'),
  createLayer('SeparableConv2D', { filters: 4 }),
  createLayer('PReLU'),
  createLayer('Conv2DTranspose', { filters: 4 }),
  createLayer('LayerNormalization'),
  createLayer('Flatten'),
  createLayer('Dense', { units: 8 }),
  createLayer('Dense', { units: 3, activation: 'softmax' }),
])

function lower(frozen: readonly number[], parts?: number): Plan {
  const ids = frozen.map((at) => stack.layers[at]!.id)
  return lowerStack({
    stack: freezeLayers(stack, ids, true),
    data: { height: 12, width: 12, channels: 1, classes: 3 },
    recipe: DEFAULT_RECIPE,
    normalisation: rescaling(1),
    chunks: [{ buffer: 'pixels 0', firstRow: 0, rows: 1 }],
    ...(parts !== undefined && { parts }),
  })
}

const TRUNK = [0, 1, 3, 5, 6, 4, 8]
const kindsOf = (plan: Plan, pass: 'forward' | 'backward') => plan[pass].map(({ layer, kind }) => `${layer} ${kind}`)

describe('a frozen trunk', () => {
  it.each([undefined, 3])('has nothing behind it but the head’s own gradients, in %s parts', (parts) => {
    expect(kindsOf(lower(TRUNK, parts), 'backward')).toEqual([
      'dense_1 filterGradient',
      'optimizer optimize',
      'step finishStep',
    ])
    expect(lower([], parts).backward.length).toBeGreaterThan(15)
  })

  it('reads no statistics of the batch, moves none, and its weights’ update is none', () => {
    const forward = kindsOf(lower(TRUNK), 'forward')
    expect(forward).not.toContain('batch_normalization batchMoments')
    expect(forward).toContain('batch_normalization batchStatistics')
    expect(kindsOf(lower([]), 'forward')).toContain('batch_normalization batchMoments')
    const update = lower(TRUNK).backward.find(({ kind }) => kind === 'optimize')
    expect(update).toMatchObject({ segments: [{ offset: 0, length: 8 * 3 + 3 }], penalties: [] })
  })

  it('of all layers still has a plan, by which it classifies', () => {
    expect(kindsOf(lower([...TRUNK, 9]), 'backward')).toEqual(['optimizer optimize', 'step finishStep'])
  })
})

it('a frozen layer in the middle passes the gradient on, and makes none of its own weights', () => {
  const kinds = kindsOf(lower([1, 3, 4, 5, 6, 8]), 'backward')
  const made = kinds.filter((kind) => /(filter|alpha|bias)gradient|GradientSums/i.test(kind))
  expect(made).toEqual(['dense_1 filterGradient', 'conv2d filterGradient'])
  expect(kinds).toContain('batch_normalization batchNormalizationInputGradient')
  expect(kinds).toContain('layer_normalization layerNormalizationInputGradient')
})
