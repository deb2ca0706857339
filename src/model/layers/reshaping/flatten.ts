/** Flatten: an image's values as one row, which is what Dense takes. */
import { defineLayer, sizeOf } from '../define'
import type { LayerProblem } from '../define'
import { requireValue } from '../kerasConfig'

type FlattenArgs = Readonly<Record<string, never>>

export const flatten = defineLayer<'Flatten', FlattenArgs>({
  className: 'Flatten',
  family: 'reshaping',
  keywords: ['vector', 'unroll'],
  summary: 'Lays all values of the image in one row, which is what Dense takes.',
  defaults: {},
  fields: [],
  problems(_args, input): readonly LayerProblem[] {
    if (input.length > 1) return []
    // Keras lets it pass, TensorFlow.js does not: the model would neither train here nor open elsewhere.
    const message = 'The input is flat already: remove this Flatten.'
    return [{ severity: 'error', message, fix: { kind: 'remove', label: 'Remove Flatten' } }]
  },
  outputShape: (_args, input) => [sizeOf(input)],
  weights: () => [],
  flops: () => 0,
  toConfig: () => ({ data_format: 'channels_last' }),
  fromConfig(config) {
    requireValue(config, 'data_format', 'channels_last')
    return {}
  },
})
