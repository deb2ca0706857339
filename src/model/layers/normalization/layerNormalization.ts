/** LayerNormalization: the values of each image are brought to mean 0 and deviation 1 along the last axes (Ba, Kiros and Hinton, 2016). */
import { defineLayer, formatShape, sizeOf } from '../define'
import type { LayerProblem } from '../define'
import { readNumber, requireValue } from '../kerasConfig'
import { EPSILON_FIELD } from './epsilon'
import { readLastAxes } from '../lastAxes'
import { SCALE_AND_SHIFT, type ScaleAndShiftArgs } from './scaleAndShift'

const AXES = [
  { value: '-1', label: 'last axis (channels)' },
  { value: '-2, -1', label: 'last two axes (width and channels)' },
  { value: '-3, -2, -1', label: 'last three axes (whole image)' },
] as const

type LayerNormalizationArgs = ScaleAndShiftArgs & {
  readonly axis: (typeof AXES)[number]['value']
  readonly epsilon: number
}

/** How many of the last axes are normalised together. */
export function countAxes({ axis }: Pick<LayerNormalizationArgs, 'axis'>): number {
  return axis.split(',').length
}

export const layerNormalization = defineLayer<'LayerNormalization', LayerNormalizationArgs>({
  className: 'LayerNormalization',
  family: 'normalization',
  keywords: ['ln', 'layernorm', 'norm'],
  summary: 'Brings the values of each image to mean 0 and deviation 1, whatever else is in the batch.',
  lastAxis: 'kept',
  defaults: { axis: '-1', epsilon: 0.001, ...SCALE_AND_SHIFT.defaults },
  fields: [
    {
      kind: 'choice',
      name: 'axis',
      label: 'Axis',
      help: 'Along which axes values are normalised together; gamma and beta have as many values.',
      options: AXES,
    },
    EPSILON_FIELD,
    ...SCALE_AND_SHIFT.fields,
  ],
  problems(args, input): readonly LayerProblem[] {
    const count = countAxes(args)
    if (count > input.length) {
      return [
        {
          severity: 'error',
          field: 'axis',
          message: `The input, ${formatShape(input)}, has ${input.length === 1 ? 'one axis' : `${input.length} axes`}, not ${count}: normalise along the last one.`,
          fix: { kind: 'update', args: { axis: '-1' }, label: 'Use the last axis' },
        },
      ]
    }
    if (sizeOf(input.slice(-count)) > 1) return []
    const message =
      'Every value is normalised by itself, so nothing of the image is left: normalise along more axes, or remove the layer.'
    const whole = AXES[input.length - 1]?.value
    return [
      {
        severity: 'hint',
        field: 'axis',
        message,
        fix:
          whole !== undefined && sizeOf(input) > 1
            ? { kind: 'update', args: { axis: whole }, label: 'Use all axes' }
            : { kind: 'remove', label: 'Remove LayerNormalization' },
      },
    ]
  },
  outputShape: (_args, input) => input,
  weights: (args, input) => SCALE_AND_SHIFT.weights(args, input.slice(-countAxes(args))),
  // A value is added to the mean, and its distance, squared, to the variance; then it is normalised, multiplied and shifted.
  flops: (_args, input) => 8 * sizeOf(input),
  toConfig: (args) => ({
    axis: Array.from({ length: countAxes(args) }, (_, i) => i - countAxes(args)),
    epsilon: args.epsilon,
    ...SCALE_AND_SHIFT.toConfig(args),
  }),
  fromConfig(config, axes) {
    requireValue(config, 'rms_scaling', false)
    return {
      axis: AXES[readLastAxes(config, AXES.length, axes) - 1]!.value,
      epsilon: readNumber(config, 'epsilon', 0.001),
      ...SCALE_AND_SHIFT.fromConfig(config),
    }
  },
})
