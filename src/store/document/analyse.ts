/** The analysis of a stack, worked out once an edit, whichever panels ask for it. */
import { analyseStack, type DataShape, type StackAnalysis } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import { isSameValue } from '../../model/sameValue'

const known = new WeakMap<Stack, { readonly data: DataShape; readonly analysis: StackAnalysis }>()

/** `analyseStack`; for a stack and data that were asked for last, the very same result again. */
export function analyse(stack: Stack, data: DataShape): StackAnalysis {
  const last = known.get(stack)
  if (last && isSameValue(last.data, data)) return last.analysis
  const analysis = analyseStack(stack, data)
  known.set(stack, { data, analysis })
  return analysis
}
