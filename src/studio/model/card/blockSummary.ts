import type { LayerFacts } from '../../../model/graph/shapes'
import type { Shape } from '../../../model/layers/define'

/** What a block as a whole makes and costs. */
export interface BlockSummary {
  readonly layers: number
  /** Of its last layer; absent while it is not known. */
  readonly output?: Shape
  /** Absent while a layer's shape is not known, as the sum would be too small. */
  readonly parameters?: number
  /** Layers with weights, and how many of them are frozen. */
  readonly weighted: number
  readonly frozen: number
  readonly errors: number
  readonly hints: number
}

export function summariseBlock(facts: readonly LayerFacts[]): BlockSummary {
  const output = facts.at(-1)?.output
  const problems = facts.flatMap((each) => each.problems)
  const isKnown = facts.every((each) => each.output)
  return {
    layers: facts.length,
    ...(output && { output }),
    ...(isKnown && { parameters: facts.reduce((sum, { parameters }) => sum + parameters, 0) }),
    weighted: facts.filter(({ parameters }) => parameters > 0).length,
    frozen: facts.filter(({ frozen }) => frozen).length,
    errors: problems.filter(({ severity }) => severity === 'error').length,
    hints: problems.filter(({ severity }) => severity === 'hint').length,
  }
}
