/** MaxPooling2D: the largest value of each window, so that height and width shrink. */
import { defineLayer, formatShape } from '../define'
import type { LayerProblem } from '../define'
import { readChoice, readPair, requireValue } from '../kerasConfig'
import type { Pair } from '../pair'
import { findImageProblem, fitsInto, PADDING_HELP, PADDINGS, slideOver } from '../sliding'
import type { Padding } from '../sliding'

type MaxPooling2DArgs = {
  readonly poolSize: Pair
  /** `null`: the pool size, as in Keras. */
  readonly strides: Pair | null
  readonly padding: Padding
}

export const maxPooling2d = defineLayer<'MaxPooling2D', MaxPooling2DArgs>({
  className: 'MaxPooling2D',
  family: 'pooling',
  summary: 'Keeps the largest value of each small window, which shrinks the image and forgives small shifts.',
  lastAxis: 'kept',
  defaults: { poolSize: [2, 2], strides: null, padding: 'valid' },
  fields: [
    {
      kind: 'pair',
      name: 'poolSize',
      label: 'Pool size',
      help: 'The height and width of the window whose largest value is kept; 2 halves the image.',
      min: 1,
      max: 64,
    },
    {
      kind: 'pair',
      name: 'strides',
      label: 'Strides',
      help: 'How many pixels the window moves at a time; empty, it moves by its own size.',
      min: 1,
      max: 64,
      emptyMeans: 'the pool size',
    },
    { kind: 'choice', name: 'padding', label: 'Padding', help: PADDING_HELP, options: PADDINGS },
  ],
  problems(args, input, image): readonly LayerProblem[] {
    const imageProblem = findImageProblem('MaxPooling2D', input, image)
    if (imageProblem) return [imageProblem]
    if (fitsInto(input, args.poolSize, args.padding)) return []
    return [
      {
        severity: 'error',
        field: 'poolSize',
        message: `The pool is ${formatShape(args.poolSize)} pixels, but the input has only ${formatShape(input.slice(0, 2))}: make it smaller, or remove the layer.`,
        fix: { kind: 'remove', label: 'Remove MaxPooling2D' },
      },
    ]
  },
  outputShape(args, input) {
    return [...slideOver(input, args.poolSize, args.strides ?? args.poolSize, args.padding), ...input.slice(2)]
  },
  weights: () => [],
  flops: () => 0,
  window: ({ poolSize, strides, padding }) => ({
    kind: 'maximum',
    kernel: poolSize,
    strides: strides ?? poolSize,
    dilation: [1, 1],
    padding,
  }),
  toConfig: (args) => ({
    pool_size: args.poolSize,
    padding: args.padding,
    strides: args.strides ?? args.poolSize,
    data_format: 'channels_last',
  }),
  fromConfig(config) {
    requireValue(config, 'data_format', 'channels_last')
    const poolSize = readPair(config, 'pool_size', [2, 2])
    const strides = readPair(config, 'strides', poolSize)
    return {
      poolSize,
      strides: strides[0] === poolSize[0] && strides[1] === poolSize[1] ? null : strides,
      padding: readChoice(config, 'padding', PADDINGS, 'valid'),
    }
  },
})
