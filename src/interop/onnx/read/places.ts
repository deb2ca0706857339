/** Operators that put values elsewhere. */
import { sizeOf, type Shape } from '../../../model/layers/define'
import { channelsFirst, channelsLast } from '../builder'
import type { OnnxNode } from '../graph'
import { axisOf, numberOf, numbersOf, refuse, scalarOf, textOf } from './node'
import type { Reading, Value, OperatorReader } from './reading'

/** FLOAT, FLOAT16 and DOUBLE. */
const FLOATS: ReadonlySet<number> = new Set([1, 10, 11])

export const readIdentity: OperatorReader = (reading, node) => reading.value(node)

/** Numbers of another type: those that images come in, or that weights were saved in. */
export const readCast: OperatorReader = (reading, node) => {
  if (FLOATS.has(numberOf(node, 'to', 0))) return reading.value(node)
  refuse(node, 'makes whole numbers, with which no layer computes')
}

export const readTranspose: OperatorReader = (reading, node) => {
  const value = reading.asRow(node, reading.value(node))
  const perm = numbersOf(node, 'perm') ?? value.axes.map((_, place) => value.axes.length - place)
  if (perm[0] !== 0 || perm.length !== value.axes.length + 1) refuse(node, 'moves the batch axis')
  const axes = perm.slice(1).map((place) => value.axes[place - 1]!)
  if (new Set(axes).size !== value.axes.length || axes.includes(undefined as never))
    refuse(node, 'has no order of axes')
  return { ...value, axes }
}

export const readFlatten: OperatorReader = (reading, node) => {
  if (numberOf(node, 'axis', 1) !== 1) refuse(node, 'joins other axes than all behind the batch axis')
  return asRow(reading.value(node))
}

function asRow(value: Value): Value {
  return value.isRow || value.shape.length === 1 ? value : { ...value, isRow: true }
}

function reshaped(reading: Reading, node: OnnxNode, value: Value, target: Shape): Value {
  if (target.length === 1) return asRow(value)
  const before = value.isRow ? [sizeOf(value.shape)] : value.axes.map((axis) => value.shape[axis]!)
  if (before.length === target.length && before.every((length, place) => length === target[place])) return value
  const input = reading.inOrder(node, value)
  return { ...reading.make(node, 'Reshape', { targetShape: target }, [input]), axes: channelsLast(target) }
}

export const readReshape: OperatorReader = (reading, node) => {
  const value = reading.value(node)
  const [batch, ...rest] = reading.integers(node, 'shape', 1) ?? []
  if (batch !== undefined && rest.length === 0) return { ...value, inBatch: true }
  const before = value.isRow ? [sizeOf(value.shape)] : value.axes.map((axis) => value.shape[axis]!)
  const lengths = rest.map((length, place) => (length === 0 ? (before[place] ?? 0) : length))
  const known = sizeOf(lengths.filter((length) => length !== -1))
  const target = lengths.map((length) => (length === -1 ? sizeOf(value.shape) / known : length))
  if (batch === undefined || sizeOf(target) !== sizeOf(value.shape)) refuse(node, 'mixes the images of a batch')
  return reshaped(reading, node, value, target)
}

/** All values of a batch in their order, as PyTorch writes the view of a pooled image behind a Reshape to one row. */
export const readGather: OperatorReader = (reading, node) => {
  const { inBatch, ...value } = reading.value(node)
  const indices = reading.constant(node, 1)
  const isWhole =
    indices?.type === 'integer' &&
    sizeOf(indices.dims.slice(1)) === sizeOf(value.shape) &&
    indices.values.every((index, at) => index === at)
  if (!inBatch || !isWhole) refuse(node, 'picks single values, which no layer does')
  return reshaped(reading, node, value, indices.dims.slice(1))
}

export const readSqueeze: OperatorReader = (reading, node) => {
  const value = reading.value(node)
  const lengths = value.axes.map((axis) => value.shape[axis]!)
  const given = reading.integers(node, 'axes', 1)?.map((axis) => axisOf(node, axis, lengths.length))
  const places = given ?? lengths.flatMap((length, place) => (length === 1 ? [place] : []))
  if (places.some((place) => lengths[place] !== 1)) refuse(node, 'takes away an axis that is longer than 1')
  return reshaped(
    reading,
    node,
    value,
    lengths.filter((_, place) => !places.includes(place)),
  )
}

export const readUnsqueeze: OperatorReader = (reading, node) => {
  const value = reading.asRow(node, reading.value(node))
  const axes = reading.integers(node, 'axes', 1) ?? []
  const count = value.axes.length + axes.length
  const places = axes.map((axis) => axisOf(node, axis, count))
  const lengths = value.axes.map((axis) => value.shape[axis]!)
  const target = Array.from({ length: count }, (_, place) => (places.includes(place) ? 1 : lengths.shift()!))
  return reshaped(reading, node, value, target)
}

/** The image, and the places of its height and width, from which nothing but those is cut or padded. */
function withSides(reading: Reading, node: OnnxNode, changed: readonly boolean[]): Value {
  const value = reading.value(node)
  if (value.isRow || value.shape.length !== 3 || changed.length !== 3) refuse(node, 'works on other values than images')
  const wanted = changed[0] ? channelsLast(value.shape) : channelsFirst(value.shape)
  const channel = wanted.indexOf(2)
  if (changed[channel]) refuse(node, 'cuts or pads the channels')
  return reading.relabelled(node, value, wanted)
}

export const readPad: OperatorReader = (reading, node) => {
  const pads = reading.integers(node, 'pads', 1) ?? []
  const value = node.inputs[2] ? scalarOf(reading.constant(node, 2)) : numberOf(node, 'value', 0)
  if (textOf(node, 'mode', 'constant') !== 'constant' || value !== 0 || node.inputs[3])
    refuse(node, 'pads with something else than zeros')
  const axes = pads.length / 2
  if (axes !== 4 || pads[0] !== 0 || pads[4] !== 0) refuse(node, 'pads the batch, or other values than images')
  const image = withSides(
    reading,
    node,
    [1, 2, 3].map((axis) => pads[axis] !== 0 || pads[axis + 4] !== 0),
  )
  const side = (axis: number): readonly [number, number] => {
    const place = image.axes.indexOf(axis) + 1
    return [pads[place]!, pads[place + 4]!]
  }
  return { ...image, ...reading.make(node, 'ZeroPadding2D', { rows: side(0), columns: side(1) }, [image]) }
}

export const readSlice: OperatorReader = (reading, node) => {
  const starts = reading.integers(node, 'starts', 1) ?? []
  const ends = reading.integers(node, 'ends', 2) ?? []
  const axes = reading.integers(node, 'axes', 3) ?? starts.map((_, axis) => axis)
  const steps = reading.integers(node, 'steps', 4) ?? []
  if (steps.some((step) => step !== 1)) refuse(node, 'takes every second value, or backwards')
  const value = reading.value(node)
  const lengths = value.axes.map((axis) => value.shape[axis]!)
  const cuts = lengths.map((): readonly [number, number] => [0, 0])
  for (const [at, axis] of axes.entries()) {
    const place = axisOf(node, axis, lengths.length)
    const length = lengths[place]!
    const bound = (given: number): number => Math.min(length, Math.max(0, given < 0 ? given + length : given))
    cuts[place] = [bound(starts[at] ?? 0), length - bound(ends[at] ?? length)]
  }
  const image = withSides(
    reading,
    node,
    cuts.map(([before, after]) => before + after > 0),
  )
  const [rows, columns] = [cuts[image.axes.indexOf(0)]!, cuts[image.axes.indexOf(1)]!]
  return { ...image, ...reading.make(node, 'Cropping2D', { rows, columns }, [image]) }
}

export const readResize: OperatorReader = (reading, node) => {
  const isOld = node.op === 'Upsample' || reading.opset < 11
  const value = reading.value(node)
  const lengths = value.axes.map((axis) => value.shape[axis]!)
  const given = reading.constant(node, isOld ? 1 : 2)
  const sizes = isOld ? undefined : reading.constant(node, 3)
  const scales =
    given && given.values.length > 0
      ? Array.from(given.values).slice(1)
      : (numbersOf(node, 'scales')?.slice(1) ??
        (sizes ? Array.from(sizes.values).slice(1) : []).map((size, at) => size / lengths[at]!))
  if (scales.length !== 3 || scales.some((scale) => !Number.isInteger(scale) || scale < 1))
    refuse(node, 'does not make images larger by whole numbers')
  const image = withSides(
    reading,
    node,
    scales.map((scale) => scale !== 1),
  )
  const [height, width] = [scales[image.axes.indexOf(0)]!, scales[image.axes.indexOf(1)]!]
  const mode = textOf(node, 'mode', 'nearest')
  const places = textOf(node, 'coordinate_transformation_mode', isOld ? 'asymmetric' : 'half_pixel')
  const isHalf = places === 'half_pixel' || places === 'pytorch_half_pixel'
  const rounds = textOf(node, 'nearest_mode', isOld ? 'floor' : 'round_prefer_floor')
  const repeats =
    mode === 'nearest' && ((places === 'asymmetric' && rounds === 'floor') || (isHalf && rounds.startsWith('round')))
  if (!repeats && !(mode === 'linear' && isHalf))
    refuse(node, `enlarges in the way “${mode}, ${places}”, which no layer does`)
  const interpolation = mode === 'nearest' ? 'nearest' : 'bilinear'
  return { ...image, ...reading.make(node, 'UpSampling2D', { size: [height, width], interpolation }, [image]) }
}
