/** Concatenate: an input's rows copied into those of the output, and the input's gradient out of them. */
import { COMMON } from '../../plan/buffers'
import type { ConcatenateForward, ConcatenateInputGradient } from '../../plan/operations/concatenate'
import type { Binding, Kernel } from '../kernel'
import { entryPoint, spreadWorkgroups, STATE_STRUCT } from '../wgsl'
import { derivativeFunction } from './activations'
import { applyTo } from './columns'
import { valueType } from './imageSource'

const GROUP_SIZE = 64

interface Copy extends Pick<ConcatenateForward, 'batchSize' | 'rows' | 'length' | 'whole' | 'at'> {
  readonly functions?: string
  readonly bindings: (type: string) => readonly Binding[]
  /** WGSL with `part` and `place`, the indices in the input and in the output. */
  readonly statements: (vector: 1 | 4) => string
}

function copy({ batchSize, rows, length, whole, at, functions = '', bindings, statements }: Copy): Kernel {
  const vector = [length, whole, at].every((size) => size % 4 === 0) ? 4 : 1
  const units = length / vector
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
      ...bindings(`array<${valueType(vector)}>`),
    ],
    code: `${STATE_STRUCT}${functions}
${entryPoint(GROUP_SIZE)}
  let part = group * ${GROUP_SIZE}u + local.x;
  if (part >= state.count * ${rows * units}u) { return; }
  let place = (part / ${units}u) * ${whole / vector}u + ${at / vector}u + part % ${units}u;
  ${statements(vector)}
}
`,
    workgroups: spreadWorkgroups(Math.ceil((batchSize * rows * units) / GROUP_SIZE)),
  }
}

export function concatenateForward({ input, output, ...part }: ConcatenateForward): Kernel {
  return copy({
    ...part,
    bindings: (type) => [
      { as: 'input', buffer: input, type, access: 'read' },
      { as: 'output', buffer: output, type, access: 'write' },
    ],
    statements: () => 'output[place] = input[part];',
  })
}

export function concatenateInputGradient({ source, gradient, kept, ...part }: ConcatenateInputGradient): Kernel {
  return copy({
    ...part,
    functions: kept ? derivativeFunction(kept.activation) : '',
    bindings: (type) => [
      { as: 'source', buffer: source, type, access: 'read' },
      ...(kept ? [{ as: 'kept', buffer: kept.buffer, type, access: 'read' } as const] : []),
      { as: 'gradient', buffer: gradient, type, access: 'write' },
    ],
    statements: (vector) =>
      kept
        ? `let y = kept[part];\n  gradient[part] = source[place] * ${applyTo('derivative', vector, 'y')};`
        : 'gradient[part] = source[place];',
  })
}
