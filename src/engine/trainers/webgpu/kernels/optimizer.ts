/**
 * The optimizers as Keras 3 defines them, over all weights of the model at once: one kernel adds up the partial gradients of each weight,
 * in the order of the splits, and makes the update.
 */
import { ADAM, RMSPROP } from '../../../../model/training/optimizers'
import { COMMON } from '../../plan/buffers'
import { momentsOf, type Optimize, type OptimizerRecipe, type Penalty } from '../../plan/operations/step'
import type { Binding, Kernel } from '../kernel'
import { entryPoint, float, spreadWorkgroups, STATE_STRUCT } from '../wgsl'

/** WGSL from `gradient` to the updated `weights[at]`; the moments of all weights lie one after another. */
function updateOf({ optimizer, momentum }: OptimizerRecipe, total: number): string {
  switch (optimizer) {
    case 'adam':
      return `let m = moments[at] + (gradient - moments[at]) * ${float(1 - ADAM.beta1)};
  let v = moments[${total}u + at] + (gradient * gradient - moments[${total}u + at]) * ${float(1 - ADAM.beta2)};
  moments[at] = m;
  moments[${total}u + at] = v;
  weights[at] -= state.learningRate * sqrt(state.correction2) / state.correction1 * m / (sqrt(v) + ${float(ADAM.epsilon)});`
    case 'rmsprop':
      return `let v = ${float(RMSPROP.rho)} * moments[at] + ${float(1 - RMSPROP.rho)} * gradient * gradient;
  moments[at] = v;
  weights[at] -= state.learningRate * gradient / sqrt(v + ${float(RMSPROP.epsilon)});`
    case 'sgd':
      return momentum > 0
        ? `let velocity = ${float(momentum)} * moments[at] - state.learningRate * gradient;
  moments[at] = velocity;
  weights[at] += velocity;`
        : 'weights[at] -= state.learningRate * gradient;'
  }
}

const GROUP_SIZE = 64

/** Every device binds eight storage buffers to a kernel; the optimizer's own are three. */
const MOST_SEGMENTS = 5

/** A kernel for each group of segments that one can bind. */
export function optimize(spec: Optimize): readonly Kernel[] {
  const { segments } = spec
  return Array.from({ length: Math.ceil(segments.length / MOST_SEGMENTS) }, (_, i) =>
    optimizeGroup({ ...spec, segments: segments.slice(i * MOST_SEGMENTS, (i + 1) * MOST_SEGMENTS) }),
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

function optimizeGroup(spec: Optimize): Kernel {
  const { segments, penalties, total } = spec
  const first = segments[0]?.offset ?? 0
  const last = segments.at(-1)
  const end = last ? last.offset + last.length : 0
  // When all segments lie side by side, a place beyond one segment's end belongs to the next, so its end alone is compared. Where there is a
  // gap, the beginnings are compared too, because a weight in the gap has no gradient and stays as it is.
  const hasGap = segments.some(({ offset }, index) => {
    const before = segments[index - 1]
    return before !== undefined && before.offset + before.length < offset
  })
  const sums = segments.map(({ offset, length, splits }, index) => {
    const until = offset + length
    return `if (${hasGap ? `(at >= ${offset}u) & (at < ${until}u)` : `at < ${until}u`}) {
    for (var i = 0u; i < ${splits}u; i++) { gradient += partials${index}[i * ${length}u + at - ${offset}u]; }
  }`
  })
  const moments: readonly Binding[] =
    momentsOf(spec) > 0 ? [{ as: 'moments', buffer: COMMON.moments, type: 'array<f32>', access: 'write' }] : []
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
      { as: 'weights', buffer: COMMON.weights, type: 'array<f32>', access: 'write' },
      ...moments,
      ...segments.map(({ partials }, index): Binding => ({
        as: `partials${index}`,
        buffer: partials,
        type: 'array<f32>',
        access: 'read',
      })),
    ],
    code: `${STATE_STRUCT}
${entryPoint(GROUP_SIZE)}
  let at = group * ${GROUP_SIZE}u + local.x + ${first}u;
  if (at >= ${end}u) { return; }
  var gradient = 0.0;
  ${sums.join(' else ')}${hasGap ? ' else { return; }' : ''}
  ${penalties.map((penalty) => penaltyOf(penalty, first, end)).join('')}${updateOf(spec, total)}
}
`,
    workgroups: spreadWorkgroups(Math.ceil((end - first) / GROUP_SIZE)),
  }
}
