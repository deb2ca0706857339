/** What a tool that the model is to be exported to can't take, layer by layer. */
import type { Target } from '../../interop/target'
import type { ImageShape, LayerProblem } from '../../model/layers/define'
import type { StackAnalysis } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'

export interface WithObstacles {
  /** The analysis with a hint at each layer that the target can't take. Layers that it takes keep the very same facts. */
  readonly analysis: StackAnalysis
  /** How many layers it can't take. */
  readonly count: number
  /** Why it can't take the images, whatever the layers. */
  readonly images?: string
}

export function withObstacles(
  analysis: StackAnalysis,
  stack: Stack,
  image: ImageShape,
  target: Target | undefined,
): WithObstacles {
  if (!target) return { analysis, count: 0 }
  let count = 0
  const layers = analysis.layers.map((facts, at) => {
    const message = facts.inputs && target.findObstacle(stack.layers[at]!, facts.inputs)
    if (message === undefined) return facts
    count++
    const hint: LayerProblem = { severity: 'hint', message: `${target.name}: ${message}` }
    return { ...facts, problems: [...facts.problems, hint] }
  })
  const images = target.findImageObstacle?.(image)
  return {
    analysis: count === 0 ? analysis : { ...analysis, layers },
    count,
    ...(images !== undefined && { images }),
  }
}
