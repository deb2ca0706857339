/** MaxPooling2D and AveragePooling2D: one value for each small window, so that height and width shrink. */
import { defineLayer, formatShape, sizeOf } from '../define'
import type { LayerProblem, Sliding } from '../define'
import { readChoice, readPair, requireValue } from '../kerasConfig'
import type { Pair } from '../pair'
import { findImageProblem, fitsInto, PADDING_HELP, PADDINGS, slideOver } from '../sliding'
import type { Padding } from '../sliding'

type Pooling2DArgs = {
  readonly poolSize: Pair
  /** `null`: the pool size, as in Keras. */
  readonly strides: Pair | null
  readonly padding: Padding
}

export function poolSlidingOf({ poolSize, strides, padding }: Pooling2DArgs): Sliding {
  return { kernel: poolSize, strides: strides ?? poolSize, dilation: [1, 1], padding }
}

/** @param kept what is kept of a window, in words for a student. */
function definePooling2d<const ClassName extends string>(
  className: ClassName,
  kind: 'maximum' | 'mean',
  kept: string,
  keywords: readonly string[],
  summary: string,
) {
  return defineLayer<ClassName, Pooling2DArgs>({
    className,
    family: 'pooling',
    keywords,
    summary,
    lastAxis: 'kept',
    defaults: { poolSize: [2, 2], strides: null, padding: 'valid' },
    fields: [
      {
        kind: 'pair',
        name: 'poolSize',
        label: 'Pool size',
        help: `The height and width of the window whose ${kept} is kept; 2 halves the image.`,
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
      const imageProblem = findImageProblem(className, input, image)
      if (imageProblem) return [imageProblem]
      if (fitsInto(input, args.poolSize, args.padding)) return []
      return [
        {
          severity: 'error',
          field: 'poolSize',
          message: `The pool is ${formatShape(args.poolSize)} pixels, but the input has only ${formatShape(input.slice(0, 2))}: make it smaller, or remove the layer.`,
          fix: { kind: 'remove', label: `Remove ${className}` },
        },
      ]
    },
    outputShape(args, input) {
      return [...slideOver(input, args.poolSize, args.strides ?? args.poolSize, args.padding), ...input.slice(2)]
    },
    weights: () => [],
    flops(args, input) {
      return kind === 'maximum' ? 0 : sizeOf(this.outputShape(args, input)) * sizeOf(args.poolSize)
    },
    window: (args) => ({ kind, ...poolSlidingOf(args) }),
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
}

export const maxPooling2d = definePooling2d(
  'MaxPooling2D',
  'maximum',
  'largest value',
  ['downsample', 'subsample', 'shrink', 'maxpool'],
  'Keeps the largest value of each small window, which shrinks the image and forgives small shifts.',
)

export const averagePooling2d = definePooling2d(
  'AveragePooling2D',
  'mean',
  'mean',
  ['downsample', 'subsample', 'shrink', 'avgpool', 'meanpool'],
  'Keeps the mean of each small window, which shrinks the image and smooths it.',
)
