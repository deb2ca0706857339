/**
 * BatchNormalization: each channel of a batch is brought to mean 0 and deviation 1, by the batch's own statistics in training, and by moving
 * averages of those otherwise (Ioffe and Szegedy, 2015).
 */
import { defineLayer, sizeOf } from '../define'
import type { ChoiceField, LayerProblem } from '../define'
import { findInitializer, INITIALIZERS, writeInitializer, type Initializer } from '../initializers'
import { readNumber, requireValue } from '../kerasConfig'
import { EPSILON_FIELD } from './epsilon'
import { readLastAxes } from '../lastAxes'
import { SCALE_AND_SHIFT, type ScaleAndShiftArgs } from './scaleAndShift'

type BatchNormalizationArgs = ScaleAndShiftArgs & {
  readonly momentum: number
  readonly epsilon: number
  readonly movingMeanInitializer: Initializer
  readonly movingVarianceInitializer: Initializer
}

function movingField<Name extends string>(name: Name, noun: string): ChoiceField<Name> {
  return {
    kind: 'choice',
    name,
    label: `Moving ${noun} initializer`,
    help: `What the moving ${noun} is before training.`,
    options: INITIALIZERS,
    advanced: true,
  }
}

export const batchNormalization = defineLayer<'BatchNormalization', BatchNormalizationArgs>({
  className: 'BatchNormalization',
  family: 'normalization',
  keywords: ['bn', 'batchnorm', 'norm'],
  summary: 'Brings each channel to mean 0 and deviation 1 over the batch, which lets deep models learn faster.',
  lastAxis: 'kept',
  defaults: {
    momentum: 0.99,
    epsilon: 0.001,
    ...SCALE_AND_SHIFT.defaults,
    movingMeanInitializer: 'zeros',
    movingVarianceInitializer: 'ones',
  },
  fields: [
    {
      kind: 'number',
      name: 'momentum',
      label: 'Momentum',
      help: 'How much of the moving mean and variance stays at each step; they stand in for the batch’s own outside of training.',
      min: 0,
      max: 1,
      maxExcluded: true,
      step: 0.01,
    },
    EPSILON_FIELD,
    ...SCALE_AND_SHIFT.fields,
    movingField('movingMeanInitializer', 'mean'),
    movingField('movingVarianceInitializer', 'variance'),
  ],
  problems: (): readonly LayerProblem[] => [],
  outputShape: (_args, input) => input,
  weights(args, input) {
    const shape = input.slice(-1)
    return [
      ...SCALE_AND_SHIFT.weights(args, shape),
      { name: 'moving_mean', shape, initializer: args.movingMeanInitializer, trainable: false },
      { name: 'moving_variance', shape, initializer: args.movingVarianceInitializer, trainable: false },
    ]
  },
  // With moving statistics, a multiplication and an addition.
  flops: (_args, input) => 2 * sizeOf(input),
  toConfig: (args) => ({
    axis: -1,
    momentum: args.momentum,
    epsilon: args.epsilon,
    ...SCALE_AND_SHIFT.toConfig(args),
    moving_mean_initializer: writeInitializer(args.movingMeanInitializer),
    moving_variance_initializer: writeInitializer(args.movingVarianceInitializer),
  }),
  fromConfig(config, axes) {
    readLastAxes(config, 1, axes)
    requireValue(config, 'renorm', false)
    return {
      momentum: readNumber(config, 'momentum', 0.99),
      epsilon: readNumber(config, 'epsilon', 0.001),
      ...SCALE_AND_SHIFT.fromConfig(config),
      movingMeanInitializer: findInitializer(config['moving_mean_initializer']) ?? 'zeros',
      movingVarianceInitializer: findInitializer(config['moving_variance_initializer']) ?? 'ones',
    }
  },
})
