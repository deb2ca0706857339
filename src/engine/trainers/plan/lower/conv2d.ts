/**
 * Conv2D, with an activation layer behind it, and with the MaxPooling2D behind that where its windows lie side by side: `conv2dForward`,
 * `conv2dInputGradient`, `filterGradient`.
 */
import { isRowActivation } from '../../../../model/layers/activations'
import { slidingOf } from '../../../../model/layers/convolution/window'
import type { Shape } from '../../../../model/layers/define'
import { poolSlidingOf } from '../../../../model/layers/pooling/pooling2d'
import type { Layer, LayerArgsOf } from '../../../../model/layers/registry'
import { isPlainRelu, type PointwiseActivation } from '../activations'
import { borderOf, geometryOf, overBorder, type Border, type Geometry, type ImageSize } from '../geometry'
import type { Operation } from '../operation'
import type { FusedPool, ImageSource } from '../operations/conv2d'
import { alignedSplits, splitsFor } from '../operations/filterGradient'
import { activatedValue, withRowActivation } from './activation'
import { isTrained, targetOf, type Lowering, type PlanBuilder, type Value } from './builder'
import { followingActivation } from './followingActivation'
import { transposeKernel } from './transposeKernel'

export const lowerConv2d: Lowering<'Conv2D'> = ({ args, name, input, frozen, next, afterNext, plan }) => {
  const geometry = overBorder(geometryOfConv2d(args, input.shape), input.border)
  const { activation, ...took } = followingActivation(args.activation, next)
  const pooled = isRowActivation(args.activation) ? undefined : findPool(geometry, took.tookNext ? afterNext : next)
  const { height, width, channels } = pooled?.output ?? geometry.output
  const marksDead = pooled !== undefined && plan.parts === undefined && isPlainRelu(activation)
  const { output, sums } = activatedValue(plan, name, [height, width, channels], activation, {
    trained: isTrained({ input, frozen }),
    derived: !marksDead,
  })
  const packed = pooled !== undefined && plan.packsCodesOf(channels, pooled.size)
  const pool: FusedPool | undefined = pooled && {
    ...pooled,
    codes: plan.transient(`${name} codes`, (plan.batchSize * height * width * channels) / (packed ? 4 : 1)),
    packed,
    marksDead,
  }
  addConv2d(plan, {
    layer: name,
    geometry,
    activation,
    input,
    kernel: `${name}/kernel`,
    ...(args.useBias && { bias: `${name}/bias` }),
    frozen,
    output,
    sums,
    ...(pool && { pool }),
  })
  const activated = withRowActivation(plan, name, args.activation, output)
  if (!pool) return { output: activated, ...took }
  return took.tookNext ? { output: activated, tookAfterNext: true } : { output: activated, tookNext: true }
}

/** The zeros around its input that the layer would read: with them in the buffer, no read of it takes a check. */
export function borderForConv2d(args: LayerArgsOf['Conv2D'], shape: Shape): Border | undefined {
  return borderOf(geometryOfConv2d(args, shape))
}

function geometryOfConv2d(args: LayerArgsOf['Conv2D'], shape: Shape): Geometry {
  return geometryOf(imageSizeOf(shape), args.filters, slidingOf(args))
}

/** A convolution that a lowering adds to the plan: a layer, or a part of one. */
export interface AddedConvolution {
  readonly layer: string
  readonly geometry: Geometry
  readonly activation: PointwiseActivation
  readonly input: Value
  /** The keys of its weights, which lie side by side. */
  readonly kernel: string
  readonly bias?: string
  /** Whether the weights stay as they are. */
  readonly frozen: boolean
  readonly output: Value
  readonly sums: string
}

/** The spec of the forward operation. */
export function forwardOf(plan: PlanBuilder, convolution: AddedConvolution) {
  const { layer, geometry, activation, input, kernel, bias, output, sums } = convolution
  return {
    layer,
    geometry,
    batchSize: plan.batchSize,
    activation,
    input: input.buffer,
    kernelOffset: plan.weightOffset(kernel),
    ...(bias !== undefined && { biasOffset: plan.weightOffset(bias) }),
    output: output.buffer,
    sums,
  }
}

/** Adds the operations of a convolution, forward and backward. */
export function addConv2d(plan: PlanBuilder, convolution: AddedConvolution & { readonly pool?: FusedPool }): void {
  const { layer, geometry, input, kernel, bias, frozen, output, pool } = convolution
  const { batchSize } = plan
  const common = { layer, geometry, batchSize }
  plan.addForward({ kind: 'conv2dForward', ...forwardOf(plan, convolution), ...(pool ? { pool } : {}) })

  const source: ImageSource = {
    size: geometry.output,
    buffer: output.gradient ?? '',
    ...(pool && {
      pooled: {
        codes: pool.codes,
        packed: pool.packed ?? false,
        pool: pool.size,
        height: pool.output.height,
        width: pool.output.width,
      },
    }),
  }
  const target = targetOf(input)
  const gradients: Operation[] = []
  if (!frozen) {
    const wanted = splitsFor(geometry, batchSize)
    const splits = plan.splits(pool && !target ? alignedSplits(wanted, batchSize, pool.output.height) : wanted)
    gradients.push({
      kind: 'filterGradient',
      ...common,
      input: input.buffer,
      source,
      bias: bias !== undefined,
      partials: plan.partials(layer, bias === undefined ? [kernel] : [kernel, bias], splits),
      splits,
    })
  }
  if (target) {
    const transposition = transposeKernel(plan, {
      layer,
      taps: geometry.kernel[0] * geometry.kernel[1],
      inputs: geometry.input.channels,
      outputs: geometry.output.channels,
      turned: Math.max(...geometry.strides) === 1,
      kernelOffset: plan.weightOffset(kernel),
    })
    const { transposed } = transposition
    gradients.push(transposition, { kind: 'conv2dInputGradient', ...common, source, kernel: transposed, ...target })
  }
  plan.addBackward(...gradients)
}

export function shapeOf({ height, width, channels }: ImageSize): Shape {
  return [height, width, channels]
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
  const pool = geometryOf(output, output.channels, poolSlidingOf(next.args))
  const sideBySide = pool.strides[0] === size[0] && pool.strides[1] === size[1]
  const whole = pool.output.height * size[0] <= output.height && pool.output.width * size[1] <= output.width
  const small = Math.max(...size) <= LARGEST_POOL && kernel[1] <= WIDEST_KERNEL && Math.max(...strides) === 1
  return sideBySide && whole && small ? { size, output: pool.output } : undefined
}
