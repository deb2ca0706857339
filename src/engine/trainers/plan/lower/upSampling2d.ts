/** UpSampling2D: `upSampling2dForward`, `upSampling2dInputGradient`. */
import { upSampledSize } from '../operations/upSampling2d'
import { targetOf, type Lowering } from './builder'
import { imageSizeOf, shapeOf } from './conv2d'

export const lowerUpSampling2d: Lowering<'UpSampling2D'> = ({ args, name, input, plan }) => {
  const size = imageSizeOf(input.shape)
  const target = targetOf(input)
  const output = plan.value(name, shapeOf(upSampledSize(size, args.size)), { trained: target !== undefined })
  const common = {
    layer: name,
    batchSize: plan.batchSize,
    size,
    factors: args.size,
    interpolation: args.interpolation,
  }
  plan.addForward({ kind: 'upSampling2dForward', ...common, input: input.buffer, output: output.buffer })
  if (target) {
    plan.addBackward({ kind: 'upSampling2dInputGradient', ...common, source: output.gradient ?? '', ...target })
  }
  return { output }
}
