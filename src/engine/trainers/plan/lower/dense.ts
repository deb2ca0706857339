/** Dense, with an activation layer behind it: `denseForward`, `denseInputGradient`, and `filterGradient` over images of one pixel. */
import { sizeOf } from '../../../../model/layers/define'
import type { Geometry } from '../geometry'
import type { Operation } from '../operation'
import { splitsFor } from '../operations/filterGradient'
import { activatedValue, withRowActivation } from './activation'
import { isTrained, targetOf, type Lowering } from './builder'
import { followingActivation } from './followingActivation'
import { transposeKernel } from './transposeKernel'

export const lowerDense: Lowering<'Dense'> = ({ args, name, input, frozen, next, plan }) => {
  const { batchSize } = plan
  const { units, useBias } = args
  const inputs = sizeOf(input.shape)
  const { activation, ...took } = followingActivation(args.activation, next)
  const { output, sums } = activatedValue(plan, name, [units], activation, {
    trained: isTrained({ input, frozen }),
  })
  const [kernel, bias] = [`${name}/kernel`, `${name}/bias`]
  const kernelOffset = plan.weightOffset(kernel)
  const common = { layer: name, batchSize, inputs, units }
  plan.addForward({
    kind: 'denseForward',
    ...common,
    activation,
    input: input.buffer,
    kernelOffset,
    ...(useBias && { biasOffset: plan.weightOffset(bias) }),
    output: output.buffer,
    sums,
  })

  const source = output.gradient ?? ''
  const gradients: Operation[] = []
  if (!frozen) {
    const geometry = onePixel(inputs, units)
    const splits = plan.splits(splitsFor(geometry, batchSize))
    gradients.push({
      kind: 'filterGradient',
      layer: name,
      geometry,
      batchSize,
      input: input.buffer,
      source: { size: geometry.output, buffer: source },
      bias: useBias,
      partials: plan.partials(name, useBias ? [kernel, bias] : [kernel], splits),
      splits,
    })
  }
  const target = targetOf(input)
  if (target) {
    const transposition = transposeKernel(plan, {
      layer: name,
      taps: 1,
      inputs,
      outputs: units,
      turned: false,
      kernelOffset,
    })
    const { transposed } = transposition
    gradients.push(transposition, { kind: 'denseInputGradient', ...common, source, kernel: transposed, ...target })
  }
  plan.addBackward(...gradients)
  return { output: withRowActivation(plan, name, args.activation, output), ...took }
}

function onePixel(inputs: number, units: number): Geometry {
  return {
    input: { height: 1, width: 1, channels: inputs },
    output: { height: 1, width: 1, channels: units },
    kernel: [1, 1],
    strides: [1, 1],
    dilation: [1, 1],
    before: [0, 0],
  }
}
