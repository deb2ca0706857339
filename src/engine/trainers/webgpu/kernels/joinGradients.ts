/** Adds up gradients, four values at a time where they come in fours. */
import { COMMON } from '../../plan/buffers'
import type { JoinGradients } from '../../plan/operations/joinGradients'
import type { Binding, Kernel } from '../kernel'
import { entryPoint, float, spreadWorkgroups, STATE_STRUCT } from '../wgsl'
import { derivativeFunction } from './activations'

const GROUP_SIZE = 64

/** Every device binds eight storage buffers to a kernel. Beside the sources there are the state, the sum, and the value kept. */
const MOST_SOURCES = 5

/** Kernels one after another, each of which adds as many sources as it can bind. The last one scales the sum and applies the derivative. */
export function joinGradients(spec: JoinGradients): readonly Kernel[] {
  const { sources } = spec
  const groups = Array.from({ length: Math.ceil(sources.length / MOST_SOURCES) }, (_, i) =>
    sources.slice(i * MOST_SOURCES, (i + 1) * MOST_SOURCES),
  )
  return groups.map((group, i) => joinGroup(spec, group, i === 0, i === groups.length - 1))
}

function joinGroup(spec: JoinGradients, sources: readonly string[], isFirst: boolean, isLast: boolean): Kernel {
  const { batchSize, values, gradient, scale } = spec
  const kept = isLast ? spec.kept : undefined
  const width = values % 4 === 0 ? 4 : 1
  const type = width === 4 ? 'array<vec4f>' : 'array<f32>'
  const steps = values / width
  const terms = [...(isFirst ? [] : ['gradient[at]']), ...sources.map((_, i) => `source${i}[at]`)]
  const sum = isLast && scale !== 1 ? `(${terms.join(' + ')}) * ${float(scale)}` : terms.join(' + ')
  const lanes = ['x', 'y', 'z', 'w'].map((lane) => `derivative(k.${lane})`).join(', ')
  const derivative =
    width === 4 ? `let k = kept[at];\n  let slope = vec4f(${lanes});` : 'let slope = derivative(kept[at]);'
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
      ...sources.map((buffer, i): Binding => ({ as: `source${i}`, buffer, type, access: 'read' })),
      ...(kept ? [{ as: 'kept', buffer: kept.buffer, type, access: 'read' } as const] : []),
      { as: 'gradient', buffer: gradient, type, access: 'write' },
    ],
    code: `${STATE_STRUCT}${kept ? derivativeFunction(kept.activation) : ''}
${entryPoint(GROUP_SIZE)}
  let at = group * ${GROUP_SIZE}u + local.x;
  if (at >= state.count * ${steps}u) { return; }
  ${kept ? derivative : ''}
  gradient[at] = ${kept ? `(${sum}) * slope` : sum};
}
`,
    workgroups: spreadWorkgroups(Math.ceil((batchSize * steps) / GROUP_SIZE)),
  }
}
