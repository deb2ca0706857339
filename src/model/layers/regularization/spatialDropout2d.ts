/** SpatialDropout2D: while training, some channels of an image are set to zero whole (Tompson et al., 2014). */
import { defineLayer } from '../define'
import { readNumber, requireValue } from '../kerasConfig'
import { SAME_SHAPE } from '../sameShape'
import { findImageProblem } from '../sliding'
import { rateField } from './rate'

type SpatialDropout2DArgs = {
  readonly rate: number
}

export const spatialDropout2d = defineLayer<'SpatialDropout2D', SpatialDropout2DArgs>({
  ...SAME_SHAPE,
  className: 'SpatialDropout2D',
  family: 'regularization',
  keywords: ['channel dropout', 'regularisation', 'overfitting'],
  summary:
    'While training, sets a random share of the channels to zero: behind a convolution, neighbouring pixels tell too much of one another for Dropout.',
  defaults: { rate: 0.5 },
  fields: [rateField('The share of channels that are set to zero in each training step, each image its own.')],
  problems(_args, input, image) {
    const problem = findImageProblem('SpatialDropout2D', input, image)
    return problem ? [problem] : []
  },
  toConfig: ({ rate }) => ({ rate, data_format: 'channels_last', seed: null }),
  fromConfig(config) {
    requireValue(config, 'data_format', 'channels_last')
    return { rate: readNumber(config, 'rate') }
  },
})
