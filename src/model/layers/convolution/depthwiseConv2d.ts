/** DepthwiseConv2D: filters that slide over each channel by itself, and never add up several. */
import { readActivation } from '../activations'
import type { Activation } from '../activations'
import { defineLayer } from '../define'
import { readInteger, requireValue } from '../kerasConfig'
import { BIAS, type BiasArgs } from '../weightArguments'
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
  findWindowProblems,
  slidingOf,
  WINDOW_DEFAULTS,
  WINDOW_FIELDS,
  type WindowArgs,
  windowFromConfig,
  windowToConfig,
} from './window'

type DepthwiseConv2DArgs = BiasArgs & DepthwiseArgs & WindowArgs & { readonly activation: Activation }

export const depthwiseConv2d = defineLayer<'DepthwiseConv2D', DepthwiseConv2DArgs>({
  className: 'DepthwiseConv2D',
  family: 'convolution',
  keywords: ['separable', 'mobilenet', 'groups'],
  summary:
    'Slides filters over each channel by itself, which takes far fewer weights than Conv2D, but joins no channels.',
  defaults: {
    ...WINDOW_DEFAULTS,
    depthMultiplier: 1,
    activation: 'relu',
    ...BIAS.defaults,
    ...depthwiseWeight.defaults,
  },
  fields: [...WINDOW_FIELDS, DEPTH_MULTIPLIER_FIELD, ACTIVATION_FIELD, ...BIAS.fields, ...depthwiseWeight.fields],
  problems: (args, input, image) => findWindowProblems('DepthwiseConv2D', args, input, image),
  outputShape: depthwiseShape,
  weights: (args, input) => [
    depthwiseKernel(args, input),
    ...BIAS.weights(args, (input.at(-1) ?? 0) * args.depthMultiplier),
  ],
  flops: depthwiseFlops,
  window: (args) => ({ kind: 'convolution', ...slidingOf(args) }),
  toConfig: (args) => ({
    ...windowToConfig(args),
    depth_multiplier: args.depthMultiplier,
    activation: args.activation,
    ...BIAS.toConfig(args),
    ...depthwiseWeight.toConfig(args),
    activity_regularizer: null,
    depthwise_constraint: null,
    bias_constraint: null,
  }),
  fromConfig(config) {
    // Keras 2 writes the groups of its base class.
    requireValue(config, 'groups', 1)
    return {
      ...windowFromConfig(config),
      depthMultiplier: readInteger(config, 'depth_multiplier', 1),
      activation: readActivation(config),
      ...BIAS.fromConfig(config),
      ...depthwiseWeight.fromConfig(config),
    }
  },
})
