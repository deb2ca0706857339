/** What Keras 2 computes otherwise than Strata and Keras 3. */
import { layerNames } from '../../model/graph/names'
import type { Stack } from '../../model/graph/stack'

/** Sentences. */
export function describeKeras2(stack: Stack): readonly string[] {
  const names = layerNames(stack)
  const hard = stack.layers.flatMap(({ args }, at) =>
    'activation' in args && args.activation === 'hard_sigmoid' ? [`“${names[at]}”`] : [],
  )
  if (hard.length === 0) return []
  return [
    `Keras 2 computes hard_sigmoid otherwise than Strata and Keras 3, so there the results of ${hard.join(', ')} are others.`,
  ]
}
