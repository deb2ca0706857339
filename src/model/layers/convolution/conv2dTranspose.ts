/** Conv2DTranspose: a convolution backwards, each pixel laying a learned pattern over a larger image. */
import { readActivation } from '../activations'
import type { Activation } from '../activations'
import { defineLayer, formatShape, sizeOf } from '../define'
import type { LayerProblem, Shape, Sliding } from '../define'
import { readInteger, readPair, requireValue } from '../kerasConfig'
import type { Pair } from '../pair'
import { findImageProblem, slideBack, spanOf } from '../sliding'
import { BIAS, UNUSED_WEIGHT_ENTRIES, weightArguments, type BiasArgs, type WeightArgs } from '../weightArguments'
import {
  ACTIVATION_FIELD,
  filtersField,
  findStepProblem,
  slidingOf,
  WINDOW_DEFAULTS,
  type WindowArgs,
  windowFields,
  windowFromConfig,
  windowToConfig,
} from './window'

const kernel = weightArguments('kernel', 'Kernel', 'glorot_uniform')

type Conv2DTransposeArgs = BiasArgs &
  WeightArgs<'kernel'> &
  WindowArgs & {
    readonly filters: number
    /** `null`: as many pixels as the padding asks for, as in Keras. */
    readonly outputPadding: Pair | null
    readonly activation: Activation
  }

/** With the output padding, `null` for Keras's own. */
export function slidingBackOf(args: Conv2DTransposeArgs): Sliding & { readonly outputPadding: Pair | null } {
  return { ...slidingOf(args), outputPadding: args.outputPadding }
}

function outputSize(args: Conv2DTransposeArgs, [height = 0, width = 0]: Shape): Pair {
  const { strides, padding, outputPadding } = args
  const span = spanOf(args.kernelSize, args.dilationRate)
  return [
    slideBack(height, span[0], strides[0], padding, outputPadding?.[0] ?? null),
    slideBack(width, span[1], strides[1], padding, outputPadding?.[1] ?? null),
  ]
}

function findPaddingProblem(args: Conv2DTransposeArgs, input: Shape): LayerProblem | undefined {
  const { strides, outputPadding } = args
  if (outputPadding === null) return undefined
  const isTooLarge = outputPadding[0] >= strides[0] || outputPadding[1] >= strides[1]
  if (!isTooLarge && Math.min(...outputSize(args, input)) > 0) return undefined
  return {
    severity: 'error',
    field: 'outputPadding',
    message: isTooLarge
      ? `Output padding must be smaller than the strides of ${formatShape(strides)}: make it smaller, or leave it empty.`
      : 'With this output padding no pixels are left: leave it empty.',
    fix: { kind: 'update', args: { outputPadding: null }, label: 'Leave output padding empty' },
  }
}

export const conv2dTranspose = defineLayer<'Conv2DTranspose', Conv2DTransposeArgs>({
  className: 'Conv2DTranspose',
  family: 'convolution',
  keywords: ['deconv', 'deconvolution', 'transposed convolution', 'upsample', 'upsampling', 'fractionally strided'],
  summary: 'A convolution backwards: every pixel lays a learned pattern over the output, which strides make larger.',
  defaults: {
    filters: 32,
    ...WINDOW_DEFAULTS,
    outputPadding: null,
    activation: 'relu',
    ...BIAS.defaults,
    ...kernel.defaults,
  },
  lastAxis: 'filters',
  fields: [
    filtersField('How many channels the output has, each made of patterns of its own.'),
    ...windowFields({
      strides: 'How many pixels apart neighbouring patterns lie in the output; 2 doubles the height and width.',
      padding:
        'With “valid” all patterns are there as a whole; with “same” the edges are cut so that only strides make the image larger.',
    }),
    {
      kind: 'pair',
      name: 'outputPadding',
      label: 'Output padding',
      help: 'Rows and columns that are added at the end, to choose between sizes that a convolution would bring to the same one.',
      min: 0,
      max: 63,
      emptyMeans: 'as the padding asks',
      advanced: true,
    },
    ACTIVATION_FIELD,
    ...BIAS.fields,
    ...kernel.fields,
  ],
  problems(args, input, image): readonly LayerProblem[] {
    const problem =
      findImageProblem('Conv2DTranspose', input, image) ?? findStepProblem(args) ?? findPaddingProblem(args, input)
    return problem ? [problem] : []
  },
  outputShape: (args, input) => [...outputSize(args, input), args.filters],
  weights(args, input) {
    const channels = input.at(-1) ?? 0
    return [
      { name: 'kernel', shape: [...args.kernelSize, args.filters, channels], ...kernel.spec(args) },
      ...BIAS.weights(args, args.filters),
    ]
  },
  flops: (args, input) => 2 * sizeOf(input) * sizeOf(args.kernelSize) * args.filters,
  window: (args) => ({ kind: 'transposed', ...slidingBackOf(args) }),
  toConfig: (args) => ({
    filters: args.filters,
    ...windowToConfig(args),
    output_padding: args.outputPadding,
    activation: args.activation,
    ...BIAS.toConfig(args),
    ...kernel.toConfig(args),
    ...UNUSED_WEIGHT_ENTRIES,
  }),
  fromConfig(config) {
    // Keras 2 writes the groups of its base class.
    requireValue(config, 'groups', 1)
    return {
      filters: readInteger(config, 'filters'),
      ...windowFromConfig(config),
      outputPadding: (config['output_padding'] ?? null) === null ? null : readPair(config, 'output_padding'),
      activation: readActivation(config),
      ...BIAS.fromConfig(config),
      ...kernel.fromConfig(config),
    }
  },
})
