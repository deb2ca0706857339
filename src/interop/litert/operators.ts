/**
 * The operators of LiteRT that Strata writes: `BuiltinOperator`, `BuiltinOptions` and the tables of options in
 * https://github.com/google-ai-edge/LiteRT/blob/main/tflite/converter/schema/schema.fbs.
 */
import type { Pair } from '../../model/layers/pair'
import type { Padding } from '../../model/layers/sliding'
import { float32, int32, int8, table, type Part } from './flatBuffer'

export interface Operator {
  /** In `BuiltinOperator`. */
  readonly code: number
  /** The first that has what is asked of it. */
  readonly version: number
  /** `type` is the table's number in `BuiltinOptions`. */
  readonly options?: { readonly type: number; readonly part: Part }
  /** Absent for float32. */
  readonly gives?: 'bool'
}

/** `ActivationFunctionType`: what an operator does to its results before it gives them. */
export type Fused = keyof typeof FUSED
const FUSED = { none: 0, relu: 1, relu6: 3 } as const

const PADDINGS: Readonly<Record<Padding, number>> = { same: 0, valid: 1 }

function plain(code: number): Operator {
  return { code, version: 1 }
}

export const RELU = plain(19)
export const RELU6 = plain(21)
export const ELU = plain(111)
export const PRELU = plain(54)
export const LOGISTIC = plain(14)
export const TANH = plain(28)
export const EXP = plain(47)
export const LOG = plain(73)
export const ABS = plain(101)
export const NEG = plain(59)
export const RSQRT = plain(76)
export const LOG_SOFTMAX = plain(50)
export const MAXIMUM = plain(55)
export const MINIMUM = plain(57)
export const GREATER: Operator = { ...plain(61), gives: 'bool' }
export const SELECT = plain(123)
export const SQUARED_DIFFERENCE = plain(99)
export const RESHAPE = plain(22)
export const TRANSPOSE = plain(39)
export const PAD = plain(34)
export const SLICE = plain(65)

const ArithmeticOptions = table({ activation: int8(0) })

function arithmetic(code: number, type: number) {
  return (fused: Fused = 'none'): Operator => ({
    code,
    version: 1,
    options: { type, part: ArithmeticOptions({ activation: FUSED[fused] }) },
  })
}

export const add = arithmetic(0, 11)
export const subtract = arithmetic(41, 28)
export const multiply = arithmetic(18, 21)
export const divide = arithmetic(42, 29)

interface Window {
  readonly padding: Padding
  readonly strides: Pair
}

interface ConvolutionWindow extends Window {
  readonly dilation: Pair
  readonly fused: Fused
}

const Conv2DOptions = table({
  padding: int8(0),
  strideW: int32(1),
  strideH: int32(2),
  activation: int8(3),
  dilationW: int32(4),
  dilationH: int32(5),
})

/** Reads images, a kernel of outputs × height × width × inputs, and biases. */
export function conv2d({ padding, strides, dilation, fused }: ConvolutionWindow): Operator {
  const part = Conv2DOptions({
    padding: PADDINGS[padding],
    strideW: strides[1],
    strideH: strides[0],
    activation: FUSED[fused],
    dilationW: dilation[1],
    dilationH: dilation[0],
  })
  return { code: 3, version: 1, options: { type: 1, part } }
}

const DepthwiseConv2DOptions = table({
  padding: int8(0),
  strideW: int32(1),
  strideH: int32(2),
  depthMultiplier: int32(3),
  activation: int8(4),
  dilationW: int32(5),
  dilationH: int32(6),
})

/** Reads images, a kernel of 1 × height × width × outputs, and biases. */
export function depthwiseConv2d(
  { padding, strides, dilation, fused }: ConvolutionWindow,
  depthMultiplier: number,
): Operator {
  const part = DepthwiseConv2DOptions({
    padding: PADDINGS[padding],
    strideW: strides[1],
    strideH: strides[0],
    depthMultiplier,
    activation: FUSED[fused],
    dilationW: dilation[1],
    dilationH: dilation[0],
  })
  return { code: 4, version: 2, options: { type: 2, part } }
}

const TransposeConvOptions = table({ padding: int8(0), strideW: int32(1), strideH: int32(2) })

/** Reads the output's shape, a kernel of outputs × height × width × inputs, images, and biases. */
export function transposeConv({ padding, strides }: Window): Operator {
  const part = TransposeConvOptions({ padding: PADDINGS[padding], strideW: strides[1], strideH: strides[0] })
  return { code: 67, version: 3, options: { type: 49, part } }
}

const FullyConnectedOptions = table({ activation: int8(0) })

/** Reads rows, a kernel of outputs × inputs, and biases. */
export function fullyConnected(fused: Fused): Operator {
  return { code: 9, version: 1, options: { type: 8, part: FullyConnectedOptions({ activation: FUSED[fused] }) } }
}

const Pool2DOptions = table({
  padding: int8(0),
  strideW: int32(1),
  strideH: int32(2),
  filterWidth: int32(3),
  filterHeight: int32(4),
})

function pool(code: number) {
  return ({ padding, strides }: Window, size: Pair): Operator => {
    const part = Pool2DOptions({
      padding: PADDINGS[padding],
      strideW: strides[1],
      strideH: strides[0],
      filterWidth: size[1],
      filterHeight: size[0],
    })
    return { code, version: 1, options: { type: 5, part } }
  }
}

export const averagePool2d = pool(1)
export const maxPool2d = pool(17)

const ReducerOptions = table({ keepDims: int8(0) })

/** Reads a tensor and the axes along which it is brought together. */
function reduce(code: number) {
  return (keepAxes: boolean): Operator => ({
    code,
    version: 1,
    options: { type: 27, part: ReducerOptions({ keepDims: Number(keepAxes) }) },
  })
}

export const mean = reduce(40)
export const reduceMax = reduce(82)

const SoftmaxOptions = table({ beta: float32(0) })
export const SOFTMAX: Operator = { code: 25, version: 1, options: { type: 9, part: SoftmaxOptions({ beta: 1 }) } }

const LeakyReluOptions = table({ alpha: float32(0) })

export function leakyRelu(alpha: number): Operator {
  return { code: 98, version: 1, options: { type: 75, part: LeakyReluOptions({ alpha }) } }
}

const GeluOptions = table({ approximate: int8(0) })
/** By the error function, not by tanh. */
export const GELU: Operator = { code: 150, version: 1, options: { type: 116, part: GeluOptions({ approximate: 0 }) } }

const ConcatenationOptions = table({ axis: int32(0) })

export function concatenation(axis: number): Operator {
  return { code: 2, version: 1, options: { type: 10, part: ConcatenationOptions({ axis }) } }
}

const ResizeBilinearOptions = table({ alignCorners: int8(2), halfPixelCenters: int8(3) })
const ResizeNearestNeighborOptions = table({ alignCorners: int8(0), halfPixelCenters: int8(1) })
const CENTRED = { alignCorners: 0, halfPixelCenters: 1 }

/** Both read images and the output's height and width. */
export const RESIZE_BILINEAR: Operator = {
  code: 23,
  version: 3,
  options: { type: 15, part: ResizeBilinearOptions(CENTRED) },
}
export const RESIZE_NEAREST_NEIGHBOR: Operator = {
  code: 97,
  version: 3,
  options: { type: 74, part: ResizeNearestNeighborOptions(CENTRED) },
}
