/** What the two convolutions that take each channel by itself have in common: filters of a channel's own, as many for each. */
import { sizeOf } from '../define'
import type { NumberField, Shape, WeightSpec } from '../define'
import { slideOver, spanOf } from '../sliding'
import { weightArguments, type WeightArgs } from '../weightArguments'
import type { WindowArgs } from './window'

export type DepthwiseArgs = WeightArgs<'depthwise'> & { readonly depthMultiplier: number }

export const depthwiseWeight = weightArguments('depthwise', 'Depthwise kernel', 'glorot_uniform')

export const DEPTH_MULTIPLIER_FIELD: NumberField<'depthMultiplier'> = {
  kind: 'integer',
  name: 'depthMultiplier',
  label: 'Depth multiplier',
  help: 'How many filters each channel has, and so how many channels come of it.',
  min: 1,
  max: 64,
  step: 1,
}

/** What comes of the channels, each by itself. */
export function depthwiseShape(args: WindowArgs & DepthwiseArgs, input: Shape): Shape {
  const span = spanOf(args.kernelSize, args.dilationRate)
  return [...slideOver(input, span, args.strides, args.padding), (input.at(-1) ?? 0) * args.depthMultiplier]
}

export function depthwiseKernel(args: WindowArgs & DepthwiseArgs, input: Shape): WeightSpec {
  return {
    name: 'depthwise_kernel',
    shape: [...args.kernelSize, input.at(-1) ?? 0, args.depthMultiplier],
    ...depthwiseWeight.spec(args),
  }
}

export function depthwiseFlops(args: WindowArgs & DepthwiseArgs, input: Shape): number {
  return 2 * sizeOf(depthwiseShape(args, input)) * sizeOf(args.kernelSize)
}
