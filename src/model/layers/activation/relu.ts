/** ReLU: values above a threshold pass, up to a largest one. */
import { defineLayer } from '../define'
import { readNumber } from '../kerasConfig'
import { SAME_SHAPE } from '../sameShape'

type ReLUArgs = {
  /** `null` for no bound. */
  readonly maxValue: number | null
  readonly negativeSlope: number
  readonly threshold: number
}

export const relu = defineLayer<'ReLU', ReLUArgs>({
  ...SAME_SHAPE,
  className: 'ReLU',
  family: 'activation',
  keywords: ['rectifier', 'nonlinearity', 'relu6', 'thresholdedrelu'],
  summary: 'Lets positive values pass and sets negative ones to zero: the plainest activation, and often the best.',
  defaults: { maxValue: null, negativeSlope: 0, threshold: 0 },
  fields: [
    {
      kind: 'number',
      name: 'maxValue',
      label: 'Max value',
      help: 'The largest value of the output; larger ones are cut off. 6 is common for small devices.',
      min: 0,
      minExcluded: true,
      max: 1_000_000,
      step: 1,
      emptyMeans: 'no limit',
    },
    {
      kind: 'number',
      name: 'negativeSlope',
      label: 'Negative slope',
      help: 'Values below the threshold are not set to zero, but to this times their distance from it.',
      min: 0,
      max: 100,
      step: 0.1,
    },
    {
      kind: 'number',
      name: 'threshold',
      label: 'Threshold',
      help: 'Values pass when they are larger than this.',
      min: 0,
      max: 1_000_000,
      step: 0.1,
    },
  ],
  toConfig: ({ maxValue, negativeSlope, threshold }) => ({
    max_value: maxValue,
    negative_slope: negativeSlope,
    threshold,
  }),
  fromConfig: (config) => ({
    maxValue:
      config['max_value'] === null || config['max_value'] === undefined ? null : readNumber(config, 'max_value'),
    negativeSlope: readNumber(config, 'negative_slope', 0),
    // Keras 2's ThresholdedReLU has it as `theta`.
    threshold: readNumber(config, config['threshold'] === undefined ? 'theta' : 'threshold', 0),
  }),
})
