/** DepthwiseConv2D: `depthwiseConv2dForward`, `depthwiseConv2dInputGradient`, `depthwiseFilterGradient`. */
import type { PointwiseActivation } from '../activations'
import { geometryOf, type Geometry, type ImageSize, type SlidingArgs } from '../geometry'
import type { Operation } from '../operation'
import { depthwiseSplitsFor } from '../operations/depthwiseConv2d'
import { activatedValue, withRowActivation } from './activation'
import { targetOf, type Lowering, type PlanBuilder, type Value } from './builder'
import { imageSizeOf, shapeOf } from './conv2d'
import { followingActivation } from './followingActivation'

export const lowerDepthwiseConv2d: Lowering<'DepthwiseConv2D'> = ({ args, name, input, next, plan }) => {
  const geometry = depthwiseGeometry(imageSizeOf(input.shape), args.depthMultiplier, {
    kernel: args.kernelSize,
    strides: args.strides,
    dilation: args.dilationRate,
    padding: args.padding,
  })
  const { activation, ...took } = followingActivation(args.activation, next)
  const { output, sums } = activatedValue(plan, name, shapeOf(geometry.output), activation)
  addDepthwiseConv2d(plan, {
    layer: name,
    geometry,
    activation,
    input,
    kernel: `${name}/depthwise_kernel`,
    ...(args.useBias && { bias: `${name}/bias` }),
    output,
    sums,
  })
  return { output: withRowActivation(plan, name, args.activation, output), ...took }
}

export function depthwiseGeometry(input: ImageSize, multiplier: number, args: SlidingArgs): Geometry {
  return geometryOf(input, input.channels * multiplier, args)
}

export interface AddedDepthwiseConv2d {
  readonly layer: string
  readonly geometry: Geometry
  readonly activation: PointwiseActivation
  readonly input: Value
  /** The keys of its weights, which lie side by side. */
  readonly kernel: string
  readonly bias?: string
  readonly output: Value
  readonly sums: string
}

/** Adds the operations of a depthwise convolution, forward and backward. */
export function addDepthwiseConv2d(plan: PlanBuilder, convolution: AddedDepthwiseConv2d): void {
  const { layer, geometry, activation, input, kernel, bias, output, sums } = convolution
  const { batchSize } = plan
  const kernelOffset = plan.weightOffset(kernel)
  const common = { layer, geometry, batchSize }
  plan.addForward({
    kind: 'depthwiseConv2dForward',
    ...common,
    activation,
    input: input.buffer,
    kernelOffset,
    ...(bias !== undefined && { biasOffset: plan.weightOffset(bias) }),
    output: output.buffer,
    sums,
  })

  const source = output.gradient ?? ''
  const splits = depthwiseSplitsFor(geometry, batchSize)
  const gradients: Operation[] = [
    {
      kind: 'depthwiseFilterGradient',
      ...common,
      input: input.buffer,
      source,
      bias: bias !== undefined,
      partials: plan.partials(`${layer} depthwise`, bias === undefined ? [kernel] : [kernel, bias], splits),
      splits,
    },
  ]
  const target = targetOf(input)
  if (target) gradients.push({ kind: 'depthwiseConv2dInputGradient', ...common, source, kernelOffset, ...target })
  plan.addBackward(...gradients)
}
