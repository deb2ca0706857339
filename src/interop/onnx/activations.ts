/** The activations as ONNX's operators of opset 17, where the last axis of the value may lie anywhere. */
import type { Activation } from '../../model/layers/activations'
import type { GraphBuilder, Value } from './builder'
import { float, int } from './graph'

type Write = (graph: GraphBuilder, value: Value) => Value

const ACTIVATION_WRITERS: Readonly<Record<Activation, Write>> = {
  linear: (_graph, value) => value,
  relu: (graph, value) => graph.pointwise('Relu', value),
  relu6: (graph, value) => clipped(graph, value, 0, 6),
  elu: (graph, value) => graph.pointwise('Elu', value, { alpha: float(1) }),
  // Its default alpha and gamma are Keras's.
  selu: (graph, value) => graph.pointwise('Selu', value),
  gelu(graph, value) {
    const scaled = graph.pointwise('Div', value, {}, [graph.number('sqrt2', Math.SQRT2)])
    const erf = graph.pointwise('Erf', scaled)
    const share = graph.pointwise('Add', erf, {}, [graph.number('one', 1)])
    const product = graph.pointwise('Mul', value, {}, [share.name])
    return graph.pointwise('Mul', product, {}, [graph.number('half', 0.5)])
  },
  swish: (graph, value) => graph.pointwise('Mul', value, {}, [graph.pointwise('Sigmoid', value).name]),
  mish(graph, value) {
    const tanh = graph.pointwise('Tanh', graph.pointwise('Softplus', value))
    return graph.pointwise('Mul', value, {}, [tanh.name])
  },
  softplus: (graph, value) => graph.pointwise('Softplus', value),
  softsign: (graph, value) => graph.pointwise('Softsign', value),
  sigmoid: (graph, value) => graph.pointwise('Sigmoid', value),
  // Keras 3's. Keras 2's, and ONNX's default, have a slope of 0.2.
  hard_sigmoid: (graph, value) => graph.pointwise('HardSigmoid', value, { alpha: float(1 / 6), beta: float(0.5) }),
  tanh: (graph, value) => graph.pointwise('Tanh', value),
  softmax: (graph, value) => alongLast(graph, 'Softmax', value),
  log_softmax: (graph, value) => alongLast(graph, 'LogSoftmax', value),
}

export function writeActivation(graph: GraphBuilder, value: Value, activation: Activation): Value {
  return ACTIVATION_WRITERS[activation](graph, value)
}

function alongLast(graph: GraphBuilder, op: string, given: Value): Value {
  // Without an order of its own, a flattened row has the shares of its values in the same places.
  const axis = given.axes.indexOf(given.shape.length - 1) + 1
  return graph.pointwise(op, given, { axis: int(axis) })
}

/** @param least null for no bound. */
export function clipped(graph: GraphBuilder, value: Value, least: number | null, most: number): Value {
  const min = least === null ? '' : graph.number('min', least)
  return graph.pointwise('Clip', value, {}, [min, graph.number('max', most)])
}
