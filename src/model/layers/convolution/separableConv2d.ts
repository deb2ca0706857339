/** SeparableConv2D: each channel by itself, then sums over the channels at each pixel (Chollet, 2017). */
import { readActivation } from '../activations'
import type { Activation } from '../activations'
import { defineLayer, sizeOf } from '../define'
import { readInteger, requireValue } from '../kerasConfig'
import { BIAS, weightArguments, type BiasArgs, type WeightArgs } from '../weightArguments'
import {
  DEPTH_MULTIPLIER_FIELD,
  depthwiseFlops,
  depthwiseKernel,
  depthwiseShape,
  depthwiseWeight,
  type DepthwiseArgs,
} from './depthwise'
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

const pointwise = weightArguments('pointwise', 'Pointwise kernel', 'glorot_uniform')

type SeparableConv2DArgs = BiasArgs &
  DepthwiseArgs &
  WeightArgs<'pointwise'> &
  WindowArgs & { readonly filters: number; readonly activation: Activation }

export const separableConv2d = defineLayer<'SeparableConv2D', SeparableConv2DArgs>({
  className: 'SeparableConv2D',
  family: 'convolution',
  keywords: ['depthwise separable', 'pointwise', 'mobilenet', 'xception'],
  summary: 'A Conv2D in two cheap steps: filters over each channel by itself, then sums of the channels at each pixel.',
  defaults: {
    filters: 32,
    ...WINDOW_DEFAULTS,
    depthMultiplier: 1,
    activation: 'relu',
    ...BIAS.defaults,
    ...depthwiseWeight.defaults,
    ...pointwise.defaults,
  },
  lastAxis: 'filters',
  fields: [
    filtersField('How many sums of the channels the second step makes, and so how many channels the output has.'),
    ...WINDOW_FIELDS,
    DEPTH_MULTIPLIER_FIELD,
    ACTIVATION_FIELD,
    ...BIAS.fields,
    ...depthwiseWeight.fields,
    ...pointwise.fields,
  ],
  problems: (args, input, image) => findWindowProblems('SeparableConv2D', args, input, image),
  outputShape: (args, input) => [...depthwiseShape(args, input).slice(0, 2), args.filters],
  weights: (args, input) => [
    depthwiseKernel(args, input),
    {
      name: 'pointwise_kernel',
      shape: [1, 1, (input.at(-1) ?? 0) * args.depthMultiplier, args.filters],
      ...pointwise.spec(args),
    },
    ...BIAS.weights(args, args.filters),
  ],
  flops: (args, input) => depthwiseFlops(args, input) + 2 * sizeOf(depthwiseShape(args, input)) * args.filters,
  window: (args) => ({ kind: 'convolution', ...slidingOf(args) }),
  toConfig: (args) => ({
    filters: args.filters,
    ...windowToConfig(args),
    depth_multiplier: args.depthMultiplier,
    activation: args.activation,
    ...BIAS.toConfig(args),
    ...depthwiseWeight.toConfig(args),
    ...pointwise.toConfig(args),
    activity_regularizer: null,
    depthwise_constraint: null,
    pointwise_constraint: null,
    bias_constraint: null,
  }),
  fromConfig(config) {
    // Keras 2 writes the groups of its base class.
    requireValue(config, 'groups', 1)
    return {
      filters: readInteger(config, 'filters'),
      ...windowFromConfig(config),
      depthMultiplier: readInteger(config, 'depth_multiplier', 1),
      activation: readActivation(config),
      ...BIAS.fromConfig(config),
      ...depthwiseWeight.fromConfig(config),
      ...pointwise.fromConfig(config),
    }
  },
})
