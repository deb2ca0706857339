/** Dropout: while training, a share of the values is set to zero at random (Srivastava et al., 2014). */
import { defineLayer } from '../define'
import { readNumber, requireValue } from '../kerasConfig'
import { SAME_SHAPE } from '../sameShape'
import { rateField } from './rate'

type DropoutArgs = {
  readonly rate: number
}

export const dropout = defineLayer<'Dropout', DropoutArgs>({
  ...SAME_SHAPE,
  className: 'Dropout',
  family: 'regularization',
  keywords: ['regularisation', 'overfitting'],
  summary:
    'While training, sets a random share of the values to zero, so that the model can’t learn its images by heart.',
  defaults: { rate: 0.5 },
  fields: [rateField('The share of values that are set to zero in each training step.')],
  toConfig: ({ rate }) => ({ rate, noise_shape: null, seed: null }),
  fromConfig(config) {
    requireValue(config, 'noise_shape', null)
    return { rate: readNumber(config, 'rate') }
  },
})
