/** How a layer type is written: a function that adds the layer's operations to the graph. */
import type { Shape } from '../../../model/layers/define'
import type { LayerArgsOf, LayerClassName } from '../../../model/layers/registry'
import type { GraphBuilder, Value } from '../builder'

export interface LayerContext<Name extends LayerClassName> {
  readonly graph: GraphBuilder
  readonly args: LayerArgsOf[Name]
  /** The layer's name, with which the keys of its weights begin. */
  readonly name: string
  readonly inputs: readonly [Value, ...Value[]]
  /** As Strata has it, without the batch axis. */
  readonly output: Shape
}

export type LayerWriter<Name extends LayerClassName> = (context: LayerContext<Name>) => Value
