/** PReLU, forward and backward. NaN stays NaN, so that the run loop hears of it. */
import { sizeOf, type Shape } from '../../../../model/layers/define'
import { COMMON } from '../../plan/buffers'
import type { PreluAlphaGradient, PreluForward, PreluInputGradient } from '../../plan/operations/prelu'
import type { Kernel } from '../kernel'
import { entryPoint, spreadWorkgroups, STATE_STRUCT } from '../wgsl'
import { derivativeFunction } from './activations'

const GROUP_SIZE = 64

export function preluForward({ batchSize, shape, alphaShape, alphaOffset, input, output }: PreluForward): Kernel {
  const values = sizeOf(shape)
  const alpha = alphaPlaceOf(axesOf(shape, alphaShape), `(at % ${values}u)`)
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
      { as: 'input', buffer: input, type: 'array<f32>', access: 'read' },
      { as: 'weights', buffer: COMMON.weights, type: 'array<f32>', access: 'read' },
      { as: 'output', buffer: output, type: 'array<f32>', access: 'write' },
    ],
    code: `${STATE_STRUCT}
${entryPoint(GROUP_SIZE)}
  let at = group * ${GROUP_SIZE}u + local.x;
  if (at >= state.count * ${values}u) { return; }
  let z = input[at];
  output[at] = select(z * weights[${alphaOffset}u + ${alpha}], z, z > 0.0);
}
`,
    workgroups: spreadWorkgroups(Math.ceil((batchSize * values) / GROUP_SIZE)),
  }
}

export function preluInputGradient(spec: PreluInputGradient): Kernel {
  const { batchSize, shape, alphaShape, alphaOffset, input, source, gradient, kept } = spec
  const values = sizeOf(shape)
  const alpha = alphaPlaceOf(axesOf(shape, alphaShape), `(at % ${values}u)`)
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
      { as: 'input', buffer: input, type: 'array<f32>', access: 'read' },
      { as: 'source', buffer: source, type: 'array<f32>', access: 'read' },
      { as: 'weights', buffer: COMMON.weights, type: 'array<f32>', access: 'read' },
      ...(kept ? [{ as: 'kept', buffer: kept.buffer, type: 'array<f32>', access: 'read' } as const] : []),
      { as: 'gradient', buffer: gradient, type: 'array<f32>', access: 'write' },
    ],
    code: `${STATE_STRUCT}${kept ? derivativeFunction(kept.activation) : ''}
${entryPoint(GROUP_SIZE)}
  let at = group * ${GROUP_SIZE}u + local.x;
  if (at >= state.count * ${values}u) { return; }
  let slope = select(weights[${alphaOffset}u + ${alpha}], 1.0, input[at] > 0.0);
  gradient[at] = source[at] * slope${kept ? ' * derivative(kept[at])' : ''};
}
`,
    workgroups: spreadWorkgroups(Math.ceil((batchSize * values) / GROUP_SIZE)),
  }
}

/**
 * A workgroup adds up one run for neighbouring values of alpha. Where these are fewer than its invocations, several of them share a value's
 * terms, and their sums are added in a fixed order.
 */
export function preluAlphaGradient(spec: PreluAlphaGradient): Kernel {
  const { batchSize, shape, alphaShape, input, source, partials, splits } = spec
  const alphas = sizeOf(alphaShape)
  const values = sizeOf(shape)
  const sharing = values / alphas
  const axes = axesOf(shape, alphaShape)
  const lanes = Math.min(GROUP_SIZE, 2 ** Math.ceil(Math.log2(alphas)))
  const rows = GROUP_SIZE / lanes
  const alphaGroups = Math.ceil(alphas / lanes)
  const terms = Math.ceil((batchSize * sharing) / splits)
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
      { as: 'input', buffer: input, type: 'array<f32>', access: 'read' },
      { as: 'source', buffer: source, type: 'array<f32>', access: 'read' },
      { as: 'partials', buffer: partials, type: 'array<f32>', access: 'write' },
    ],
    code: `${STATE_STRUCT}
var<workgroup> parts: array<f32, ${GROUP_SIZE}>;
${entryPoint(lanes, rows)}
  let split = group / ${alphaGroups}u;
  if (split >= ${splits}u) { return; }
  let alpha = group % ${alphaGroups}u * ${lanes}u + local.x;
  var sum = 0.0;
  if (alpha < ${alphas}u) {
    let end = min((split + 1u) * ${terms}u, state.count * ${sharing}u);
    for (var term = split * ${terms}u + local.y; term < end; term += ${rows}u) {
      let sharer = term % ${sharing}u;
      let at = term / ${sharing}u * ${values}u + ${inputPlaceOf(axes, 'alpha', 'sharer')};
      let z = input[at];
      sum += source[at] * select(z, 0.0, z > 0.0);
    }
  }
  parts[local.y * ${lanes}u + local.x] = sum;
  workgroupBarrier();
  if ((local.y > 0u) | (alpha >= ${alphas}u)) { return; }
  for (var row = 1u; row < ${rows}u; row++) { sum += parts[row * ${lanes}u + local.x]; }
  partials[split * ${alphas}u + alpha] = sum;
}
`,
    workgroups: spreadWorkgroups(alphaGroups * splits),
  }
}

/** Neighbouring axes that alpha has, or that share it, as one. */
interface Axis {
  readonly length: number
  readonly of: 'alpha' | 'shared'
  /** How far apart neighbours along it lie in an image's values, ... */
  readonly stride: number
  /** ... and among alpha's values, or the places that share one. */
  readonly ownStride: number
}

function axesOf(shape: Shape, alphaShape: Shape): readonly Axis[] {
  const axes: Axis[] = []
  const own = { alpha: 1, shared: 1 }
  let stride = 1
  for (const [index, length] of [...shape.entries()].toReversed()) {
    if (length === 1) continue
    const of = alphaShape[index] === 1 ? 'shared' : 'alpha'
    const last = axes.at(-1)
    if (last?.of === of) axes[axes.length - 1] = { ...last, length: last.length * length }
    else axes.push({ length, of, stride, ownStride: own[of] })
    stride *= length
    own[of] *= length
  }
  return axes
}

/** WGSL from a place among an image's values to the one among alpha's values. */
function alphaPlaceOf(axes: readonly Axis[], place: string): string {
  const terms = axes
    .filter(({ of }) => of === 'alpha')
    .map(({ length, stride, ownStride }) => `${place} / ${stride}u % ${length}u * ${ownStride}u`)
  return terms.length === 0 ? '0u' : terms.join(' + ')
}

/** WGSL from a place among alpha's values and one among those that share it to the place among an image's values. */
function inputPlaceOf(axes: readonly Axis[], alpha: string, shared: string): string {
  const terms = axes.map(
    ({ length, of, stride, ownStride }) =>
      `${of === 'alpha' ? alpha : shared} / ${ownStride}u % ${length}u * ${stride}u`,
  )
  return terms.length === 0 ? '0u' : terms.join(' + ')
}
