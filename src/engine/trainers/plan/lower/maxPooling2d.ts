/** MaxPooling2D on its own: `maxPooling2dForward`, `maxPooling2dInputGradient`. Behind a Conv2D, `lowerConv2d` may have taken it in. */
import { geometryOf } from '../geometry'
import { targetOf, type Lowering } from './builder'
import { imageSizeOf } from './conv2d'

export const lowerMaxPooling2d: Lowering<'MaxPooling2D'> = ({ args, name, input, plan }) => {
  const { batchSize } = plan
  const size = imageSizeOf(input.shape)
  const geometry = geometryOf(size, size.channels, {
    kernel: args.poolSize,
    strides: args.strides ?? args.poolSize,
    dilation: [1, 1],
    padding: args.padding,
  })
  const { height, width, channels } = geometry.output
  const target = targetOf(input)
  const output = plan.value(name, [height, width, channels], { trained: target !== undefined })
  const codes = plan.transient(`${name} codes`, batchSize * height * width * channels)
  const common = { layer: name, geometry, batchSize, codes }
  plan.addForward({ kind: 'maxPooling2dForward', ...common, input: input.buffer, output: output.buffer })
  if (target) {
    plan.addBackward({ kind: 'maxPooling2dInputGradient', ...common, source: output.gradient ?? '', ...target })
  }
  return { output }
}
