/** Layers that join several values. */
import { isSameShape, type Shape } from '../../../model/layers/define'
import { axisOf } from '../../../model/layers/merging/concatenate'
import { withAxes } from '../../../model/layers/merging/stretchedShape'
import type { LayerClassName } from '../../../model/layers/registry'
import type { Value } from '../graph'
import { add, concatenation, MAXIMUM, multiply, type Operator, subtract } from '../operators'
import type { LayerToWrite, Lowering } from './lowering'
import { reshapeTo } from './reshaping'

type Merge = 'Add' | 'Subtract' | 'Multiply' | 'Average' | 'Maximum'

function joining(operator: Operator): Lowering<Merge> {
  return (layer) => join(layer, operator, layer.name)
}

export const lowerAdd = joining(add())
export const lowerSubtract = joining(subtract())
export const lowerMultiply = joining(multiply())
export const lowerMaximum = joining(MAXIMUM)

export const lowerAverage: Lowering<'Average'> = (layer) => {
  const { name, inputs, shape, graph } = layer
  const sum = join(layer, add(), `${name}/sum`)
  return graph.operate(multiply(), name, [sum, graph.float(1 / inputs.length)], shape)
}

export const lowerConcatenate: Lowering<'Concatenate'> = ({ args, name, inputs, shape, graph }) =>
  graph.operate(concatenation(axisOf(args, inputs[0].shape)! + 1), name, inputs, shape)

/** One after another. LiteRT stretches axes of length 1, and takes missing axes for those before the batch's. */
function join({ name, inputs, shape, graph }: LayerToWrite<LayerClassName>, operator: Operator, as: string): Value {
  const [first, ...others] = inputs.map((input, at) => {
    const full = withAxes(input.shape, shape.length)
    return isSameShape(full, input.shape) ? input : reshapeTo(graph, `${name}/input_${at + 1}`, input, full)
  })
  return others.reduce((sum, other, at) => {
    const stretched = stretch(sum.shape, other.shape)
    return graph.operate(operator, at === others.length - 1 ? as : `${name}/step_${at + 1}`, [sum, other], stretched)
  }, first!)
}

function stretch(one: Shape, other: Shape): Shape {
  return one.map((length, axis) => Math.max(length, other[axis]!))
}
