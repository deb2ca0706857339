/** GaussianNoise: while training, random numbers around 0 are added. */
import { defineLayer } from '../define'
import { readNumber } from '../kerasConfig'
import { SAME_SHAPE } from '../sameShape'

type GaussianNoiseArgs = {
  readonly stddev: number
}

export const gaussianNoise = defineLayer<'GaussianNoise', GaussianNoiseArgs>({
  ...SAME_SHAPE,
  className: 'GaussianNoise',
  family: 'regularization',
  keywords: ['augmentation', 'regularisation', 'overfitting'],
  summary: 'While training, adds random noise to every value, so that the model does not cling to fine detail.',
  defaults: { stddev: 0.1 },
  fields: [
    {
      kind: 'number',
      name: 'stddev',
      label: 'Standard deviation',
      help: 'How strong the noise is; 0.1 is a tenth of the way from black to white.',
      min: 0,
      max: 1000,
      step: 0.05,
    },
  ],
  toConfig: ({ stddev }) => ({ stddev }),
  fromConfig: (config) => ({ stddev: readNumber(config, 'stddev') }),
})
