/**
 * MaxPooling2D and AveragePooling2D, each by its two operations. Behind a Conv2D, `lowerConv2d` may have taken the first of them in. Without a
 * weight before it, nothing is wanted of a layer's backward operation.
 */
import { sizeOf } from '../../../../model/layers/define'
import { poolSlidingOf } from '../../../../model/layers/pooling/pooling2d'
import type { LayerArgsOf } from '../../../../model/layers/registry'
import { geometryOf, type Geometry } from '../geometry'
import { targetOf, type Lowering, type Value } from './builder'
import { imageSizeOf, shapeOf } from './conv2d'

export const lowerMaxPooling2d: Lowering<'MaxPooling2D'> = ({ args, name, input, plan }) => {
  const { batchSize } = plan
  const geometry = poolingGeometry(input, args)
  const shape = shapeOf(geometry.output)
  const target = targetOf(input)
  const output = plan.value(name, shape, { trained: target !== undefined })
  const packed = plan.packsCodesOf(geometry.output.channels, geometry.kernel)
  const codes = plan.transient(`${name} codes`, (batchSize * sizeOf(shape)) / (packed ? 4 : 1))
  const common = { layer: name, geometry, batchSize, codes, packed }
  plan.addForward({ kind: 'maxPooling2dForward', ...common, input: input.buffer, output: output.buffer })
  if (target) {
    plan.addBackward({ kind: 'maxPooling2dInputGradient', ...common, source: output.gradient ?? '', ...target })
  }
  return { output }
}

export const lowerAveragePooling2d: Lowering<'AveragePooling2D'> = ({ args, name, input, plan }) => {
  const geometry = poolingGeometry(input, args)
  const target = targetOf(input)
  const output = plan.value(name, shapeOf(geometry.output), { trained: target !== undefined })
  const common = { layer: name, geometry, batchSize: plan.batchSize }
  plan.addForward({ kind: 'averagePooling2dForward', ...common, input: input.buffer, output: output.buffer })
  if (target) {
    plan.addBackward({ kind: 'averagePooling2dInputGradient', ...common, source: output.gradient ?? '', ...target })
  }
  return { output }
}

function poolingGeometry(input: Value, args: LayerArgsOf['MaxPooling2D']): Geometry {
  const size = imageSizeOf(input.shape)
  return geometryOf(size, size.channels, poolSlidingOf(args))
}
