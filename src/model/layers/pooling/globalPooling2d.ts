/** GlobalAveragePooling2D and GlobalMaxPooling2D: one number a channel, out of the whole image (Lin et al., 2013). */
import { defineLayer, sizeOf } from '../define'
import type { LayerProblem } from '../define'
import { readBoolean, requireValue } from '../kerasConfig'
import { findImageProblem } from '../sliding'

type GlobalPooling2DArgs = {
  readonly keepdims: boolean
}

function defineGlobalPooling2d<const ClassName extends string>(
  className: ClassName,
  kind: 'maximum' | 'mean',
  keywords: readonly string[],
  summary: string,
) {
  return defineLayer<ClassName, GlobalPooling2DArgs>({
    className,
    family: 'pooling',
    keywords,
    summary,
    lastAxis: 'kept',
    defaults: { keepdims: false },
    fields: [
      {
        kind: 'boolean',
        name: 'keepdims',
        label: 'Keep axes',
        help: 'Keeps height and width as axes of length 1, so that layers that need images can follow.',
        advanced: true,
      },
    ],
    problems(_args, input, image): readonly LayerProblem[] {
      const problem = findImageProblem(className, input, image)
      return problem ? [problem] : []
    },
    outputShape: ({ keepdims }, input) => [...(keepdims ? [1, 1] : []), ...input.slice(2)],
    weights: () => [],
    flops: (_args, input) => (kind === 'maximum' ? 0 : sizeOf(input)),
    window: (_args, [height = 1, width = 1]) => ({
      kind,
      kernel: [height, width],
      strides: [height, width],
      dilation: [1, 1],
      padding: 'valid',
    }),
    toConfig: ({ keepdims }) => ({ data_format: 'channels_last', keepdims }),
    fromConfig(config) {
      requireValue(config, 'data_format', 'channels_last')
      return { keepdims: readBoolean(config, 'keepdims', false) }
    },
  })
}

export const globalAveragePooling2d = defineGlobalPooling2d(
  'GlobalAveragePooling2D',
  'mean',
  ['gap', 'avgpool', 'squeeze'],
  'Keeps one number a channel, its mean over the whole image: with as many channels as classes, a classifier’s end.',
)

export const globalMaxPooling2d = defineGlobalPooling2d(
  'GlobalMaxPooling2D',
  'maximum',
  ['gmp', 'maxpool', 'squeeze'],
  'Keeps one number a channel, its largest value: whether a pattern occurs, wherever in the image.',
)
