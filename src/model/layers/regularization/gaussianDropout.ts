/** GaussianDropout: while training, values are multiplied by random numbers around 1 (Srivastava et al., 2014). */
import { defineLayer } from '../define'
import { readNumber } from '../kerasConfig'
import { SAME_SHAPE } from '../sameShape'
import { rateField } from './rate'

type GaussianDropoutArgs = {
  readonly rate: number
}

export const gaussianDropout = defineLayer<'GaussianDropout', GaussianDropoutArgs>({
  ...SAME_SHAPE,
  className: 'GaussianDropout',
  family: 'regularization',
  keywords: ['noise', 'regularisation', 'overfitting'],
  summary: 'While training, multiplies every value by a random number around 1: a gentler Dropout that loses none.',
  defaults: { rate: 0.5 },
  fields: [
    rateField('How far the numbers spread around 1: by the square root of rate / (1 - rate), as those of Dropout do.'),
  ],
  toConfig: ({ rate }) => ({ rate }),
  fromConfig: (config) => ({ rate: readNumber(config, 'rate') }),
})
