/** DepthwiseConv2D: `depthwiseConv2dForward`, `depthwiseConv2dInputGradient`, `depthwiseFilterGradient`. */
import type { DepthwiseArgs } from '../../../../model/layers/convolution/depthwise'
import { slidingOf, type WindowArgs } from '../../../../model/layers/convolution/window'
import { geometryOf, type Geometry } from '../geometry'
import type { Operation } from '../operation'
import { depthwiseSplitsFor } from '../operations/depthwiseConv2d'
import { activatedValue, withRowActivation } from './activation'
import { isTrained, targetOf, type Lowering, type PlanBuilder, type Value } from './builder'
import { forwardOf, imageSizeOf, shapeOf, type AddedConvolution } from './conv2d'
import { followingActivation } from './followingActivation'

export const lowerDepthwiseConv2d: Lowering<'DepthwiseConv2D'> = ({ args, name, input, frozen, next, plan }) => {
  const geometry = depthwiseGeometry(input, args)
  const { activation, ...took } = followingActivation(args.activation, next)
  const { output, sums } = activatedValue(plan, name, shapeOf(geometry.output), activation, {
    trained: isTrained({ input, frozen }),
  })
  addDepthwiseConv2d(plan, {
    layer: name,
    geometry,
    activation,
    input,
    kernel: `${name}/depthwise_kernel`,
    ...(args.useBias && { bias: `${name}/bias` }),
    frozen,
    output,
    sums,
  })
  return { output: withRowActivation(plan, name, args.activation, output), ...took }
}

export function depthwiseGeometry({ shape }: Value, args: WindowArgs & DepthwiseArgs): Geometry {
  const size = imageSizeOf(shape)
  return geometryOf(size, size.channels * args.depthMultiplier, slidingOf(args))
}

/** Adds the operations of a depthwise convolution, forward and backward. */
export function addDepthwiseConv2d(plan: PlanBuilder, convolution: AddedConvolution): void {
  const { layer, geometry, input, kernel, bias, frozen, output } = convolution
  const { batchSize } = plan
  const common = { layer, geometry, batchSize }
  const forward = forwardOf(plan, convolution)
  const { kernelOffset } = forward
  plan.addForward({ kind: 'depthwiseConv2dForward', ...forward })

  const source = output.gradient ?? ''
  const gradients: Operation[] = []
  if (!frozen) {
    const splits = plan.splits(depthwiseSplitsFor(geometry, batchSize))
    gradients.push({
      kind: 'depthwiseFilterGradient',
      ...common,
      input: input.buffer,
      source,
      bias: bias !== undefined,
      partials: plan.partials(`${layer} depthwise`, bias === undefined ? [kernel] : [kernel, bias], splits),
      splits,
    })
  }
  const target = targetOf(input)
  if (target) gradients.push({ kind: 'depthwiseConv2dInputGradient', ...common, source, kernelOffset, ...target })
  plan.addBackward(...gradients)
}
