/** LeakyReLU: negative values become small instead of zero, so that something is learned from them too (Maas et al., 2013). */
import { defineLayer } from '../define'
import { readNumber } from '../kerasConfig'
import { SAME_SHAPE } from '../sameShape'

type LeakyReLUArgs = {
  readonly negativeSlope: number
}

export const leakyRelu = defineLayer<'LeakyReLU', LeakyReLUArgs>({
  ...SAME_SHAPE,
  className: 'LeakyReLU',
  family: 'activation',
  keywords: ['leaky', 'nonlinearity'],
  summary: 'Lets positive values pass and makes negative ones small, so that no unit goes silent for good.',
  defaults: { negativeSlope: 0.3 },
  fields: [
    {
      kind: 'number',
      name: 'negativeSlope',
      label: 'Negative slope',
      help: 'What negative values are multiplied by; 0 makes it a ReLU.',
      min: 0,
      max: 100,
      step: 0.1,
    },
  ],
  // Keras 2 and TensorFlow.js know it as alpha alone, and Keras 3 reads that too.
  toConfig: ({ negativeSlope }) => ({ alpha: negativeSlope }),
  fromConfig: (config) => ({
    negativeSlope:
      config['alpha'] === undefined ? readNumber(config, 'negative_slope', 0.3) : readNumber(config, 'alpha'),
  }),
})
