/** Layers of several inputs. Inputs with fewer axes get those that they lack before their own, behind the batch axis. */
import { axisOf } from '../../../model/layers/merging/concatenate'
import { withAxes } from '../../../model/layers/merging/stretchedShape'
import type { GraphBuilder, Value } from '../builder'
import { int } from '../graph'
import type { LayerContext, LayerWriter } from './writer'

type Elementwise = 'Add' | 'Subtract' | 'Multiply' | 'Average' | 'Maximum'

function aligned(graph: GraphBuilder, inputs: readonly Value[]): readonly Value[] {
  const axes = Math.max(...inputs.map(({ shape }) => shape.length))
  return graph.alike(
    inputs.map((value) => (value.shape.length === axes ? value : graph.reshaped(value, withAxes(value.shape, axes)))),
  )
}

/** @param op an operator of any number of inputs. */
function joined({ graph, inputs, output }: LayerContext<Elementwise>, op: string): Value {
  const values = aligned(graph, inputs)
  return {
    ...values[0]!,
    name: graph.add(
      op,
      values.map(({ name }) => name),
    ),
    shape: output,
  }
}

/** @param op an operator of two. */
function joinedByTwo({ graph, inputs, output }: LayerContext<Elementwise>, op: string): Value {
  const [first, ...others] = aligned(graph, inputs)
  const name = others.reduce((sum, value) => graph.add(op, [sum, value.name]), first!.name)
  return { ...first!, name, shape: output }
}

export const writeAdd: LayerWriter<'Add'> = (context) =>
  context.inputs.length === 2 ? joinedByTwo(context, 'Add') : joined(context, 'Sum')
export const writeSubtract: LayerWriter<'Subtract'> = (context) => joinedByTwo(context, 'Sub')
export const writeMultiply: LayerWriter<'Multiply'> = (context) => joinedByTwo(context, 'Mul')
export const writeAverage: LayerWriter<'Average'> = (context) => joined(context, 'Mean')
export const writeMaximum: LayerWriter<'Maximum'> = (context) => joined(context, 'Max')

export const writeConcatenate: LayerWriter<'Concatenate'> = ({ graph, args, inputs, output }) => {
  const values = graph.alike(inputs)
  const [first] = values
  const axis = first!.axes.indexOf(axisOf(args, first!.shape) ?? 0) + 1
  const names = values.map(({ name }) => name)
  return { ...first!, name: graph.add('Concat', names, { axis: int(axis) }), shape: output }
}
