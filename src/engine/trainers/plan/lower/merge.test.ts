import { describe, expect, it } from 'vitest'
import { rescaling } from '../../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../../model/training/recipe'
import { createLayer, createStack } from '../../../../model/graph/stack'
import { INPUT } from '../../../../model/layers/define'
import type { DrawnLayer } from '../../../../model/layers/registry'
import { lowerStack } from '../lowerStack'
import { factsOf } from '../operation'

const data = { height: 8, width: 8, channels: 2, classes: 3 }
const conv = (activation: 'linear' | 'relu' = 'linear') =>
  createLayer('Conv2D', { filters: 4, kernelSize: [1, 1], activation })
const ways = [conv(), conv(), conv()].map((layer): DrawnLayer => ({ ...layer, from: [INPUT] }))
const end = [createLayer('Flatten'), createLayer('Dense', { units: 3, activation: 'softmax' })]

function lower(layers: readonly DrawnLayer[]) {
  return lowerStack({
    stack: createStack('image', [...layers, ...end]),
    data,
    recipe: DEFAULT_RECIPE,
    normalisation: rescaling(2),
    chunks: [{ buffer: 'pixels 0', firstRow: 0, rows: 1 }],
  })
}

/** What a layer does in a step, in order. */
function operationsOf(layer: string, layers: readonly DrawnLayer[]): readonly string[] {
  const { forward, backward } = lower(layers)
  return [...forward, ...backward].filter((operation) => operation.layer === layer).map((operation) => operation.kind)
}

describe('a merge', () => {
  it('that adds takes one operation: its inputs have the gradient of its output', () => {
    const layers = [...ways, { ...createLayer('Add'), from: ways }]
    expect(operationsOf('add', layers)).toEqual(['mergeForward'])
    const { aliases } = lower(layers)
    expect([...aliases.values()]).toEqual(Array.from({ length: 3 }, () => 'add gradient'))
  })

  it('of inputs with an activation applies the derivative of each', () => {
    const from = [conv('relu'), conv('relu')].map((layer): DrawnLayer => ({ ...layer, from: [INPUT] }))
    const layers = [...from, { ...createLayer('Add'), from }]
    expect(operationsOf('add', layers)).toEqual(['mergeForward', 'joinGradients', 'joinGradients'])
  })

  it('takes the activation behind it in', () => {
    const layers = [
      ...ways,
      { ...createLayer('Average'), from: ways },
      createLayer('Activation', { activation: 'relu' }),
    ]
    const merge = lower(layers).forward.find(({ kind }) => kind === 'mergeForward')
    expect(merge).toMatchObject({ method: 'average', activation: 'relu' })
    expect(operationsOf('activation', layers)).toEqual([])
  })

  it('multiplies two by two', () => {
    const layers = [...ways, { ...createLayer('Multiply'), from: ways }]
    const products = lower(layers).forward.filter(({ kind }) => kind === 'mergeForward')
    expect(products.map((operation) => factsOf(operation).reads.length)).toEqual([3, 3])
    expect(operationsOf('multiply', layers).filter((kind) => kind === 'mergeInputGradient')).toHaveLength(4)
  })

  it('of images alone has no gradient', () => {
    const images: DrawnLayer = { ...createLayer('Maximum'), from: [INPUT, INPUT] }
    expect(operationsOf('maximum', [images])).toEqual(['mergeForward'])
    expect(operationsOf('concatenate', [{ ...createLayer('Concatenate'), from: [INPUT, INPUT] }])).toEqual([
      'concatenateForward',
      'concatenateForward',
    ])
  })
})

describe('a normalisation', () => {
  const normalise = createLayer('BatchNormalization')

  it('takes the activation behind it in', () => {
    const layers = [conv(), normalise, createLayer('ReLU')]
    expect(lower(layers).forward.map(({ kind }) => kind)).toEqual([
      'gatherBatch',
      'conv2dForward',
      'batchMoments',
      'batchStatistics',
      'batchNormalizationForward',
      'denseForward',
      'classificationLoss',
    ])
    expect(operationsOf('re_lu', layers)).toEqual([])
  })

  it('of the images makes the gradients of its weights, and none of its input', () => {
    const kinds = operationsOf('batch_normalization', [normalise])
    expect(kinds.slice(-2)).toEqual(['normalizationGradientSums', 'sumRuns'])
    const bare = createLayer('BatchNormalization', { scale: false, center: false })
    expect(operationsOf('batch_normalization', [bare]).at(-1)).toBe('batchNormalizationForward')
    expect(operationsOf('layer_normalization', [createLayer('LayerNormalization')]).slice(0, 2)).toEqual([
      'layerNormalizationForward',
      'normalizationGradientSums',
    ])
  })
})
