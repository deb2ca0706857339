/** Activations: those of layers with weights, and the layers that are one. Those without an operator of their own are composed. */
import type { Activation } from '../../../model/layers/activations'
import { alphaShapeOf } from '../../../model/layers/activation/prelu'
import type { Graph, Value } from '../graph'
import {
  ABS,
  add,
  divide,
  ELU,
  EXP,
  type Fused,
  GELU,
  GREATER,
  leakyRelu,
  LOG,
  LOG_SOFTMAX,
  LOGISTIC,
  MINIMUM,
  multiply,
  NEG,
  type Operator,
  PRELU,
  RELU,
  RELU6,
  SELECT,
  SOFTMAX,
  subtract,
  TANH,
} from '../operators'
import type { Lowering } from './lowering'

/** Adds operators that give as many values as the input has. */
type Steps = (step: (operator: Operator, ...inputs: readonly (Value | number)[]) => Value, input: Value) => Value

/** https://arxiv.org/abs/1706.02515 */
const SELU_SCALE = 1.0507009873554805
const SELU_ALPHA = 1.6732632423543772

/** scale x above 0, scale alpha (exp(x) - 1) below. */
function eluOf(alpha: number, scale = 1): Steps {
  return (step, input) => {
    const above = step(RELU, input)
    const below = step(multiply(), step(ELU, step(MINIMUM, input, 0)), scale * alpha)
    return step(add(), scale === 1 ? above : step(multiply(), above, scale), below)
  }
}

/** log(1 + exp(x)), with an exponent that is never above 0. */
const softplus: Steps = (step, input) => {
  const tail = step(LOG, step(add(), step(EXP, step(NEG, step(ABS, input))), 1))
  return step(add(), step(RELU, input), tail)
}

const ACTIVATIONS: Readonly<Record<Exclude<Activation, 'linear'>, Operator | Steps>> = {
  relu: RELU,
  relu6: RELU6,
  elu: ELU,
  selu: eluOf(SELU_ALPHA, SELU_SCALE),
  gelu: GELU,
  swish: (step, input) => step(multiply(), input, step(LOGISTIC, input)),
  mish: (step, input) => step(multiply(), input, step(TANH, softplus(step, input))),
  softplus,
  softsign: (step, input) => step(divide(), input, step(add(), step(ABS, input), 1)),
  sigmoid: LOGISTIC,
  // As Keras 3 has it.
  hard_sigmoid: (step, input) => step(multiply(), step(add('relu6'), input, 3), 1 / 6),
  tanh: TANH,
  softmax: SOFTMAX,
  log_softmax: LOG_SOFTMAX,
}

/** The part of an activation that an operator with weights can have itself. */
export function fusedOf(activation: Activation): Fused {
  return activation === 'relu' || activation === 'relu6' ? activation : 'none'
}

/** The part that comes behind it. */
export function activateBehind(graph: Graph, name: string, activation: Activation, input: Value): Value {
  return fusedOf(activation) === 'none' ? activate(graph, name, activation, input) : input
}

/** A whole activation. */
export function activate(graph: Graph, name: string, activation: Activation, input: Value): Value {
  if (activation === 'linear') return input
  const found = ACTIVATIONS[activation]
  return typeof found === 'function'
    ? compose(graph, name, input, found)
    : graph.operate(found, `${name}/${activation}`, [input], input.shape)
}

function compose(graph: Graph, name: string, input: Value, steps: Steps): Value {
  let count = 0
  const step: Parameters<Steps>[0] = (operator, ...inputs) => {
    const values = inputs.map((each) => (typeof each === 'number' ? graph.float(each) : each))
    return graph.operate(operator, `${name}/step_${++count}`, values, input.shape)
  }
  return steps(step, input)
}

export const lowerActivation: Lowering<'Activation'> = ({ args, name, inputs: [input], graph }) =>
  activate(graph, name, args.activation, input)

export const lowerSoftmax: Lowering<'Softmax'> = ({ name, inputs: [input], graph }) =>
  graph.operate(SOFTMAX, name, [input], input.shape)

export const lowerElu: Lowering<'ELU'> = ({ args: { alpha }, name, inputs: [input], graph }) =>
  alpha === 1 ? graph.operate(ELU, name, [input], input.shape) : compose(graph, name, input, eluOf(alpha))

export const lowerLeakyRelu: Lowering<'LeakyReLU'> = ({ args, name, inputs: [input], graph }) =>
  graph.operate(leakyRelu(args.negativeSlope), name, [input], input.shape)

export const lowerPrelu: Lowering<'PReLU'> = ({ args, name, inputs: [input], graph, weight }) => {
  const alpha = graph.floats(`${name}/alpha`, alphaShapeOf(args.sharedAxes, input.shape), weight('alpha'))
  return graph.operate(PRELU, name, [input, alpha], input.shape)
}

export const lowerRelu: Lowering<'ReLU'> = ({ args, name, inputs: [input], graph }) => {
  const { maxValue, negativeSlope, threshold } = args
  return compose(graph, name, input, (step) => {
    if (threshold !== 0) {
      const above = maxValue === null ? input : step(MINIMUM, input, maxValue)
      const below = negativeSlope === 0 ? 0 : step(multiply(), step(subtract(), input, threshold), negativeSlope)
      return step(SELECT, step(GREATER, input, threshold), above, below)
    }
    if (negativeSlope === 0 && maxValue === 6) return step(RELU6, input)
    const risen = step(negativeSlope === 0 ? RELU : leakyRelu(negativeSlope), input)
    return maxValue === null ? risen : step(MINIMUM, risen, maxValue)
  })
}
