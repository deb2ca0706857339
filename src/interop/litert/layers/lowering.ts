/** How one layer becomes operators. */
import type { Shape } from '../../../model/layers/define'
import type { LayerArgsOf, LayerClassName } from '../../../model/layers/registry'
import type { Graph, Value } from '../graph'

export interface LayerToWrite<Name extends LayerClassName> {
  readonly args: LayerArgsOf[Name]
  /** The layer's Keras name. */
  readonly name: string
  readonly inputs: readonly [Value, ...Value[]]
  /** The layer's output, without the batch axis. */
  readonly shape: Shape
  readonly graph: Graph
  /** The values of one of the layer's weights, by Keras's name, in row-major order. */
  weight(name: string): Float32Array
}

/** Adds the layer's operators to the graph and gives what the last of them gives. */
export type Lowering<Name extends LayerClassName> = (layer: LayerToWrite<Name>) => Value
