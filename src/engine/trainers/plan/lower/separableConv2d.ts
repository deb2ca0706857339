/** SeparableConv2D: a depthwise convolution, and behind it a convolution of single pixels. */
import { geometryOf } from '../geometry'
import { activatedValue, withRowActivation } from './activation'
import { isTrained, type Lowering } from './builder'
import { addConv2d, shapeOf } from './conv2d'
import { followingActivation } from './followingActivation'
import { addDepthwiseConv2d, depthwiseGeometry } from './depthwiseConv2d'

export const lowerSeparableConv2d: Lowering<'SeparableConv2D'> = ({ args, name, input, frozen, next, plan }) => {
  const trained = isTrained({ input, frozen })
  const depthwise = depthwiseGeometry(input, args)
  const between = plan.value(`${name} depthwise`, shapeOf(depthwise.output), { trained })
  addDepthwiseConv2d(plan, {
    layer: name,
    geometry: depthwise,
    activation: 'linear',
    input,
    kernel: `${name}/depthwise_kernel`,
    frozen,
    output: between,
    sums: '',
  })

  const pointwise = geometryOf(depthwise.output, args.filters, {
    kernel: [1, 1],
    strides: [1, 1],
    dilation: [1, 1],
    padding: 'valid',
  })
  const { activation, ...took } = followingActivation(args.activation, next)
  const { output, sums } = activatedValue(plan, name, shapeOf(pointwise.output), activation, { trained })
  addConv2d(plan, {
    layer: name,
    geometry: pointwise,
    activation,
    input: between,
    kernel: `${name}/pointwise_kernel`,
    ...(args.useBias && { bias: `${name}/bias` }),
    frozen,
    output,
    sums,
  })
  return { output: withRowActivation(plan, name, args.activation, output), ...took }
}
