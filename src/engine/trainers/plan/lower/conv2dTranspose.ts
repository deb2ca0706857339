/**
 * Conv2DTranspose: `transposeKernel`, `conv2dTransposeForward`, `conv2dTransposeInputGradient`, `filterGradient` with the roles of input and
 * output swapped, and `biasGradient`.
 */
import { slidingBackOf } from '../../../../model/layers/convolution/conv2dTranspose'
import { geometryOfTranspose } from '../geometry'
import type { Operation } from '../operation'
import { splitsFor } from '../operations/filterGradient'
import { splitsOfSums } from '../operations/splits'
import { activatedValue, withRowActivation } from './activation'
import { isTrained, targetOf, type Lowering } from './builder'
import { imageSizeOf, shapeOf } from './conv2d'
import { followingActivation } from './followingActivation'
import { transposeKernel } from './transposeKernel'

export const lowerConv2dTranspose: Lowering<'Conv2DTranspose'> = ({ args, name, input, frozen, next, plan }) => {
  const { batchSize } = plan
  const { filters, useBias } = args
  // Of the convolution that is run backwards: its input is the layer's output.
  const geometry = geometryOfTranspose(imageSizeOf(input.shape), filters, slidingBackOf(args))
  const { activation, ...took } = followingActivation(args.activation, next)
  const { output, sums } = activatedValue(plan, name, shapeOf(geometry.input), activation, {
    trained: isTrained({ input, frozen }),
  })
  const [kernel, bias] = [`${name}/kernel`, `${name}/bias`]
  const kernelOffset = plan.weightOffset(kernel)
  const transposition = transposeKernel(plan, {
    layer: name,
    taps: geometry.kernel[0] * geometry.kernel[1],
    inputs: filters,
    outputs: geometry.output.channels,
    turned: Math.max(...geometry.strides) === 1,
    kernelOffset,
  })
  const common = { layer: name, geometry, batchSize }
  plan.addForward(transposition, {
    kind: 'conv2dTransposeForward',
    ...common,
    activation,
    input: input.buffer,
    kernel: transposition.transposed,
    ...(useBias && { biasOffset: plan.weightOffset(bias) }),
    output: output.buffer,
    sums,
  })

  const source = output.gradient ?? ''
  const gradients: Operation[] = []
  if (!frozen) {
    const splits = plan.splits(splitsFor(geometry, batchSize))
    gradients.push({
      kind: 'filterGradient',
      ...common,
      input: source,
      source: { size: geometry.output, buffer: input.buffer },
      bias: false,
      partials: plan.partials(name, [kernel], splits),
      splits,
    })
  }
  if (!frozen && useBias) {
    const rows = batchSize * geometry.input.height
    const biasSplits = plan.splits(splitsOfSums({ channels: filters, sums: filters, rows }))
    gradients.push({
      kind: 'biasGradient',
      layer: name,
      size: geometry.input,
      batchSize,
      source,
      partials: plan.partials(`${name} bias`, [bias], biasSplits),
      splits: biasSplits,
    })
  }
  const target = targetOf(input)
  if (target) gradients.push({ kind: 'conv2dTransposeInputGradient', ...common, source, kernelOffset, ...target })
  plan.addBackward(...gradients)
  return { output: withRowActivation(plan, name, args.activation, output), ...took }
}
