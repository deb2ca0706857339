/** Clipping of gradients: the whole gradients and their norms, which clipping by norms takes, and what the update does by them. */
import { COMMON } from '../../plan/buffers'
import {
  lanesOfRuns,
  NORM_LANES,
  NORM_RUN,
  normRunsOf,
  type GradientNorms,
  type SquareGradients,
  type SumGradients,
} from '../../plan/operations/clipGradients'
import type { Clipped, Variable } from '../../plan/operations/step'
import type { Binding, Kernel } from '../kernel'
import type { Tuning } from '../tuning'
import { entryPoint, float, spreadWorkgroups, STATE_STRUCT } from '../wgsl'
import { joinLanes } from './columns'
import { addSegments, bindPartials, penaltyOf, SUMS_GROUP } from './sumPartials'
import { isUpdateStep } from './updates/average'

/**
 * Every device binds eight storage buffers to a kernel; two are those of the weights and of the whole gradients. Two more are those of the state
 * and of the moments, where gradients are accumulated.
 */
const MOST_SEGMENTS = 6
const MOST_ACCUMULATED = 4

/** A kernel for each group of segments that one can bind. */
export function sumGradients(spec: SumGradients, tuning: Tuning): readonly Kernel[] {
  const { segments, penalties, gradients, accumulated } = spec
  const most = accumulated ? MOST_ACCUMULATED : MOST_SEGMENTS
  return Array.from({ length: Math.ceil(segments.length / most) }, (_, i) => {
    const own = segments.slice(i * most, (i + 1) * most)
    const [first, last] = [own[0]!, own.at(-1)!]
    const added = penalties.map((penalty) => penaltyOf(penalty, first.offset, last.offset + last.length)).join('')
    const { declarations, statements, groups } = addSegments(own, tuning, 0)
    const weights: readonly Binding[] =
      added === '' ? [] : [{ as: 'weights', buffer: COMMON.weights, type: 'array<f32>', access: 'read' }]
    return {
      bindings: [
        ...(accumulated ? ACCUMULATION : []),
        ...weights,
        { as: 'gradients', buffer: gradients, type: 'array<f32>', access: 'write' },
        ...bindPartials(own),
      ],
      code: `${accumulated ? STATE_STRUCT : ''}${declarations}
${entryPoint(SUMS_GROUP)}
  var at = 0u;
  var gradient = 0.0;
  var works = false;
  ${statements}
  if (!works) { return; }
  ${added}${accumulate(accumulated)}gradients[at] = gradient;
}
`,
      workgroups: spreadWorkgroups(groups),
    }
  })
}

const ACCUMULATION: readonly Binding[] = [
  { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
  { as: 'moments', buffer: COMMON.moments, type: 'array<f32>', access: 'write' },
]

/** WGSL statements that add the `gradient` of the weight `at` to those of the steps before, and make it their mean where the step ends an update's. */
function accumulate(accumulated: SumGradients['accumulated']): string {
  if (!accumulated) return ''
  const { steps, offset } = accumulated
  const sum = `moments[${offset === 0 ? '' : `${offset}u + `}at]`
  return `gradient += ${sum};
  let ends = ${isUpdateStep(steps)};
  ${sum} = select(gradient, 0.0, ends);
  if (ends) { gradient /= ${float(steps)}; }
  `
}

const reads = (as: string, buffer: string): Binding => ({ as, buffer, type: 'array<f32>', access: 'read' })
const writes = (as: string, buffer: string): Binding => ({ as, buffer, type: 'array<f32>', access: 'write' })

export function squareGradients(spec: SquareGradients, { sharesSums }: Tuning): Kernel {
  const { gradients, variables, squares } = spec
  const { starts, total } = startsOf(variables.map(normRunsOf))
  return {
    bindings: [reads('gradients', gradients), writes('squares', squares)],
    ...sumOf({
      lanes: NORM_LANES,
      sharesSums,
      groups: total,
      find: choose('group', starts, (i) => {
        const { offset, length } = variables[i]!
        return `first = ${offset}u + (group - ${starts[i]}u) * ${NORM_RUN}u; end = min(first + ${NORM_RUN}u, ${offset + length}u);`
      }),
      value: 'gradients[at] * gradients[at]',
      store: 'squares[group] = sum;',
    }),
  }
}

export function gradientNorms({ squares, runs, norms }: GradientNorms, { sharesSums }: Tuning): Kernel {
  const { starts, total } = startsOf(runs)
  return {
    bindings: [reads('squares', squares), writes('norms', norms)],
    ...sumOf({
      lanes: lanesOfRuns(runs),
      sharesSums,
      groups: runs.length,
      find: choose('group', [...starts.keys()], (i) => `first = ${starts[i]}u; end = ${starts[i + 1] ?? total}u;`),
      value: 'squares[at]',
      store: 'norms[group] = sqrt(sum);',
    }),
  }
}

interface Sum {
  /** Threads of a sum, each of which adds every so many. */
  readonly lanes: number
  readonly sharesSums: boolean
  readonly groups: number
  /** WGSL that sets `first` and `end`, between which the values of `group` lie. */
  readonly find: string
  /** WGSL for the value at `at`. */
  readonly value: string
  /** WGSL that stores `sum` as that of `group`. */
  readonly store: string
}

/** A workgroup shares a sum, or its one invocation adds in the same order. */
function sumOf({ lanes, sharesSums, groups, find, value, store }: Sum): Pick<Kernel, 'code' | 'workgroups'> {
  const workgroups = spreadWorkgroups(groups)
  const range = `var first = 0u;
  var end = 0u;
  ${find}`
  const add = (first: string): string =>
    `for (var at = first + ${first}; at < end; at += ${lanes}u) { sum += ${value}; }`
  if (sharesSums) {
    return {
      workgroups,
      code: `var<workgroup> sums: array<f32, ${lanes}>;
${entryPoint(lanes)}
  ${range}
  var sum = 0.0;
  ${add('local.x')}
  ${joinLanes({ lane: 'local.x', lanes, apart: 1 }, 'sums[local.x] = sum;', 'sum += sums[other];')}
  if ((local.x == 0u) & (group < ${groups}u)) { ${store} }
}
`,
    }
  }
  return {
    workgroups,
    code: `${entryPoint(1)}
  if (group + local.x >= ${groups}u) { return; }
  ${range}
  var sums: array<f32, ${lanes}>;
  for (var lane = 0u; lane < ${lanes}u; lane++) {
    var sum = 0.0;
    ${add('lane')}
    sums[lane] = sum;
  }
  for (var half = ${lanes / 2}u; half > 0u; half /= 2u) {
    for (var lane = 0u; lane < half; lane++) { sums[lane] += sums[lane + half]; }
  }
  let sum = sums[0];
  ${store}
}
`,
  }
}

function startsOf(counts: readonly number[]): { readonly starts: readonly number[]; readonly total: number } {
  let total = 0
  const starts = counts.map((count) => {
    total += count
    return total - count
  })
  return { starts, total }
}

/**
 * WGSL that does what is said for the last of the ranges that begins at or before `at`, by halves: a chain of conditions would be as deep as
 * there are weights.
 *
 * @param starts in order.
 */
function choose(at: string, starts: readonly number[], statement: (index: number) => string): string {
  const between = (from: number, to: number): string => {
    if (to - from === 1) return statement(from)
    const middle = Math.ceil((from + to) / 2)
    return `if (${at} < ${starts[middle]}u) { ${between(from, middle)} } else { ${between(middle, to)} }`
  }
  return between(0, starts.length)
}

/** What an update binds for its clipping. */
export function bindNorms(clip: Clipped | undefined): readonly Binding[] {
  return clip && 'norms' in clip ? [{ as: 'norms', buffer: clip.norms, type: 'array<f32>', access: 'read' }] : []
}

/**
 * WGSL statements that clip the `gradient` of the weight `at`, between `first` and `end`, as Keras's `_clip_gradients`. Comparisons are such
 * that what is not a number stays so: the run loop hears of it by the next loss.
 */
export function clipGradient(clip: Clipped | undefined, first: number, end: number): string {
  if (!clip) return ''
  const most = float(clip.most)
  switch (clip.by) {
    case 'value':
      return `gradient = select(select(gradient, ${most}, gradient > ${most}), -${most}, gradient < -${most});
  `
    case 'norm': {
      const all = clip.variables.map((variable, index) => ({ ...variable, index }))
      const own = all.filter((each: Variable) => each.offset < end && each.offset + each.length > first)
      const starts = own.map(({ offset }) => offset)
      return `var norm = 0.0;
  ${choose('at', starts, (i) => `norm = norms[${own[i]!.index}];`)}
  gradient = gradient * ${most} / select(norm, ${most}, norm <= ${most});
  `
    }
    case 'globalNorm':
      // Keras makes all of them no numbers where the norm is infinite. A compiler may take `norm - norm` for 0.
      return `let bits = bitcast<u32>(norms[0]);
  let isFinite = (bits & 0x7f800000u) != 0x7f800000u;
  gradient *= select(bitcast<f32>(bits | 0x7fc00000u), select(${most} / norms[0], 1.0, norms[0] <= ${most}), isFinite);
  `
  }
}
