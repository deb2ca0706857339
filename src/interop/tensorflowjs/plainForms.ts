/**
 * Layers that stand for one which plain TensorFlow.js lacks, or computes otherwise than Keras 3: they give the same output. Their training is
 * another thing.
 */
import { createLayer } from '../../model/graph/stack'
import type { Shape } from '../../model/layers/define'
import type { Pair } from '../../model/layers/pair'
import type { DrawnLayer, LayerArgsOf, LayerClassName, NewLayer } from '../../model/layers/registry'
import { cutBefore, slideBack, spanOf } from '../../model/layers/sliding'
import type { Spreading } from './spreadKernel'

export interface PlainForm {
  /** Each reads the one above it, unless it says otherwise. The last one's output is the layer's. */
  readonly layers: readonly DrawnLayer[]
  /** What becomes of the layer's kernel, by the name of the weight. The first of `layers` has it. */
  readonly kernel?: { readonly name: string; readonly spreading: Spreading }
}

/** What a layer reads: shapes without the batch axis, and ids. */
export interface Reading {
  readonly shapes: readonly Shape[]
  readonly ids: readonly string[]
}

type Forms = {
  readonly [Name in LayerClassName]?: (args: LayerArgsOf[Name], reading: Reading) => PlainForm | undefined
}

const FORMS: Forms = {
  // Without training, both let all values pass.
  SpatialDropout2D: ({ rate }) => ({ layers: [createLayer('Dropout', { rate })] }),

  Subtract(_args, { ids: [minuend = '', subtrahend = ''] }) {
    const negative = { ...createLayer('Rescaling', { scale: -1, offset: 0 }), from: [subtrahend] }
    return { layers: [negative, { ...createLayer('Add'), from: [minuend, negative] }] }
  },

  // ELU with alpha 1 is exp(x) - 1 below zero, which a leak multiplies.
  ELU: ({ alpha }) =>
    alpha === 1
      ? undefined
      : { layers: [createLayer('ELU', { alpha: 1 }), createLayer('LeakyReLU', { negativeSlope: alpha })] },

  ReLU({ maxValue, negativeSlope, threshold }) {
    if (threshold !== 0) {
      if (negativeSlope !== 0) return undefined
      const passing = createLayer('ReLU', { threshold })
      return { layers: maxValue === null ? [passing] : [passing, createLayer('ReLU', { maxValue })] }
    }
    if (negativeSlope === 0) return undefined
    const leak = createLayer('LeakyReLU', { negativeSlope })
    if (maxValue === null) return { layers: [leak] }
    // The smaller one of x and m is m - relu(m - x).
    const rest = createLayer('Rescaling', { scale: -1, offset: maxValue })
    return { layers: [leak, rest, createLayer('ReLU'), rest] }
  },

  // Negative axes, all of them, mean the last one there.
  Concatenate: ({ axis }, { shapes: [first = []] }) =>
    axis < -1 ? { layers: [createLayer('Concatenate', { axis: first.length + 1 + axis })] } : undefined,

  GlobalAveragePooling2D: (args, reading) => withAxesKept('GlobalAveragePooling2D', args.keepdims, reading),
  GlobalMaxPooling2D: (args, reading) => withAxesKept('GlobalMaxPooling2D', args.keepdims, reading),

  UpSampling2D({ size, interpolation }) {
    if (interpolation === 'nearest') return undefined
    // The mean over a window as large as a repeated pixel passes from one pixel to the next in a line. A window of even length has its
    // middle between two pixels, so those are made half as large.
    const [down, across] = [size[0] % 2 === 0 ? 2 : 1, size[1] % 2 === 0 ? 2 : 1]
    const window: Pair = [size[0] * down, size[1] * across]
    return {
      layers: [
        createLayer('UpSampling2D', { size: window, interpolation: 'nearest' }),
        createLayer('AveragePooling2D', { poolSize: window, strides: [down, across], padding: 'same' }),
      ],
    }
  },

  DepthwiseConv2D(args, { shapes: [image = []] }) {
    if (Math.max(...args.dilationRate) === 1) return undefined
    const kernelSize = spanOf(args.kernelSize, args.dilationRate)
    const rest = [image.at(-1) ?? 0, args.depthMultiplier]
    return {
      layers: [createLayer('DepthwiseConv2D', { ...args, kernelSize, dilationRate: [1, 1] })],
      kernel: { name: 'depthwise_kernel', spreading: spreadingOf(args, kernelSize, rest) },
    }
  },

  Conv2DTranspose(args, { shapes: [image = []] }) {
    if (Math.max(...args.dilationRate) === 1 && args.outputPadding === null) return undefined
    const rows = alongAxis(args, image, 0)
    const columns = alongAxis(args, image, 1)
    const kernelSize: Pair = [rows.kernel, columns.kernel]
    const whole = createLayer('Conv2DTranspose', {
      ...args,
      kernelSize,
      dilationRate: [1, 1],
      outputPadding: null,
      padding: 'valid',
    })
    const cropped = createLayer('Cropping2D', { rows: rows.cut, columns: columns.cut })
    const isWhole = [...rows.cut, ...columns.cut].every((cut) => cut === 0)
    return {
      layers: isWhole ? [whole] : [whole, cropped],
      kernel: { name: 'kernel', spreading: spreadingOf(args, kernelSize, [args.filters, image.at(-1) ?? 0]) },
    }
  },
}

/** @returns nothing for a layer that plain TensorFlow.js has as it is, or that nothing there can stand for. */
export function plainFormOf(layer: NewLayer, reading: Reading): PlainForm | undefined {
  // `FORMS` pairs each class name with its own arguments, which the compiler can't follow.
  const find = FORMS[layer.className] as
    ((args: NewLayer['args'], reading: Reading) => PlainForm | undefined) | undefined
  const form = find?.(layer.args, reading)
  const layers = (form?.layers ?? [layer]).map(withoutHardSigmoid)
  return form || layers[0]!.length > 1 ? { ...form, layers: layers.flat() } : undefined
}

/** TensorFlow.js has Keras 2's: the sums divided by five, where Keras 3 divides by six. */
function withoutHardSigmoid(layer: DrawnLayer): readonly DrawnLayer[] {
  if (!('activation' in layer.args) || layer.args.activation !== 'hard_sigmoid') return [layer]
  const activated = [
    createLayer('Rescaling', { scale: 1 / 6, offset: 0.5 }),
    createLayer('ReLU', { maxValue: 1 }),
  ] as const
  if (layer.className === 'Activation') return activated
  return [{ ...layer, args: { ...layer.args, activation: 'linear' } } as DrawnLayer, ...activated]
}

function withAxesKept(
  className: 'GlobalAveragePooling2D' | 'GlobalMaxPooling2D',
  keepdims: boolean,
  { shapes: [image = []] }: Reading,
): PlainForm | undefined {
  if (!keepdims) return undefined
  const targetShape = [1, 1, image.at(-1) ?? 0]
  return { layers: [createLayer(className, { keepdims: false }), createLayer('Reshape', { targetShape })] }
}

type WindowArgs = Pick<LayerArgsOf['Conv2DTranspose'], 'kernelSize' | 'dilationRate'>

function spreadingOf({ kernelSize, dilationRate }: WindowArgs, size: Pair, rest: Shape): Spreading {
  return { from: [...kernelSize, ...rest], to: [...size, ...rest], rate: dilationRate }
}

/** The kernel's length that reaches the end of the output, and what is too much before and behind it. */
function alongAxis(
  args: LayerArgsOf['Conv2DTranspose'],
  image: Shape,
  axis: 0 | 1,
): { readonly kernel: number; readonly cut: Pair } {
  const { strides, padding, outputPadding } = args
  const [stride, places] = [strides[axis], image[axis] ?? 0]
  const span = spanOf(args.kernelSize, args.dilationRate)[axis]
  const extra = outputPadding?.[axis] ?? null
  const length = slideBack(places, span, stride, padding, extra)
  const before = cutBefore(span, stride, padding, extra)
  const start = (places - 1) * stride
  const kernel = Math.max(span, before + length - start)
  return { kernel, cut: [before, start + Math.max(stride, kernel) - before - length] }
}
