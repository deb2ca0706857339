import { describe, expect, it } from 'vitest'
import { LayerConfigError } from '../kerasConfig'
import { batchNormalization } from './batchNormalization'
import { layerNormalization } from './layerNormalization'

const IMAGE = { height: 28, width: 28, channels: 1 }

describe('BatchNormalization', () => {
  it('lists its weights in Keras’s order; those that don’t train come last', () => {
    const names = (scale: boolean, center: boolean) =>
      batchNormalization
        .weights({ ...batchNormalization.defaults, scale, center }, [[4, 4, 8]])
        .map(({ name, shape, trainable }) => [name, ...shape, trainable])
    expect(names(true, true)).toEqual([
      ['gamma', 8, true],
      ['beta', 8, true],
      ['moving_mean', 8, false],
      ['moving_variance', 8, false],
    ])
    expect(names(false, false)).toEqual([
      ['moving_mean', 8, false],
      ['moving_variance', 8, false],
    ])
  })

  it('opens the last axis however a file counts it, and no other', () => {
    const { defaults } = batchNormalization
    for (const axis of [-1, 3, [3], 1, [-1]]) expect(batchNormalization.fromConfig({ axis })).toEqual(defaults)
    expect(() => batchNormalization.fromConfig({ axis: [1, 2] })).toThrow(
      new LayerConfigError('has [1,2] for axis; Strata has the last one alone'),
    )
  })

  it('refuses batch renormalisation, which has other weights', () => {
    expect(batchNormalization.fromConfig({ renorm: false })).toEqual(batchNormalization.defaults)
    expect(() => batchNormalization.fromConfig({ renorm: true })).toThrow(
      new LayerConfigError('has true for renorm; Strata has false alone'),
    )
  })

  it('keeps what a file says of its weights', () => {
    const config = {
      momentum: 0.9,
      epsilon: 1e-5,
      center: false,
      gamma_initializer: 'zeros',
      gamma_regularizer: { class_name: 'L2', config: { l2: 0.25 } },
      moving_variance_initializer: { class_name: 'Zeros', config: {} },
    }
    const args = {
      ...batchNormalization.defaults,
      momentum: 0.9,
      epsilon: 1e-5,
      center: false,
      gammaInitializer: 'zeros',
      gammaL2: 0.25,
      movingVarianceInitializer: 'zeros',
    } as const
    expect(batchNormalization.fromConfig(config)).toEqual(args)
    expect(batchNormalization.fromConfig(batchNormalization.toConfig(args))).toEqual(args)
  })
})

describe('LayerNormalization', () => {
  it('has a gamma and a beta for every value that is normalised together', () => {
    const shapes = (axis: typeof layerNormalization.defaults.axis) =>
      layerNormalization.weights({ ...layerNormalization.defaults, axis }, [[4, 5, 8]]).map(({ shape }) => shape)
    expect(shapes('-1')).toEqual([[8], [8]])
    expect(shapes('-3, -2, -1')).toEqual([
      [4, 5, 8],
      [4, 5, 8],
    ])
  })

  it('opens lists of last axes, and no others', () => {
    const axisOf = (axis: unknown) => layerNormalization.fromConfig({ axis }).axis
    expect([undefined, -1, [-1], [3], 1, [2]].map(axisOf)).toEqual(Array.from({ length: 6 }, () => '-1'))
    expect(
      [
        [-2, -1],
        [2, 3],
      ].map(axisOf),
    ).toEqual(['-2, -1', '-2, -1'])
    expect(
      [
        [-3, -2, -1],
        [1, 2, 3],
      ].map(axisOf),
    ).toEqual(['-3, -2, -1', '-3, -2, -1'])
    for (const axis of [[1, 2], [-1, -2], [], 0, 'last']) expect(() => axisOf(axis)).toThrow(LayerConfigError)
  })

  it('says when there are fewer axes, and when nothing is left of the values', () => {
    const { defaults } = layerNormalization
    expect(layerNormalization.problems({ ...defaults, axis: '-3, -2, -1' }, [[100]], IMAGE)).toEqual([
      {
        severity: 'error',
        field: 'axis',
        message: 'The input, 100, has one axis, not 3: normalise along the last one.',
        fix: { kind: 'update', args: { axis: '-1' }, label: 'Use the last axis' },
      },
    ])
    expect(layerNormalization.problems(defaults, [[28, 28, 1]], IMAGE)).toMatchObject([
      { severity: 'hint', fix: { kind: 'update', args: { axis: '-3, -2, -1' } } },
    ])
    expect(layerNormalization.problems(defaults, [[28, 28, 3]], IMAGE)).toEqual([])
  })
})
