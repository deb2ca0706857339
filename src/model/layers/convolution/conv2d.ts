/** Conv2D: small filters that slide over an image and each answer to one pattern. */
import { ACTIVATIONS, readActivation } from '../activations'
import type { Activation } from '../activations'
import { defineLayer, formatShape, sizeOf } from '../define'
import type { LayerProblem } from '../define'
import { readChoice, readInteger, readPair, requireValue } from '../kerasConfig'
import type { Pair } from '../pair'
import { findImageProblem, fitsInto, PADDING_HELP, PADDINGS, slideOver, spanOf } from '../sliding'
import type { Padding } from '../sliding'
import { BIAS, UNUSED_WEIGHT_ENTRIES, weightArguments, type BiasArgs, type WeightArgs } from '../weightArguments'

const kernel = weightArguments('kernel', 'Kernel', 'glorot_uniform')

type Conv2DArgs = BiasArgs &
  WeightArgs<'kernel'> & {
    readonly filters: number
    readonly kernelSize: Pair
    readonly strides: Pair
    readonly padding: Padding
    readonly dilationRate: Pair
    readonly activation: Activation
  }

export const conv2d = defineLayer<'Conv2D', Conv2DArgs>({
  className: 'Conv2D',
  family: 'convolution',
  summary: 'Slides small learned filters over the image; each filter draws a map of where its pattern occurs.',
  defaults: {
    filters: 32,
    kernelSize: [3, 3],
    strides: [1, 1],
    padding: 'valid',
    dilationRate: [1, 1],
    activation: 'relu',
    ...BIAS.defaults,
    ...kernel.defaults,
  },
  lastAxis: 'filters',
  fields: [
    {
      kind: 'integer',
      name: 'filters',
      label: 'Filters',
      help: 'How many patterns the layer learns, and so how many channels its output has.',
      min: 1,
      max: 4096,
      step: 1,
    },
    {
      kind: 'pair',
      name: 'kernelSize',
      label: 'Kernel size',
      help: 'The height and width of each filter, in pixels.',
      min: 1,
      max: 64,
    },
    {
      kind: 'pair',
      name: 'strides',
      label: 'Strides',
      help: 'How many pixels the filter moves at a time; 2 halves the height and width.',
      min: 1,
      max: 64,
    },
    { kind: 'choice', name: 'padding', label: 'Padding', help: PADDING_HELP, options: PADDINGS },
    {
      kind: 'pair',
      name: 'dilationRate',
      label: 'Dilation rate',
      help: 'The distance between the pixels that a filter looks at; 1 leaves no gaps.',
      min: 1,
      max: 64,
    },
    {
      kind: 'choice',
      name: 'activation',
      label: 'Activation',
      help: 'The function applied to every output value; relu is the usual choice between layers.',
      options: ACTIVATIONS,
    },
    ...BIAS.fields,
    ...kernel.fields,
  ],
  problems(args, input, image): readonly LayerProblem[] {
    const imageProblem = findImageProblem('Conv2D', input, image)
    if (imageProblem) return [imageProblem]
    const span = spanOf(args.kernelSize, args.dilationRate)
    if (Math.max(...args.strides) > 1 && Math.max(...args.dilationRate) > 1) {
      return [
        {
          severity: 'error',
          field: 'dilationRate',
          message: 'Strides and dilation rate can’t both be larger than 1: set one of them to 1.',
          fix: { kind: 'update', args: { dilationRate: [1, 1] }, label: 'Set dilation rate to 1' },
        },
      ]
    }
    if (fitsInto(input, span, args.padding)) return []
    return [
      {
        severity: 'error',
        field: 'kernelSize',
        message: `The kernel spans ${formatShape(span)} pixels, but the input has only ${formatShape(input.slice(0, 2))}: use padding “same” or a smaller kernel.`,
        fix: { kind: 'update', args: { padding: 'same' }, label: 'Use padding “same”' },
      },
    ]
  },
  outputShape(args, input) {
    const span = spanOf(args.kernelSize, args.dilationRate)
    return [...slideOver(input, span, args.strides, args.padding), args.filters]
  },
  weights(args, input) {
    const channels = input.at(-1) ?? 0
    return [
      { name: 'kernel', shape: [...args.kernelSize, channels, args.filters], ...kernel.spec(args) },
      ...BIAS.weights(args, args.filters),
    ]
  },
  flops(args, input) {
    return 2 * sizeOf(this.outputShape(args, input)) * sizeOf(args.kernelSize) * (input.at(-1) ?? 0)
  },
  window: ({ kernelSize, strides, dilationRate, padding }) => ({
    kind: 'convolution',
    kernel: kernelSize,
    strides,
    dilation: dilationRate,
    padding,
  }),
  toConfig: (args) => ({
    filters: args.filters,
    kernel_size: args.kernelSize,
    strides: args.strides,
    padding: args.padding,
    data_format: 'channels_last',
    dilation_rate: args.dilationRate,
    groups: 1,
    activation: args.activation,
    ...BIAS.toConfig(args),
    ...kernel.toConfig(args),
    ...UNUSED_WEIGHT_ENTRIES,
  }),
  fromConfig(config) {
    requireValue(config, 'data_format', 'channels_last')
    requireValue(config, 'groups', 1)
    return {
      filters: readInteger(config, 'filters'),
      kernelSize: readPair(config, 'kernel_size'),
      strides: readPair(config, 'strides', [1, 1]),
      padding: readChoice(config, 'padding', PADDINGS, 'valid'),
      dilationRate: readPair(config, 'dilation_rate', [1, 1]),
      activation: readActivation(config),
      ...BIAS.fromConfig(config),
      ...kernel.fromConfig(config),
    }
  },
})
