/** Dense layers and normalisations. */
import { sizeOf, type Shape } from '../../../model/layers/define'
import { channelsFirst, channelsLast } from '../builder'
import type { OnnxNode } from '../graph'
import { lay } from '../layOut'
import { type Floats, axisOf, numberOf, plain, refuse, turned } from './node'
import type { Reading, Value, OperatorReader } from './reading'

/** The kernel's rows in Strata's order, for a row that lies in another. */
function withRows(values: Floats, units: number, { shape, axes }: Value): Floats {
  const as = [...axes.map((axis) => shape[axis]!), units]
  return lay(values, { as, axes: [...channelsLast(shape).map((axis) => axes.indexOf(axis)), shape.length] })
}

function dense(reading: Reading, node: OnnxNode, kernel: Floats, dims: Shape, bias: Floats | undefined): Value {
  const value = reading.value(node)
  const [inputs = 0, units = 0] = dims
  if (dims.length !== 2 || inputs !== sizeOf(value.shape) || (!value.isRow && value.shape.length !== 1))
    refuse(node, 'has a kernel that does not fit its input')
  const rows = value.isRow ? withRows(kernel, units, value) : kernel
  const row = reading.flattened(node, value)
  const args = { units, activation: 'linear', useBias: bias !== undefined } as const
  return { ...reading.make(node, 'Dense', args, [row], { kernel: rows, bias }), axes: [0] }
}

export const readGemm: OperatorReader = (reading, node) => {
  if (numberOf(node, 'transA', 0) === 1) refuse(node, 'transposes its input')
  const kernel = reading.weights(node, 1)
  const isTurned = numberOf(node, 'transB', 0) === 1
  const [alpha, beta] = [numberOf(node, 'alpha', 1), numberOf(node, 'beta', 1)]
  const values = isTurned ? turned(kernel, [1, 0]) : kernel.values
  const dims = isTurned ? kernel.dims.toReversed() : kernel.dims
  const added = node.inputs[2] ? reading.weights(node, 2) : undefined
  if (added && added.dims.slice(0, -1).some((length) => length !== 1)) refuse(node, 'adds something else to each image')
  const given = added?.values
  const units = dims[1] ?? 0
  const bias = given?.length === 1 && units !== 1 ? new Float32Array(units).fill(given[0]!) : given
  return dense(
    reading,
    node,
    alpha === 1 ? values : values.map((value) => value * alpha),
    dims,
    beta === 1 ? bias : bias?.map((value) => value * beta),
  )
}

export const readMatMul: OperatorReader = (reading, node) => {
  const kernel = reading.weights(node, 1)
  return dense(reading, node, kernel.values, kernel.dims, undefined)
}

export const readBatchNormalization: OperatorReader = (reading, node) => {
  if (numberOf(node, 'training_mode', 0) === 1) refuse(node, 'is in training: export the model for inference')
  const given = reading.asRow(node, reading.value(node))
  const input = reading.relabelled(node, given, channelsFirst(given.shape))
  const weights = {
    gamma: reading.weights(node, 1).values,
    beta: reading.weights(node, 2).values,
    moving_mean: reading.weights(node, 3).values,
    moving_variance: reading.weights(node, 4).values,
  }
  const args = { epsilon: plain(numberOf(node, 'epsilon', 1e-5)) }
  return { ...input, ...reading.make(node, 'BatchNormalization', args, [input], weights) }
}

export const readLayerNormalization: OperatorReader = (reading, node) => {
  const input = reading.inOrder(node, reading.value(node))
  const count = input.shape.length - axisOf(node, numberOf(node, 'axis', -1), input.shape.length)
  const axis = (['-1', '-2, -1', '-3, -2, -1'] as const)[count - 1]
  if (!axis) refuse(node, `works along ${count} axes`)
  const beta = node.inputs[2] ? reading.weights(node, 2).values : undefined
  const args = { axis, epsilon: plain(numberOf(node, 'epsilon', 1e-5)), center: beta !== undefined }
  const weights = { gamma: reading.weights(node, 1).values, beta }
  return { ...input, ...reading.make(node, 'LayerNormalization', args, [input], weights) }
}
