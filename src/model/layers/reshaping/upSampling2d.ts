/** UpSampling2D: every pixel becomes a block of them. */
import { defineLayer, sizeOf } from '../define'
import type { LayerProblem } from '../define'
import { readChoice, readPair, requireValue } from '../kerasConfig'
import type { Pair } from '../pair'
import { findImageProblem } from '../sliding'

const INTERPOLATIONS = [
  { value: 'nearest', label: 'nearest' },
  { value: 'bilinear', label: 'bilinear' },
] as const

type UpSampling2DArgs = {
  readonly size: Pair
  readonly interpolation: (typeof INTERPOLATIONS)[number]['value']
}

export const upSampling2d = defineLayer<'UpSampling2D', UpSampling2DArgs>({
  className: 'UpSampling2D',
  family: 'reshaping',
  keywords: ['upsample', 'resize', 'enlarge', 'nearest', 'bilinear', 'unpooling'],
  summary: 'Makes the image larger by repeating its pixels, without anything to learn.',
  lastAxis: 'kept',
  defaults: { size: [2, 2], interpolation: 'nearest' },
  fields: [
    {
      kind: 'pair',
      name: 'size',
      label: 'Size',
      help: 'How many times higher and wider the image becomes.',
      min: 1,
      max: 64,
    },
    {
      kind: 'choice',
      name: 'interpolation',
      label: 'Interpolation',
      help: 'With “nearest” each pixel becomes a block of its value; with “bilinear” values change evenly from one to the next.',
      options: INTERPOLATIONS,
    },
  ],
  problems({ size }, input, image): readonly LayerProblem[] {
    const imageProblem = findImageProblem('UpSampling2D', input, image)
    if (imageProblem) return [imageProblem]
    if (Math.max(...size) > 1) return []
    const message = 'With a size of 1 the image stays as it is, so this layer changes nothing.'
    return [{ severity: 'hint', message, fix: { kind: 'remove', label: 'Remove UpSampling2D' } }]
  },
  outputShape: ({ size }, [height = 0, width = 0, ...rest]) => [height * size[0], width * size[1], ...rest],
  weights: () => [],
  flops(args, input) {
    // Each value is the weighted sum of four.
    return args.interpolation === 'nearest' ? 0 : 8 * sizeOf(this.outputShape(args, input))
  },
  window: ({ size, interpolation }) => ({
    kind: 'transposed',
    kernel: interpolation === 'nearest' ? size : [2 * size[0], 2 * size[1]],
    strides: size,
    dilation: [1, 1],
    padding: 'same',
  }),
  toConfig: ({ size, interpolation }) => ({ size, data_format: 'channels_last', interpolation }),
  fromConfig(config) {
    requireValue(config, 'data_format', 'channels_last')
    return {
      size: readPair(config, 'size', [2, 2]),
      interpolation: readChoice(config, 'interpolation', INTERPOLATIONS, 'nearest'),
    }
  },
})
