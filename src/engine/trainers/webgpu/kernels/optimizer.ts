/**
 * The optimizers as Keras 3 defines them, over all weights of the model at once: one kernel adds up the partial gradients of each weight, in the order
 * of the splits, and makes the update.
 */
import { ADAM, RMSPROP } from '../../../../model/training/optimizers'
import type { Recipe } from '../../../../model/training/recipe'
import { COMMON, type Binding, type Operation } from '../plan'
import { STATE_STRUCT } from '../state'
import { entryPoint, float, spreadWorkgroups } from '../wgsl'

/** The partial gradients of one layer's weights, which lie side by side. */
export interface GradientSegment {
  /** Among the weights, in values. */
  readonly offset: number
  readonly length: number
  readonly splits: number
  /** splits x length. */
  readonly partials: string
}

type OptimizerRecipe = Pick<Recipe, 'optimizer' | 'momentum'>

/** Floats that the optimizer keeps for each weight. */
export function momentsOf({ optimizer, momentum }: OptimizerRecipe): number {
  if (optimizer === 'adam') return 2
  return optimizer === 'rmsprop' || momentum > 0 ? 1 : 0
}

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

/** One operation a group of segments, in the order of their offsets: a kernel can bind only so many buffers. */
export function optimize(recipe: OptimizerRecipe, segments: readonly GradientSegment[], total: number): Operation {
  const first = segments[0]?.offset ?? 0
  const last = segments.at(-1)
  const end = last ? last.offset + last.length : 0
  // Where segments lie side by side, what a segment's end leaves belongs to the next. Only behind a gap must its beginning be asked for too:
  // a weight in the gap has no gradient, and stays as it is.
  const gapBefore = segments.map(({ offset }, index) => {
    const before = segments[index - 1]
    return before !== undefined && before.offset + before.length < offset
  })
  const sums = segments.map(({ offset, length, splits }, index) => {
    const until = offset + length
    return `if (${gapBefore[index] ? `(at >= ${offset}u) & (at < ${until}u)` : `at < ${until}u`}) {
    for (var i = 0u; i < ${splits}u; i++) { gradient += partials${index}[i * ${length}u + at - ${offset}u]; }
  }`
  })
  const moments: readonly Binding[] =
    momentsOf(recipe) > 0 ? [{ as: 'moments', buffer: COMMON.moments, type: 'array<f32>', access: 'write' }] : []
  return {
    name: recipe.optimizer,
    layer: 'optimizer',
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
  ${sums.join(' else ')}${gapBefore.includes(true) ? ' else { return; }' : ''}
  ${updateOf(recipe, total)}
}
`,
    workgroups: spreadWorkgroups(Math.ceil((end - first) / GROUP_SIZE)),
    flops: 0,
  }
}
