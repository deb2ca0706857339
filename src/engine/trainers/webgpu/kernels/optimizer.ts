/**
 * The optimizers as Keras 3 defines them, over all weights of the model at once: one kernel adds up the partial gradients of each weight,
 * in a fixed order, and makes the update.
 */
import { updateKeeps, type OptimizerRule } from '../../../../model/training/optimizers/optimizers'
import { COMMON } from '../../plan/buffers'
import type { EndStep, KeptTranspose } from '../../plan/operations/endStep'
import type { Optimize } from '../../plan/operations/step'
import type { Binding, Kernel } from '../kernel'
import type { Tuning } from '../tuning'
import { entryPoint, spreadWorkgroups, STATE_STRUCT, stateWithMetrics } from '../wgsl'
import { bindNorms, clipGradient } from './clipGradients'
import { addMetrics, addMetricsAlone, METRICS_MEMORY, nextBatch } from './step'
import { addSegments, bindPartials, penaltyOf, SUMS_GROUP } from './sumPartials'
import { isUpdateStep, updateAverage } from './updates/average'
import { updateOf } from './updates/updates'

/** Every device binds eight storage buffers to a kernel; the optimizer's own are three, and one more where it clips by norms. */
const MOST_SEGMENTS = 5

export function optimize(spec: Optimize, tuning: Tuning): readonly Kernel[] {
  return endStep({ ...spec, transposes: [] }, tuning)
}

/** A kernel for each group of segments that one can bind. */
export function endStep(spec: EndStep, tuning: Tuning): readonly Kernel[] {
  const { segments, clip } = spec
  const most = MOST_SEGMENTS - bindNorms(clip).length
  return Array.from({ length: Math.ceil(segments.length / most) }, (_, i) =>
    optimizeGroup({ ...spec, segments: segments.slice(i * most, (i + 1) * most) }, tuning, i === 0),
  )
}

/** WGSL that writes the updated weight to its place in the transposed kernel; nothing where that is of another group. */
function transposeOf(spec: KeptTranspose, first: number, end: number): string {
  const { taps, inputs, outputs, turned, kernelOffset, transposedOffset } = spec
  const until = kernelOffset + taps * inputs * outputs
  if (until <= first || kernelOffset >= end) return ''
  // No more divisions than it takes: there is one of these for each weight.
  const tapOf =
    taps === 1
      ? `let to = output * ${inputs}u + row;`
      : `let tap = row / ${inputs}u;
    let to = ((${turned ? `${taps - 1}u - tap` : 'tap'}) * ${outputs}u + output) * ${inputs}u + row - tap * ${inputs}u;`
  return `if ((at >= ${kernelOffset}u) & (at < ${until}u)) {
    let row = (at - ${kernelOffset}u) / ${outputs}u;
    let output = at - ${kernelOffset}u - row * ${outputs}u;
    ${tapOf}
    weights[${transposedOffset}u + to] = weights[at];
  }
  `
}

/** WGSL that leaves where a step changes nothing. No barrier comes behind it: accumulated gradients are one split each. */
function skipStep({ gradientAccumulationSteps: steps, average }: OptimizerRule): string {
  return steps === undefined || average
    ? ''
    : `if (!${isUpdateStep(steps)}) { return; }
  `
}

/** WGSL of what a step does to a weight: the update, where the step makes one, and the moving average. */
function stepBy(rule: OptimizerRule, total: number, update: string): string {
  const { gradientAccumulationSteps: steps, average } = rule
  if (!average) return update
  const made =
    steps === undefined
      ? update
      : `if (${isUpdateStep(steps)}) {
  ${update}
  }`
  return `${made}
  ${updateAverage(rule, average, total)}`
}

function optimizeGroup(spec: EndStep, tuning: Tuning, isFirst: boolean): Kernel {
  const { sharesSums } = tuning
  const { rule, segments, penalties, clip, transposes, total } = spec
  const finish = isFirst ? spec.finish : undefined
  const first = segments[0]?.offset ?? 0
  const last = segments.at(-1)
  const end = last ? last.offset + last.length : 0
  // The metrics are the first workgroup's.
  const { declarations, statements, groups } = addSegments(segments, tuning, finish ? 1 : 0)
  const moments: readonly Binding[] = updateKeeps(rule)
    ? [{ as: 'moments', buffer: COMMON.moments, type: 'array<f32>', access: 'write' }]
    : []
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: spec.finish ? 'write' : 'read' },
      { as: 'weights', buffer: COMMON.weights, type: 'array<f32>', access: 'write' },
      ...moments,
      ...bindNorms(clip),
      ...bindPartials(segments),
    ],
    code: `${finish ? stateWithMetrics(finish.batchSize) + (sharesSums ? METRICS_MEMORY : '') : STATE_STRUCT}${declarations}
${entryPoint(SUMS_GROUP)}
  var at = 0u;
  var gradient = 0.0;
  var works = false;
  ${
    finish
      ? `if (group == 0u) {
  ${(sharesSums ? addMetrics : addMetricsAlone)({ outcome: 'state.outcomes[image]', ring: 'state.ring' })}
  ${nextBatch(finish.batchSize)}
  return;
  }`
      : ''
  }
  ${skipStep(rule)}${statements}
  if (!works) { return; }
  ${stepBy(
    rule,
    total,
    `${penalties.map((penalty) => penaltyOf(penalty, first, end)).join('')}${clipGradient(clip, first, end)}${updateOf(rule, total)}`,
  )}
  ${transposes.map((each) => transposeOf(each, first, end)).join('')}
}
`,
    workgroups: spreadWorkgroups(groups),
  }
}
