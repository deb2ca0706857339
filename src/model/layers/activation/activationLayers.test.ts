import { describe, expect, it } from 'vitest'
import { analyseStack } from '../../graph/shapes'
import { createLayer, createStack } from '../../graph/stack'
import { weightSpecs } from '../../graph/weights'
import type { KerasConfig, LayerArgs } from '../define'
import { LayerConfigError } from '../kerasConfig'
import { definitionOf, type LayerClassName, type NewLayer } from '../registry'

describe('configs', () => {
  it.each<[LayerClassName, KerasConfig, LayerArgs]>([
    ['Activation', { activation: 'silu' }, { activation: 'swish' }],
    ['ReLU', {}, { maxValue: null, negativeSlope: 0, threshold: 0 }],
    [
      'ReLU',
      { max_value: 6, negative_slope: 0.1, threshold: 0.5 },
      { maxValue: 6, negativeSlope: 0.1, threshold: 0.5 },
    ],
    ['LeakyReLU', {}, { negativeSlope: 0.3 }],
    ['LeakyReLU', { negative_slope: 0.1 }, { negativeSlope: 0.1 }],
    ['LeakyReLU', { alpha: 0.2 }, { negativeSlope: 0.2 }],
    ['PReLU', {}, { sharedAxes: 'none', alphaInitializer: 'zeros', alphaL1: 0, alphaL2: 0 }],
    [
      'PReLU',
      {
        shared_axes: [2, 1],
        alpha_initializer: { module: 'keras.initializers', class_name: 'Ones', config: {} },
        alpha_regularizer: { class_name: 'L2', config: { l2: 0.5 } },
      },
      { sharedAxes: '1, 2', alphaInitializer: 'ones', alphaL1: 0, alphaL2: 0.5 },
    ],
    ['PReLU', { shared_axes: 3 }, { sharedAxes: '3', alphaInitializer: 'zeros', alphaL1: 0, alphaL2: 0 }],
    ['ELU', {}, { alpha: 1 }],
    ['ELU', { alpha: 0.5 }, { alpha: 0.5 }],
    ['Softmax', { axis: -1 }, {}],
    ['Rescaling', { scale: 0.5 }, { scale: 0.5, offset: 0 }],
    ['SpatialDropout2D', { rate: 0.2, seed: 7, data_format: null }, { rate: 0.2 }],
    ['GaussianDropout', { rate: 0.2, seed: 7 }, { rate: 0.2 }],
    ['GaussianNoise', { stddev: 0.2, seed: null }, { stddev: 0.2 }],
  ])('of %s is read as Keras means it: %j', (className, config, args) => {
    const definition = definitionOf(className)
    expect(definition.fromConfig(config)).toEqual(args)
    expect(definition.fromConfig(definition.toConfig(definition.fromConfig(config)))).toEqual(args)
  })

  it.each<[LayerClassName, KerasConfig]>([
    ['Softmax', { axis: 1 }],
    ['PReLU', { shared_axes: [1, 4] }],
    ['Rescaling', { scale: [1, 2, 3] }],
    ['Activation', { activation: 'exponential' }],
    ['SpatialDropout2D', { rate: 0.2, data_format: 'channels_first' }],
  ])('of %s that Strata can’t follow are refused: %j', (className, config) => {
    expect(() => definitionOf(className).fromConfig(config, 3)).toThrow(LayerConfigError)
  })
})

const DATA = { height: 6, width: 5, channels: 3, classes: 2 }

function problemsOf(input: 'flat' | 'image', layer: NewLayer): readonly string[] {
  const [facts] = analyseStack(createStack(input, [layer]), DATA).layers
  return facts?.problems.map(({ message }) => message) ?? []
}

describe('problems', () => {
  it.each<[string, 'flat' | 'image', NewLayer]>([
    [
      'The function is linear, so this layer changes nothing.',
      'image',
      createLayer('Activation', { activation: 'linear' }),
    ],
    [
      'Every value is multiplied by 1, so this layer changes nothing.',
      'image',
      createLayer('Rescaling', { scale: 1, offset: 0 }),
    ],
    [
      'The input has no axis 2: let every value have a factor of its own.',
      'flat',
      createLayer('PReLU', { sharedAxes: '1, 2' }),
    ],
  ])('%s', (message, input, layer) => {
    expect(problemsOf(input, layer)).toContain(message)
  })

  it('of SpatialDropout2D is a row of values instead of images', () => {
    const findProblem = (input: 'flat' | 'image') =>
      problemsOf(input, createLayer('SpatialDropout2D')).find((message) => message.includes('needs images'))
    expect(findProblem('flat')).toBe('SpatialDropout2D needs images: insert Reshape to 6 × 5 × 3.')
    expect(findProblem('image')).toBeUndefined()
  })
})

it.each([
  ['none', [6, 5, 3]],
  ['1, 2', [1, 1, 3]],
  ['1, 3', [1, 5, 1]],
  ['1, 2, 3', [1, 1, 1]],
] as const)('PReLU has alpha of the input’s shape, 1 along shared axes: %s', (sharedAxes, shape) => {
  const stack = createStack('image', [createLayer('PReLU', { sharedAxes, alphaL1: 0.1 })])
  expect(weightSpecs(stack, DATA)).toMatchObject([{ key: 'p_re_lu/alpha', shape, regularizer: { l1: 0.1, l2: 0 } }])
})
