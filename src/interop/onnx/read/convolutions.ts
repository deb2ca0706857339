/** Convolutions and pooling of ONNX as layers. */
import { isSameShape, type Shape, type Sliding } from '../../../model/layers/define'
import type { Pair } from '../../../model/layers/pair'
import { cutBefore, slideBack, spanOf } from '../../../model/layers/sliding'
import { channelsFirst } from '../builder'
import type { OnnxNode } from '../graph'
import { padsOf } from '../layers/convolutions'
import { numberOf, numbersOf, refuse, textOf, turned } from './node'
import type { OperatorReader, Reading, Value } from './reading'

function pairOf(node: OnnxNode, name: string, otherwise: Pair): Pair {
  const [first, second, third] = numbersOf(node, name) ?? otherwise
  if (first === undefined || second === undefined || third !== undefined) {
    refuse(node, `has ${name} for another number of axes than height and width`)
  }
  return [first, second]
}

/** A window, and the pixels by which it reaches over the edges: above, left, below, right. */
interface Window extends Omit<Sliding, 'padding'> {
  readonly pads: readonly [number, number, number, number]
}

function windowOf(node: OnnxNode, input: Value, kernel: Pair): Window {
  const strides = pairOf(node, 'strides', [1, 1])
  const dilation = pairOf(node, 'dilations', [1, 1])
  const auto = textOf(node, 'auto_pad', 'NOTSET')
  const same = padsOf({ kernel, strides, dilation, padding: 'same' }, input) as Window['pads']
  if (auto === 'SAME_UPPER') return { kernel, strides, dilation, pads: same }
  // The larger half of an odd number is above and left.
  if (auto === 'SAME_LOWER') return { kernel, strides, dilation, pads: [same[2], same[3], same[0], same[1]] }
  const given = auto === 'VALID' ? undefined : numbersOf(node, 'pads')
  const [top = 0, left = 0, bottom = 0, right = 0] = given ?? []
  return { kernel, strides, dilation, pads: [top, left, bottom, right] }
}

/** A layer's padding that does the same; undefined where there is none. */
function paddingOf(window: Window, input: Value): 'valid' | 'same' | undefined {
  if (window.pads.every((pad) => pad === 0)) return 'valid'
  const same = padsOf({ ...window, padding: 'same' }, input)
  return same.every((pad, side) => pad === window.pads[side]) ? 'same' : undefined
}

/** The image with a border of zeros. */
function bordered(reading: Reading, node: OnnxNode, input: Value, pads: Window['pads']): Value {
  const [top, left, bottom, right] = pads
  if (Math.min(...pads) < 0) refuse(node, 'has padding below 0')
  const { layer, shape } = reading.make(node, 'ZeroPadding2D', { rows: [top, bottom], columns: [left, right] }, [input])
  return { ...input, layer, shape }
}

/** The input and the padding of a window that sees zeros beyond the edges. */
function padded(reading: Reading, node: OnnxNode, input: Value, window: Window) {
  const padding = paddingOf(window, input)
  if (padding) return { input, padding }
  return { input: bordered(reading, node, input, window.pads), padding: 'valid' as const }
}

const spatial = (shape: Shape, channels: number): Pick<Value, 'axes'> => ({
  axes: channelsFirst([...shape.slice(0, 2), channels]),
})

export const readConv: OperatorReader = (reading, node) => {
  const image = reading.image(node)
  const kernel = reading.weights(node, 1)
  const [outputs = 0, each = 0, height, width] = kernel.dims
  if (kernel.dims.length !== 4 || height === undefined || width === undefined)
    refuse(node, `has a kernel of ${kernel.dims.length} axes, where Strata has convolutions of images alone`)
  const channels = image.shape[2]!
  const group = numberOf(node, 'group', 1)
  const window = windowOf(node, image, [height, width])
  const { input, padding } = padded(reading, node, image, window)
  const bias = node.inputs[2] ? reading.weights(node, 2).values : undefined
  const common = {
    kernelSize: window.kernel,
    strides: window.strides,
    dilationRate: window.dilation,
    padding,
    activation: 'linear',
    useBias: bias !== undefined,
  } as const
  if (group === 1) {
    const weights = { kernel: turned(kernel, [2, 3, 1, 0]), bias }
    const made = reading.make(node, 'Conv2D', { ...common, filters: outputs }, [input], weights)
    return { ...made, ...spatial(made.shape, outputs) }
  }
  const depthMultiplier = outputs / channels
  if (group !== channels || each !== 1 || !Number.isInteger(depthMultiplier)) {
    refuse(
      node,
      `joins its channels in ${group} groups; Strata has convolutions of all channels, and of each by itself`,
    )
  }
  const as = [channels, depthMultiplier, height, width]
  const weights = { depthwise_kernel: turned({ ...kernel, dims: as }, [2, 3, 0, 1]), bias }
  const made = reading.make(node, 'DepthwiseConv2D', { ...common, depthMultiplier }, [input], weights)
  return { ...made, ...spatial(made.shape, outputs) }
}

export const readConvTranspose: OperatorReader = (reading, node) => {
  const input = reading.image(node)
  const kernel = reading.weights(node, 1)
  const [, filters = 0, height, width] = kernel.dims
  if (kernel.dims.length !== 4 || height === undefined || width === undefined || numberOf(node, 'group', 1) !== 1)
    refuse(node, 'has groups, or another number of axes than height and width')
  if (!['NOTSET', 'VALID'].includes(textOf(node, 'auto_pad', 'NOTSET')) || node.attributes['output_shape'])
    refuse(node, 'leaves its padding to the runtime: export it with pads')
  const { kernel: kernelSize, strides, dilation, pads } = windowOf(node, input, [height, width])
  const more = pairOf(node, 'output_padding', [0, 0])
  const bias = node.inputs[2] ? reading.weights(node, 2).values : undefined
  const args = {
    filters,
    kernelSize,
    strides,
    dilationRate: dilation,
    activation: 'linear',
    useBias: bias !== undefined,
  } as const
  const weights = { kernel: turned(kernel, [2, 3, 1, 0]), bias }
  const span = spanOf(kernelSize, dilation)
  const isSame = [0, 1].every((axis) => {
    const [length, stride] = [input.shape[axis]!, strides[axis]!]
    const whole = (length - 1) * stride + span[axis]! + more[axis]! - pads[axis]! - pads[axis + 2]!
    return (
      whole === slideBack(length, span[axis]!, stride, 'same', null) &&
      pads[axis] === cutBefore(span[axis]!, stride, 'same', null)
    )
  })
  if (isSame) {
    const made = reading.make(node, 'Conv2DTranspose', { ...args, padding: 'same' }, [input], weights)
    return { ...made, ...spatial(made.shape, filters) }
  }
  const whole = { ...args, padding: 'valid', outputPadding: more } as const
  const made = reading.make(node, 'Conv2DTranspose', whole, [input], weights)
  const value = { ...made, ...spatial(made.shape, filters) }
  if (pads.every((pad) => pad === 0)) return value
  const [top, left, bottom, right] = pads
  return { ...value, ...reading.make(node, 'Cropping2D', { rows: [top, bottom], columns: [left, right] }, [value]) }
}

function readPool(reading: Reading, node: OnnxNode, className: 'MaxPooling2D' | 'AveragePooling2D'): Value {
  const image = reading.image(node)
  const poolSize = pairOf(node, 'kernel_shape', [0, 0])
  const window = windowOf(node, image, poolSize)
  if (Math.max(...window.dilation) > 1) refuse(node, 'has dilations, which Strata’s pooling does not have')
  checkRounding(node, image, window)
  // As in Keras, strides that are not given are the pool's size.
  const args = { poolSize, strides: isSameShape(window.strides, poolSize) ? null : window.strides }
  const padding = paddingOf(window, image)
  const countsBorder = className === 'AveragePooling2D' && numberOf(node, 'count_include_pad', 0) === 1
  if (padding === 'valid' || (padding && !countsBorder)) {
    return { ...image, ...reading.make(node, className, { ...args, padding }, [image]) }
  }
  // Zeros are never the maximum of values that are none below 0, and a mean may count them.
  if (className === 'MaxPooling2D' ? !image.isPositive : !countsBorder) {
    refuse(node, `has padding ${window.pads.join(', ')}, which is neither “valid” nor “same”`)
  }
  const input = bordered(reading, node, image, window.pads)
  return { ...input, ...reading.make(node, className, { ...args, padding: 'valid' }, [input]) }
}

/** `ceil_mode` makes a difference only where the last window reaches beyond the edge. */
function checkRounding(node: OnnxNode, { shape }: Value, { kernel, strides, pads }: Window): void {
  if (numberOf(node, 'ceil_mode', 0) === 0) return
  const fits = [0, 1].every((axis) => {
    const steps = (shape[axis]! + pads[axis]! + pads[axis + 2]! - kernel[axis]!) / strides[axis]!
    return Number.isInteger(steps)
  })
  if (!fits) refuse(node, 'rounds the number of its windows up, which no layer does')
}

export const readMaxPool: OperatorReader = (reading, node) => readPool(reading, node, 'MaxPooling2D')
export const readAveragePool: OperatorReader = (reading, node) => readPool(reading, node, 'AveragePooling2D')

export const readGlobal =
  (className: 'GlobalAveragePooling2D' | 'GlobalMaxPooling2D'): OperatorReader =>
  (reading, node) => {
    const image = reading.image(node)
    return { ...image, ...reading.make(node, className, { keepdims: true }, [image]) }
  }

/** A mean or maximum over height and width, wherever they lie. */
export const readReduce =
  (className: 'GlobalAveragePooling2D' | 'GlobalMaxPooling2D'): OperatorReader =>
  (reading, node) => {
    const value = reading.value(node)
    const given = reading.integers(node, 'axes', 1) ?? []
    const places = given.map((axis) => (axis < 0 ? axis + value.axes.length : axis - 1))
    const kept = value.axes.map((_, place) => place).filter((place) => !places.includes(place))
    const [channel] = kept
    if (value.isRow || value.shape.length !== 3 || kept.length !== 1 || channel === undefined)
      refuse(node, 'works along other axes than height and width')
    // Height and width in the order in which they lie, which makes no difference to a mean.
    const axes = [0, 1, 2].map((place) => (place === channel ? 2 : places.toSorted((a, b) => a - b).indexOf(place)))
    const image = reading.relabelled(node, value, isInOrder(value.axes, channel) ? value.axes : axes)
    const keepdims = numberOf(node, 'keepdims', 1) === 1
    const made = reading.make(node, className, { keepdims }, [image])
    return { ...made, axes: keepdims ? image.axes : [0], ...(image.isPositive && { isPositive: true }) }
  }

function isInOrder(axes: readonly number[], channel: number): boolean {
  return axes[channel] === 2
}
