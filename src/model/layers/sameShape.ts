/** What the layer types have in common that work on each value by itself: the output has the input's shape. */
import type { LayerArgs, LayerProblem, Shape, WeightSpec } from './define'

interface SameShape {
  readonly lastAxis: 'kept'
  problems(args: LayerArgs, input: Shape): readonly LayerProblem[]
  outputShape(args: LayerArgs, input: Shape): Shape
  weights(args: LayerArgs, input: Shape): readonly WeightSpec[]
  flops(args: LayerArgs, input: Shape): number
}

/** Of layers without weights. A definition spreads it in, and says itself what is otherwise. */
export const SAME_SHAPE: SameShape = {
  lastAxis: 'kept',
  problems: () => [],
  outputShape: (_args, input) => input,
  weights: () => [],
  flops: () => 0,
}

/** The problem of a layer whose arguments leave every value as it is. */
export function changesNothing(className: string, why: string): LayerProblem {
  return {
    severity: 'hint',
    message: `${why}, so this layer changes nothing.`,
    fix: { kind: 'remove', label: `Remove ${className}` },
  }
}
