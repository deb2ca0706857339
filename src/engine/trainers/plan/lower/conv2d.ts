/**
 * Conv2D, with an activation layer behind it, and with the MaxPooling2D behind that where its windows lie side by side: `conv2dForward`,
 * `conv2dInputGradient`, `filterGradient`.
 */
import { isRowActivation } from '../../../../model/layers/activations'
import type { Shape } from '../../../../model/layers/define'
import type { Layer } from '../../../../model/layers/registry'
import { geometryOf, type Geometry, type ImageSize } from '../geometry'
import type { Operation } from '../operation'
import type { FusedPool, ImageSource } from '../operations/conv2d'
import { splitsFor } from '../operations/filterGradient'
import { activatedValue, withRowActivation } from './activation'
import { targetOf, type Lowering } from './builder'
import { followingActivation } from './followingActivation'

export const lowerConv2d: Lowering<'Conv2D'> = ({ args, name, input, next, afterNext, plan }) => {
  const { batchSize } = plan
  const geometry = geometryOf(imageSizeOf(input.shape), args.filters, {
    kernel: args.kernelSize,
    strides: args.strides,
    dilation: args.dilationRate,
    padding: args.padding,
  })
  const { activation, ...took } = followingActivation(args.activation, next)
  const pooled = isRowActivation(args.activation) ? undefined : findPool(geometry, took.tookNext ? afterNext : next)
  const { height, width, channels } = pooled?.output ?? geometry.output
  const { output, sums } = activatedValue(plan, name, [height, width, channels], activation)
  const pool: FusedPool | undefined = pooled && {
    ...pooled,
    codes: plan.transient(`${name} codes`, batchSize * height * width * channels),
  }

  const { useBias } = args
  const [kernel, bias] = [`${name}/kernel`, `${name}/bias`]
  const kernelOffset = plan.weightOffset(kernel)
  const common = { layer: name, geometry, batchSize }
  plan.addForward({
    kind: 'conv2dForward',
    ...common,
    activation,
    input: input.buffer,
    kernelOffset,
    ...(useBias && { biasOffset: plan.weightOffset(bias) }),
    output: output.buffer,
    sums,
    ...(pool ? { pool } : {}),
  })

  const source: ImageSource = {
    size: geometry.output,
    buffer: output.gradient ?? '',
    ...(pool ? { pooled: { codes: pool.codes, pool: pool.size, height, width } } : {}),
  }
  const splits = splitsFor(geometry, batchSize)
  const partials = plan.partials(name, useBias ? [kernel, bias] : [kernel], splits)
  const gradients: Operation[] = [
    { kind: 'filterGradient', ...common, input: input.buffer, source, bias: useBias, partials, splits },
  ]
  const target = targetOf(input)
  if (target) {
    const [rows, columns] = geometry.kernel
    const transposed = plan.transient(
      `${name} transposed kernel`,
      rows * columns * geometry.input.channels * args.filters,
    )
    gradients.push(
      {
        kind: 'transposeKernel',
        layer: name,
        taps: rows * columns,
        inputs: geometry.input.channels,
        outputs: args.filters,
        turned: Math.max(...geometry.strides) === 1,
        kernelOffset,
        transposed,
      },
      { kind: 'conv2dInputGradient', ...common, source, kernel: transposed, ...target },
    )
  }
  plan.addBackward(...gradients)

  const activated = withRowActivation(plan, name, args.activation, output)
  if (!pool) return { output: activated, ...took }
  return took.tookNext ? { output: activated, tookAfterNext: true } : { output: activated, tookNext: true }
}

export function imageSizeOf([height = 1, width = 1, channels = 1]: Shape): ImageSize {
  return { height, width, channels }
}

/** An invocation of a kernel holds the sums of a whole window. A larger window would leave it too few registers. */
const LARGEST_POOL = 4
/** The backward pass unrolls kernel columns up to this width, so that each column's place in its window is known. */
const WIDEST_KERNEL = 7

function findPool(
  { output, kernel, strides }: Geometry,
  next: Layer | undefined,
): Omit<FusedPool, 'codes'> | undefined {
  if (next?.className !== 'MaxPooling2D') return undefined
  const size = next.args.poolSize
  const pool = geometryOf(output, output.channels, {
    kernel: size,
    strides: next.args.strides ?? size,
    dilation: [1, 1],
    padding: next.args.padding,
  })
  const sideBySide = pool.strides[0] === size[0] && pool.strides[1] === size[1]
  const whole = pool.output.height * size[0] <= output.height && pool.output.width * size[1] <= output.width
  const small = Math.max(...size) <= LARGEST_POOL && kernel[1] <= WIDEST_KERNEL && Math.max(...strides) === 1
  return sideBySide && whole && small ? { size, output: pool.output } : undefined
}
