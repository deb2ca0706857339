/**
 * The optimizers as Keras 3 defines them, over all weights of the model at once: one kernel adds up the partial gradients of each weight,
 * in a fixed order, and makes the update.
 */
import { momentNames } from '../../../../model/training/optimizers/optimizers'
import { COMMON } from '../../plan/buffers'
import type { EndStep, KeptTranspose } from '../../plan/operations/endStep'
import { lanesOf, type GradientSegment, type Optimize, type Penalty } from '../../plan/operations/step'
import type { Binding, Kernel } from '../kernel'
import type { Tuning } from '../tuning'
import { each, entryPoint, float, spreadWorkgroups, STATE_STRUCT, stateWithMetrics } from '../wgsl'
import { joinLanes } from './columns'
import { addMetrics, addMetricsAlone, METRICS_MEMORY, nextBatch } from './step'
import { updateOf } from './updates/updates'

const GROUP_SIZE = 64

/** Every device binds eight storage buffers to a kernel; the optimizer's own are three. */
const MOST_SEGMENTS = 5

export function optimize(spec: Optimize, tuning: Tuning): readonly Kernel[] {
  return endStep({ ...spec, transposes: [] }, tuning)
}

/** A kernel for each group of segments that one can bind. */
export function endStep(spec: EndStep, tuning: Tuning): readonly Kernel[] {
  const { segments } = spec
  return Array.from({ length: Math.ceil(segments.length / MOST_SEGMENTS) }, (_, i) =>
    optimizeGroup({ ...spec, segments: segments.slice(i * MOST_SEGMENTS, (i + 1) * MOST_SEGMENTS) }, tuning, i === 0),
  )
}

/** WGSL that adds the penalty's derivative; nothing where it is for weights of another group. */
function penaltyOf({ offset, length, l1, l2 }: Penalty, first: number, end: number): string {
  const until = offset + length
  if (until <= first || offset >= end) return ''
  const terms = [
    ...(l1 > 0 ? [`${float(l1)} * sign(weights[at])`] : []),
    ...(l2 > 0 ? [`${float(2 * l2)} * weights[at]`] : []),
  ]
  return `if ((at >= ${offset}u) & (at < ${until}u)) { gradient += ${terms.join(' + ')}; }
  `
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

/** A segment's workgroups, which add up its partial gradients: neighbouring invocations take neighbouring weights. */
interface SegmentWork {
  readonly segment: GradientSegment
  /** Invocations of one weight. */
  readonly lanes: number
  readonly groups: number
  /** The first of its workgroups. */
  readonly firstGroup: number
}

/** @param firstGroup the first workgroup that is theirs. */
function shareOut(
  segments: readonly GradientSegment[],
  sharesSums: boolean,
  firstGroup: number,
): readonly SegmentWork[] {
  return segments.map((segment) => {
    const lanes = sharesSums ? Math.min(GROUP_SIZE, lanesOf(segment.splits)) : 1
    const groups = Math.ceil((segment.length * lanes) / GROUP_SIZE)
    const work = { segment, lanes, groups, firstGroup }
    firstGroup += groups
    return work
  })
}

/** WGSL that finds the invocation's weight `at` and its `gradient`; `works` is false where another invocation has them. */
function addSplits({ segment, lanes, firstGroup }: SegmentWork, index: number): string {
  const { offset, length, splits } = segment
  const weights = GROUP_SIZE / lanes
  const partial = (split: string): string => `partials${index}[${split} * ${length}u + min(within, ${length - 1}u)]`
  const weight = lanes === 1 ? 'local.x' : `local.x % ${weights}u`
  const runs = Math.min(GROUP_SIZE, lanesOf(splits))
  const run = Math.ceil(splits / runs)
  const add = (sum: string, lane: string): string =>
    `for (var i = ${lane} * ${run}u; i < min((${lane} + 1u) * ${run}u, ${splits}u); i++) { ${sum} += ${partial('i')}; }`
  return `let within = ${firstGroup === 0 ? 'group' : `(group - ${firstGroup}u)`} * ${weights}u + ${weight};
    at = ${offset}u + within;
    works = within < ${length}u;
${
  lanes === 1
    ? `${each(runs, (lane) => `    var run${lane} = 0.0;\n    ${add(`run${lane}`, `${lane}u`)}`)}
    gradient = ${joinRuns(runs)};`
    : `    let lane = local.x / ${weights}u;
    ${add('gradient', 'lane')}
  ${joinLanes({ lane: 'lane', lanes, apart: weights }, 'sums[local.x] = gradient;', 'gradient += sums[other];')}
    works = works & (lane == 0u);`
}`
}

/** WGSL that joins the sums of so many runs as `joinLanes` does. */
function joinRuns(runs: number, first = 0, apart = 1): string {
  return apart === runs
    ? `run${first}`
    : `(${joinRuns(runs, first, 2 * apart)} + ${joinRuns(runs, first + apart, 2 * apart)})`
}

function optimizeGroup(spec: EndStep, { sharesSums }: Tuning, isFirst: boolean): Kernel {
  const { rule, segments, penalties, transposes, total } = spec
  const finish = isFirst ? spec.finish : undefined
  const first = segments[0]?.offset ?? 0
  const last = segments.at(-1)
  const end = last ? last.offset + last.length : 0
  // The metrics are the first workgroup's.
  const work = shareOut(segments, sharesSums, finish ? 1 : 0)
  // The condition is the same for a whole workgroup, which a barrier needs.
  const branches = work.map(
    (each, index) =>
      `${index === work.length - 1 ? '' : `if (group < ${each.firstGroup + each.groups}u) `}{
    ${addSplits(each, index)}
  }`,
  )
  const moments: readonly Binding[] =
    momentNames(rule).length > 0 ? [{ as: 'moments', buffer: COMMON.moments, type: 'array<f32>', access: 'write' }] : []
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: spec.finish ? 'write' : 'read' },
      { as: 'weights', buffer: COMMON.weights, type: 'array<f32>', access: 'write' },
      ...moments,
      ...segments.map(({ partials }, index): Binding => ({
        as: `partials${index}`,
        buffer: partials,
        type: 'array<f32>',
        access: 'read',
      })),
    ],
    code: `${finish ? stateWithMetrics(finish.batchSize) + (sharesSums ? METRICS_MEMORY : '') : STATE_STRUCT}${work.some(({ lanes }) => lanes > 1) ? `var<workgroup> sums: array<f32, ${GROUP_SIZE}>;\n` : ''}
${entryPoint(GROUP_SIZE)}
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
  ${branches.join(' else ')}
  if (!works) { return; }
  ${penalties.map((penalty) => penaltyOf(penalty, first, end)).join('')}${updateOf(rule, total)}
  ${transposes.map((each) => transposeOf(each, first, end)).join('')}
}
`,
    workgroups: spreadWorkgroups(work.reduce((sum, { groups }) => sum + groups, finish ? 1 : 0)),
  }
}
