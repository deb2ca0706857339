/** Conv2D: small filters that slide over an image and each answer to one pattern. */
import { readActivation } from '../activations'
import type { Activation } from '../activations'
import { defineLayer, sizeOf } from '../define'
import { readInteger, requireValue } from '../kerasConfig'
import { slideOver, spanOf } from '../sliding'
import { BIAS, UNUSED_WEIGHT_ENTRIES, weightArguments, type BiasArgs, type WeightArgs } from '../weightArguments'
import {
  ACTIVATION_FIELD,
  filtersField,
  findWindowProblems,
  slidingOf,
  WINDOW_DEFAULTS,
  WINDOW_FIELDS,
  type WindowArgs,
  windowFromConfig,
  windowToConfig,
} from './window'

const kernel = weightArguments('kernel', 'Kernel', 'glorot_uniform')

type Conv2DArgs = BiasArgs &
  WeightArgs<'kernel'> &
  WindowArgs & {
    readonly filters: number
    readonly activation: Activation
  }

export const conv2d = defineLayer<'Conv2D', Conv2DArgs>({
  className: 'Conv2D',
  family: 'convolution',
  keywords: ['convolution', 'cnn', 'filter', 'kernel', '1x1', 'pointwise', '3x3', 'projection'],
  summary: 'Slides small learned filters over the image; each filter draws a map of where its pattern occurs.',
  defaults: { filters: 32, ...WINDOW_DEFAULTS, activation: 'relu', ...BIAS.defaults, ...kernel.defaults },
  lastAxis: 'filters',
  fields: [
    filtersField('How many patterns the layer learns, and so how many channels its output has.'),
    ...WINDOW_FIELDS,
    ACTIVATION_FIELD,
    ...BIAS.fields,
    ...kernel.fields,
  ],
  problems: (args, input, image) => findWindowProblems('Conv2D', args, input, image),
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
  window: (args) => ({ kind: 'convolution', ...slidingOf(args) }),
  toConfig: (args) => ({
    filters: args.filters,
    ...windowToConfig(args),
    groups: 1,
    activation: args.activation,
    ...BIAS.toConfig(args),
    ...kernel.toConfig(args),
    ...UNUSED_WEIGHT_ENTRIES,
  }),
  fromConfig(config) {
    requireValue(config, 'groups', 1)
    return {
      filters: readInteger(config, 'filters'),
      ...windowFromConfig(config),
      activation: readActivation(config),
      ...BIAS.fromConfig(config),
      ...kernel.fromConfig(config),
    }
  },
})
