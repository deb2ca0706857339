/** GlobalAveragePooling2D and GlobalMaxPooling2D, each by its two operations. */
import { globalAveragePooling2d, globalMaxPooling2d } from '../../../../model/layers/pooling/globalPooling2d'
import { targetOf, type Lowering } from './builder'
import { imageSizeOf } from './conv2d'

export const lowerGlobalAveragePooling2d: Lowering<'GlobalAveragePooling2D'> = ({ args, name, input, plan }) => {
  const target = targetOf(input)
  const shape = globalAveragePooling2d.outputShape(args, [input.shape])
  const output = plan.value(name, shape, { trained: target !== undefined })
  const common = { layer: name, batchSize: plan.batchSize, size: imageSizeOf(input.shape) }
  plan.addForward({ kind: 'globalAveragePooling2dForward', ...common, input: input.buffer, output: output.buffer })
  if (target) {
    const source = output.gradient ?? ''
    plan.addBackward({ kind: 'globalAveragePooling2dInputGradient', ...common, source, ...target })
  }
  return { output }
}

export const lowerGlobalMaxPooling2d: Lowering<'GlobalMaxPooling2D'> = ({ args, name, input, plan }) => {
  const target = targetOf(input)
  const size = imageSizeOf(input.shape)
  const shape = globalMaxPooling2d.outputShape(args, [input.shape])
  const output = plan.value(name, shape, { trained: target !== undefined })
  const codes = plan.transient(`${name} codes`, plan.batchSize * size.channels)
  const common = { layer: name, batchSize: plan.batchSize, size, codes }
  plan.addForward({ kind: 'globalMaxPooling2dForward', ...common, input: input.buffer, output: output.buffer })
  if (target) {
    const source = output.gradient ?? ''
    plan.addBackward({ kind: 'globalMaxPooling2dInputGradient', ...common, source, ...target })
  }
  return { output }
}
