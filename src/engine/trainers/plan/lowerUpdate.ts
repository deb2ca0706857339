/**
 * The operations between the partial gradients and the updated weights. A recipe that accumulates gradients takes one more than others, and
 * one that clips by norms three.
 */
import { clipOf } from '../../../model/training/clipping'
import { ACCUMULATOR, momentNames, type OptimizerRule } from '../../../model/training/optimizers/optimizers'
import type { Recipe } from '../../../model/training/recipe'
import type { PlanBuilder } from './lower/builder'
import type { Operation } from './operation'
import { normRunsOf, type Accumulated } from './operations/clipGradients'
import type { Clipped, GradientSegment, Penalty, Variable } from './operations/step'
import type { PlacedWeight } from './plan'

/** Call it when all partial gradients are there: what it adds to the plan are buffers. */
export function lowerUpdate(
  plan: PlanBuilder,
  rule: OptimizerRule,
  { clipping }: Pick<Recipe, 'clipping'>,
  weights: readonly PlacedWeight[],
): readonly Operation[] {
  const segments = plan.segments.toSorted((one, other) => one.offset - other.offset)
  const penalties = penaltiesOf(weights)
  const total = valuesOfWeights(weights)
  const common = { layer: 'optimizer', rule, total } as const
  const clip = clipOf(clipping)
  const byValue = clip?.by === 'value' ? ({ clip: { by: clip.by, most: clip.most } } as const) : {}
  const byNorms = clip?.by === 'value' ? undefined : clip
  const accumulated = accumulationOf(rule, total)
  if (!byNorms && !accumulated) return [{ kind: 'optimize', ...common, segments, penalties, ...byValue }]
  const gradients = plan.transient('gradients', total)
  const sum = { kind: 'sumGradients', layer: 'optimizer', segments, penalties, gradients } as const
  const whole = { segments: joinSegments(segments, gradients), penalties: [] }
  if (!byNorms)
    return [
      { ...sum, ...accumulated },
      { kind: 'optimize', ...common, ...whole, ...byValue },
    ]
  const { by, most } = byNorms
  const variables = variablesOf(segments, weights)
  const ofVariables = variables.map(normRunsOf)
  const runs = ofVariables.reduce((sum, each) => sum + each, 0)
  const squares = plan.transient('squares of gradients', runs)
  const norms = plan.transient('norms of gradients', by === 'norm' ? variables.length : 1)
  const clipped: Clipped = by === 'norm' ? { by, most, norms, variables } : { by, most, norms }
  const layer = 'optimizer'
  return [
    { ...sum, ...accumulated },
    { kind: 'squareGradients', layer, gradients, variables, squares },
    { kind: 'gradientNorms', layer, squares, runs: by === 'norm' ? ofVariables : [runs], norms },
    { kind: 'optimize', ...common, ...whole, clip: clipped },
  ]
}

/** The place of the sums among the moments; empty where each step makes an update. */
function accumulationOf(rule: OptimizerRule, total: number): { readonly accumulated: Accumulated } | undefined {
  const { gradientAccumulationSteps: steps } = rule
  if (steps === undefined) return undefined
  return { accumulated: { steps, offset: total * momentNames(rule).indexOf(ACCUMULATOR) } }
}

/** How many values all weights take as they lie. */
export function valuesOfWeights(weights: readonly PlacedWeight[]): number {
  return weights.reduce((end, { offset, length }) => Math.max(end, offset + length), 0)
}

function penaltiesOf(weights: readonly PlacedWeight[]): readonly Penalty[] {
  return weights.flatMap(({ offset, length, regularizer }) => (regularizer ? [{ offset, length, ...regularizer }] : []))
}

/** The weights that have gradients. */
function variablesOf(segments: readonly GradientSegment[], weights: readonly PlacedWeight[]): readonly Variable[] {
  const isIn = ({ offset, length }: Variable): boolean =>
    segments.some((segment) => offset >= segment.offset && offset + length <= segment.offset + segment.length)
  return weights
    .filter(isIn)
    .map(({ offset, length }) => ({ offset, length }))
    .toSorted((one, other) => one.offset - other.offset)
}

/** The same weights in as few segments as they go, of whole gradients that lie as the weights do. */
function joinSegments(segments: readonly GradientSegment[], gradients: string): readonly GradientSegment[] {
  const joined: { offset: number; length: number }[] = []
  for (const { offset, length } of segments) {
    const last = joined.at(-1)
    if (last && last.offset + last.length === offset) last.length += length
    else joined.push({ offset, length })
  }
  return joined.map(({ offset, length }) => ({
    offset,
    length,
    splits: 1,
    partials: gradients,
    partialsOffset: offset,
  }))
}

/** The segments of a plan's partial gradients, before any of them are added up. */
export function partialSegmentsOf(operations: readonly Operation[]): readonly GradientSegment[] {
  const adds =
    operations.find(({ kind }) => kind === 'sumGradients') ?? operations.find(({ kind }) => kind === 'optimize')
  return adds?.kind === 'sumGradients' || adds?.kind === 'optimize' ? adds.segments : []
}
