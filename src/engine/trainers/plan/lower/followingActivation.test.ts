import { expect, it } from 'vitest'
import { rescaling } from '../../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../../model/training/recipe'
import { createLayer, createStack } from '../../../../model/graph/stack'
import type { NewLayer } from '../../../../model/layers/registry'
import { lowerStack } from '../lowerStack'

const HEAD = [createLayer('Flatten'), createLayer('Dense', { units: 3, activation: 'softmax' })]
const conv2d = createLayer('Conv2D', { filters: 4, activation: 'linear' })
const pool = createLayer('MaxPooling2D')

function operationsOf(layers: readonly NewLayer[]) {
  return lowerStack({
    stack: createStack('image', [...layers, ...HEAD]),
    data: { height: 8, width: 8, channels: 3, classes: 3 },
    recipe: DEFAULT_RECIPE,
    normalisation: rescaling(3),
    chunks: [],
  })
}

const kindsOf = (layers: readonly NewLayer[]): readonly string[] => operationsOf(layers).forward.map(({ kind }) => kind)

const PLAIN = ['conv2dForward', 'denseForward', 'classificationLoss']

it.each<[string, readonly NewLayer[]]>([
  ['Activation', [conv2d, createLayer('Activation', { activation: 'mish' })]],
  ['ReLU', [conv2d, createLayer('ReLU', { maxValue: 6 })]],
  ['LeakyReLU', [conv2d, createLayer('LeakyReLU')]],
  ['ELU and MaxPooling2D', [conv2d, createLayer('ELU'), pool]],
  ['Activation, where it does nothing', [conv2d, createLayer('Activation', { activation: 'linear' })]],
])('Conv2D computes the %s behind it', (_, layers) => {
  expect(kindsOf(layers)).toEqual(PLAIN)
})

it('Dense computes the activation layer behind it', () => {
  const layers = [createLayer('Flatten'), createLayer('Dense', { activation: 'linear' }), createLayer('ReLU')]
  const stack = createStack('image', [...layers, createLayer('Dense', { units: 3, activation: 'softmax' })])
  const data = { height: 8, width: 8, channels: 3, classes: 3 }
  const { forward } = lowerStack({ stack, data, recipe: DEFAULT_RECIPE, normalisation: rescaling(3), chunks: [] })
  expect(forward.map(({ kind }) => kind)).toEqual(['denseForward', 'denseForward', 'classificationLoss'])
})

it('a layer with an activation of its own leaves the one behind it alone', () => {
  const own = createLayer('Conv2D', { filters: 4, activation: 'relu' })
  expect(kindsOf([own, createLayer('ELU')])).toEqual(['conv2dForward', 'pointwiseForward', ...PLAIN.slice(1)])
  const row = createLayer('Conv2D', { filters: 4, activation: 'softmax' })
  expect(kindsOf([row, createLayer('ELU')])).toEqual([
    'conv2dForward',
    'softmaxForward',
    'pointwiseForward',
    ...PLAIN.slice(1),
  ])
})

it('the gradient goes through an activation layer in the operation behind it', () => {
  const { backward } = operationsOf([conv2d, createLayer('GaussianNoise'), createLayer('ELU')])
  expect(backward.map(({ kind }) => kind)).not.toContain('joinGradients')
})
