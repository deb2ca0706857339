import { describe, expect, it } from 'vitest'
import { createLayer, createStack, type Stack } from '../../../../model/graph/stack'
import type { DrawnLayer } from '../../../../model/layers/registry'
import { TEMPLATES } from '../../../../model/graph/templates/templates'
import { rescaling } from '../../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../../model/training/recipe'
import { fuse } from '../fuse'
import { lowerStack } from '../lowerStack'
import { buffersOf } from '../operation'
import { alignedSplits } from '../operations/filterGradient'
import { filterGradientsBelow } from './filterGradientsBelow'

const DATA = { height: 28, width: 28, channels: 1, classes: 10 }

const planOf = (stack: Stack, batchSize = 64, data = DATA) =>
  lowerStack({
    stack,
    data,
    recipe: { ...DEFAULT_RECIPE, batchSize },
    normalisation: rescaling(data.channels),
    chunks: [],
  })

const fusedOf = (...of: Parameters<typeof planOf>) => fuse(planOf(...of), [filterGradientsBelow])

const countOf = (...of: Parameters<typeof planOf>): number =>
  fusedOf(...of).backward.filter(({ kind }) => kind === 'filterGradientBelow').length

const conv = (args: object = {}) =>
  createLayer('Conv2D', { filters: 8, kernelSize: [3, 3], activation: 'relu', ...args })
const pool = () => createLayer('MaxPooling2D', { poolSize: [2, 2] })
const stackOf = (...layers: readonly DrawnLayer[]): Stack =>
  createStack('image', [...layers, createLayer('Flatten'), createLayer('Dense', { units: 10, activation: 'softmax' })])

describe('the filter gradient of the layer below', () => {
  it.each(['Galaxy CNN tutorial', 'LeNet-5', 'Keras CNN'])('is part of the input gradient in %s', (name) => {
    const { stack } = TEMPLATES.find((template) => template.name === name)!.build(DATA)
    const [plain, fused] = [planOf(stack), fusedOf(stack)]
    expect(countOf(stack)).toBe(1)
    expect(fused.backward).toHaveLength(plain.backward.length - 1)
    expect(plain.buffers.map(({ name: buffer }) => buffer)).toContain('conv2d gradient')
    expect(fused.buffers.map(({ name: buffer }) => buffer)).not.toContain('conv2d gradient')
    expect(fused.backward.flatMap(buffersOf)).not.toContain('conv2d gradient')
    expect(fused.backward.at(-2)?.kind).toBe('optimize')
  })

  it('is so behind an activation layer, and where the second convolution has a pool or none', () => {
    expect(countOf(stackOf(conv(), pool(), conv(), pool()))).toBe(1)
    expect(countOf(stackOf(conv({ activation: 'linear' }), createLayer('ReLU'), pool(), conv()))).toBe(1)
  })

  it.each<readonly [string, Stack]>([
    ['the first convolution has no pool', stackOf(conv(), conv())],
    ['its pool overlaps', stackOf(conv(), createLayer('MaxPooling2D', { poolSize: [3, 3], strides: [2, 2] }), conv())],
    ['another layer is between', stackOf(conv(), pool(), createLayer('BatchNormalization'), conv())],
    ['there is no second convolution', stackOf(conv(), pool())],
    ['the second convolution has strides', stackOf(conv(), pool(), conv({ strides: [2, 2] }))],
    ['a third convolution is behind the second', stackOf(conv(), conv(), pool(), conv())],
    [
      'two layers read the pooled image',
      (() => {
        const below = pool()
        const one = { ...conv({ padding: 'same' }), from: [below] }
        const other = { ...conv({ padding: 'same' }), from: [below] }
        return stackOf(conv(), below, one, other, { ...createLayer('Add'), from: [one, other] })
      })(),
    ],
  ])('is an operation of its own where %s', (_, stack) => {
    expect(countOf(stack)).toBe(0)
  })

  it('is one where a workgroup has no room for a row', () => {
    const wide = (width: number): number =>
      countOf(stackOf(conv({ padding: 'same' }), pool(), conv()), 8, { ...DATA, height: 8, width })
    expect([wide(224), wide(512)]).toEqual([1, 0])
  })

  it('is one where a split would begin within a window of the second pool', () => {
    const layers = [conv({ padding: 'same' }), pool(), conv({ padding: 'same' })]
    const thirds = createLayer('MaxPooling2D', { poolSize: [3, 3] })
    // Of 12 rows, a split has 2.
    const data = { ...DATA, height: 24, width: 24 }
    expect(countOf(stackOf(...layers, pool()), 64, data)).toBe(1)
    expect(countOf(stackOf(...layers, thirds), 64, data)).toBe(0)
    // As a whole image has them, they begin with it.
    expect(countOf(stackOf(...layers, thirds), 500, data)).toBe(1)
  })
})

it('cuts the rows of a pooled first convolution into bands of an image or whole images', () => {
  expect(alignedSplits(504, 500, 14)).toBe(500)
  expect(alignedSplits(448, 64, 14)).toBe(448)
  // Four rows are no even part of 14, and neither two of 13.
  expect(alignedSplits(504, 128, 14)).toBe(128)
  expect(alignedSplits(416, 64, 13)).toBe(64)
  expect(alignedSplits(504, 4096, 14)).toBe(456)
  expect(alignedSplits(1, 1, 1)).toBe(1)
})
