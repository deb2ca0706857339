import { describe, expect, it } from 'vitest'
import { checkField } from '../fields'
import type { KerasConfig, LayerArgs } from './define'
import { LayerConfigError } from './kerasConfig'
import { definitionOf, findDefinition, LAYERS } from './registry'
import type { LayerClassName } from './registry'

describe.each(LAYERS)('$className', (definition) => {
  it('has a field for every argument, and defaults that its fields allow', () => {
    const {
      defaults,
      fields,
    }: { readonly defaults: LayerArgs; readonly fields: readonly { readonly name: string }[] } = definition
    expect(fields.map((field) => field.name)).toEqual(Object.keys(defaults))
    for (const field of definition.fields) expect(checkField(field, defaults[field.name])).toBeUndefined()
  })
})

describe('findDefinition', () => {
  it('knows the layer types by their Keras names and no others', () => {
    expect(findDefinition('MaxPooling2D')?.className).toBe('MaxPooling2D')
    expect(findDefinition('toString')).toBeUndefined()
  })
})

const WEIGHTS = {
  useBias: true,
  biasInitializer: 'zeros',
  biasL1: 0,
  biasL2: 0,
  kernelInitializer: 'glorot_uniform',
  kernelL1: 0,
  kernelL2: 0,
}

describe('fromConfig', () => {
  it('takes Keras’s defaults for what a config leaves out, and one number for a pair', () => {
    expect(definitionOf('Conv2D').fromConfig({ filters: 8, kernel_size: 5 })).toEqual({
      filters: 8,
      kernelSize: [5, 5],
      strides: [1, 1],
      padding: 'valid',
      dilationRate: [1, 1],
      activation: 'linear',
      ...WEIGHTS,
    })
    expect(definitionOf('MaxPooling2D').fromConfig({})).toEqual({ poolSize: [2, 2], strides: null, padding: 'valid' })
    expect(definitionOf('MaxPooling2D').fromConfig({ pool_size: [2, 3], strides: 2 })).toMatchObject({
      strides: [2, 2],
    })
    expect(definitionOf('Dense').fromConfig({ units: 4 })).toEqual({ units: 4, activation: 'linear', ...WEIGHTS })
  })

  it('takes what is around an image as one, two or four numbers', () => {
    const padding = definitionOf('ZeroPadding2D')
    expect(padding.fromConfig({ padding: 2 })).toEqual({ rows: [2, 2], columns: [2, 2] })
    expect(padding.fromConfig({ padding: [1, 3] })).toEqual({ rows: [1, 1], columns: [3, 3] })
    expect(
      padding.fromConfig({
        padding: [
          [0, 1],
          [2, 3],
        ],
      }),
    ).toEqual({ rows: [0, 1], columns: [2, 3] })
    expect(padding.fromConfig({})).toEqual({ rows: [1, 1], columns: [1, 1] })
    expect(padding.toConfig({ rows: [0, 1], columns: [2, 3] })).toMatchObject({
      padding: [
        [0, 1],
        [2, 3],
      ],
    })
    expect(definitionOf('Cropping2D').fromConfig({})).toEqual({ rows: [0, 0], columns: [0, 0] })
  })

  it('takes what Keras 2 and Keras 3 write of a convolution by channels, and of one backwards', () => {
    const window = {
      kernel_size: [3, 3],
      strides: [1, 1],
      padding: 'same',
      dilation_rate: [1, 1],
      data_format: 'channels_last',
    }
    const keras2 = {
      ...window,
      groups: 1,
      depth_multiplier: 2,
      activation: 'linear',
      use_bias: false,
      depthwise_initializer: { class_name: 'HeNormal', config: { seed: null } },
    }
    expect(definitionOf('DepthwiseConv2D').fromConfig(keras2)).toMatchObject({
      depthMultiplier: 2,
      padding: 'same',
      useBias: false,
      depthwiseInitializer: 'he_normal',
    })
    const keras3 = {
      ...window,
      filters: 4,
      activation: 'relu',
      use_bias: true,
      pointwise_regularizer: {
        module: 'keras.regularizers',
        class_name: 'L2',
        config: { l2: 0.5 },
        registered_name: null,
      },
    }
    expect(definitionOf('SeparableConv2D').fromConfig(keras3)).toMatchObject({
      filters: 4,
      depthMultiplier: 1,
      depthwiseInitializer: 'glorot_uniform',
      pointwiseL2: 0.5,
    })
    expect(definitionOf('Conv2DTranspose').fromConfig({ ...window, filters: 4 })).toMatchObject({ outputPadding: null })
    expect(definitionOf('Conv2DTranspose').fromConfig({ ...window, filters: 4, output_padding: 1 })).toMatchObject({
      outputPadding: [1, 1],
    })
    expect(definitionOf('GlobalAveragePooling2D').fromConfig({})).toEqual({ keepdims: false })
    expect(definitionOf('UpSampling2D').fromConfig({ size: 3 })).toEqual({ size: [3, 3], interpolation: 'nearest' })
  })

  it.each<[LayerClassName, KerasConfig, string]>([
    [
      'ZeroPadding2D',
      { padding: [[1, 2], [3]] },
      'has [[1,2],[3]] for padding, where one, two or four whole numbers belong',
    ],
    ['UpSampling2D', { interpolation: 'bicubic' }, 'has "bicubic" for interpolation; Strata has nearest, bilinear'],
    ['DepthwiseConv2D', { depth_multiplier: 1.5 }, 'has 1.5 for depth_multiplier, where a whole number belongs'],
    ['Conv2D', { use_bias: 'no' }, 'has "no" for use_bias, where true or false belongs'],
    ['Conv2D', { groups: 2 }, 'has 2 for groups; Strata has 1 alone'],
    [
      'Conv2D',
      { data_format: 'channels_first' },
      'has "channels_first" for data_format; Strata has "channels_last" alone',
    ],
    ['Conv2D', { filters: 2.5 }, 'has 2.5 for filters, where a whole number belongs'],
    ['Conv2D', { kernel_size: [3, 3, 3] }, 'has [3,3,3] for kernel_size, where one or two whole numbers belong'],
    ['Conv2D', { kernel_size: undefined }, 'has nothing for kernel_size, where one or two whole numbers belong'],
    ['Conv2D', { padding: 'causal' }, 'has "causal" for padding; Strata has valid, same'],
    [
      'MaxPooling2D',
      { data_format: 'channels_first' },
      'has "channels_first" for data_format; Strata has "channels_last" alone',
    ],
    [
      'Flatten',
      { data_format: 'channels_first' },
      'has "channels_first" for data_format; Strata has "channels_last" alone',
    ],
    ['Dense', { units: null }, 'has null for units, where a whole number belongs'],
    ['Dropout', { noise_shape: [1, 4] }, 'has [1,4] for noise_shape; Strata has null alone'],
    ['Dropout', { rate: 'half' }, 'has "half" for rate, where a number belongs'],
    ['Reshape', { target_shape: 784 }, 'has 784 for target_shape, where a list of whole numbers belongs'],
    [
      'Dense',
      { activation: { class_name: 'Custom', config: { note: 'x'.repeat(99) } } },
      'has {"class_name":"Custom","config":{"note":"xxxxxxxxxxxxxxxx... for activation; Strata has linear, relu, relu6, elu, selu, gelu, swish, mish, softplus, softsign, sigmoid, hard_sigmoid, tanh, softmax, log_softmax',
    ],
  ])('of %s says what is wrong with %j', (className, entries, message) => {
    const definition = definitionOf(className)
    const config = { ...definition.toConfig(definition.defaults), ...entries }
    expect(() => definition.fromConfig(config)).toThrow(new LayerConfigError(message))
  })
})
