/** Flatten: an image's values as one row, which is what Dense takes. */
import { defineLayer, sizeOf } from './define'
import type { LayerProblem } from './define'
import { requireValue } from './kerasConfig'

type FlattenArgs = Readonly<Record<string, never>>

export const flatten = defineLayer<'Flatten', FlattenArgs>({
  className: 'Flatten',
  summary: 'Lays all values of the image in one row, which is what Dense takes.',
  defaults: {},
  fields: [],
  problems(_args, input): readonly LayerProblem[] {
    if (input.length > 1) return []
    const message = 'The input is flat already, so this layer changes nothing.'
    return [{ severity: 'hint', message, fix: { kind: 'remove', label: 'Remove Flatten' } }]
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
