/** Dropout: while training, a share of the values is set to zero at random (Srivastava et al., 2014). */
import { defineLayer } from '../define'
import type { LayerProblem } from '../define'
import { readNumber, requireValue } from '../kerasConfig'

type DropoutArgs = {
  readonly rate: number
}

export const dropout = defineLayer<'Dropout', DropoutArgs>({
  className: 'Dropout',
  family: 'regularization',
  summary:
    'While training, sets a random share of the values to zero, so that the model can’t learn its images by heart.',
  lastAxis: 'kept',
  defaults: { rate: 0.5 },
  fields: [
    {
      kind: 'number',
      name: 'rate',
      label: 'Rate',
      help: 'The share of values that are set to zero in each training step.',
      min: 0,
      max: 1,
      maxExcluded: true,
      step: 0.05,
    },
  ],
  problems: (): readonly LayerProblem[] => [],
  outputShape: (_args, input) => input,
  weights: () => [],
  flops: () => 0,
  toConfig: ({ rate }) => ({ rate, noise_shape: null, seed: null }),
  fromConfig(config) {
    requireValue(config, 'noise_shape', null)
    return { rate: readNumber(config, 'rate') }
  },
})
