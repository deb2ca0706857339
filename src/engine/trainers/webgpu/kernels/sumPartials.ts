/** Partial gradients, added up weight by weight in a fixed order, with the penalties of regularisers: the beginning of every update. */
import { lanesOf, type GradientSegment, type Penalty } from '../../plan/operations/step'
import type { Binding } from '../kernel'
import type { Tuning } from '../tuning'
import { each, float } from '../wgsl'
import { joinLanes } from './columns'

/** Invocations of a workgroup. */
export const SUMS_GROUP = 64

/** WGSL that adds the penalty's derivative; nothing where it is for weights of another group. */
export function penaltyOf({ offset, length, l1, l2 }: Penalty, first: number, end: number): string {
  const until = offset + length
  if (until <= first || offset >= end) return ''
  const terms = [
    ...(l1 > 0 ? [`${float(l1)} * sign(weights[at])`] : []),
    ...(l2 > 0 ? [`${float(2 * l2)} * weights[at]`] : []),
  ]
  return `if ((at >= ${offset}u) & (at < ${until}u)) { gradient += ${terms.join(' + ')}; }
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
    const lanes = sharesSums ? Math.min(SUMS_GROUP, lanesOf(segment.splits)) : 1
    const groups = Math.ceil((segment.length * lanes) / SUMS_GROUP)
    const work = { segment, lanes, groups, firstGroup }
    firstGroup += groups
    return work
  })
}

/** WGSL that finds the invocation's weight `at` and its `gradient`; `works` is false where another invocation has them. */
function addSplits({ segment, lanes, firstGroup }: SegmentWork, index: number): string {
  const { offset, length, splits, partialsOffset = 0 } = segment
  const before = partialsOffset === 0 ? '' : `${partialsOffset}u + `
  const weights = SUMS_GROUP / lanes
  const partial = (split: string): string =>
    `partials${index}[${before}${split} * ${length}u + min(within, ${length - 1}u)]`
  const weight = lanes === 1 ? 'local.x' : `local.x % ${weights}u`
  const runs = Math.min(SUMS_GROUP, lanesOf(splits))
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

/** The buffers of the segments' partial gradients. */
export function bindPartials(segments: readonly GradientSegment[]): readonly Binding[] {
  return segments.map(({ partials }, index) => ({
    as: `partials${index}`,
    buffer: partials,
    type: 'array<f32>',
    access: 'read',
  }))
}

/**
 * WGSL that finds the weight `at` of an invocation, its whole `gradient`, and whether it `works` on it: all three are declared before.
 *
 * @param firstGroup the first workgroup that is theirs. @returns `groups`, those before among them.
 */
export function addSegments(
  segments: readonly GradientSegment[],
  { sharesSums }: Tuning,
  firstGroup: number,
): { readonly declarations: string; readonly statements: string; readonly groups: number } {
  const work = shareOut(segments, sharesSums, firstGroup)
  // The condition is the same for a whole workgroup, which a barrier needs.
  const branches = work.map(
    (each, index) =>
      `${index === work.length - 1 ? '' : `if (group < ${each.firstGroup + each.groups}u) `}{
    ${addSplits(each, index)}
  }`,
  )
  return {
    declarations: work.some(({ lanes }) => lanes > 1) ? `var<workgroup> sums: array<f32, ${SUMS_GROUP}>;\n` : '',
    statements: branches.join(' else '),
    groups: work.reduce((sum, { groups }) => sum + groups, firstGroup),
  }
}
