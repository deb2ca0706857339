/**
 * Softmax along the last axis and its logarithm, forward and backward, within the stack: at the end, the loss takes it in. A short row is one
 * invocation's. A long one is a workgroup's, whose invocations take every 64th value and join their parts in a fixed order.
 */
import { COMMON } from '../../plan/buffers'
import type { SoftmaxForward, SoftmaxInputGradient } from '../../plan/operations/softmax'
import type { Kernel } from '../kernel'
import { entryPoint, spreadWorkgroups, STATE_STRUCT } from '../wgsl'
import { derivativeFunction } from './activations'

const GROUP_SIZE = 64
/** The shortest row that is a workgroup's. */
const LONG_ROW = 512

export function softmaxForward({ activation, input, output, ...rows }: SoftmaxForward): Kernel {
  const { loop, join, ...row } = rowPieces(rows)
  const result =
    activation === 'softmax' ? 'exp(input[first + i] - largest) / total' : 'input[first + i] - largest - log(total)'
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
      { as: 'input', buffer: input, type: 'array<f32>', access: 'read' },
      { as: 'output', buffer: output, type: 'array<f32>', access: 'write' },
    ],
    code: `${STATE_STRUCT}${row.opening}
  var largest = input[first];
  ${loop('largest = max(largest, input[first + i]);')}
  ${join('largest', (part) => `max(largest, ${part})`)}
  var total = 0.0;
  ${loop('total += exp(input[first + i] - largest);')}
  ${join('total', (part) => `total + ${part}`)}
  ${loop(`output[first + i] = ${result};`)}
}
`,
    workgroups: row.workgroups,
  }
}

export function softmaxInputGradient(spec: SoftmaxInputGradient): Kernel {
  const { activation, output, source, gradient, kept } = spec
  const { loop, join, ...row } = rowPieces(spec)
  const [term, result] =
    activation === 'softmax'
      ? ['output[first + i] * source[first + i]', 'output[first + i] * (source[first + i] - total)']
      : ['source[first + i]', '(source[first + i] - exp(output[first + i]) * total)']
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
      { as: 'output', buffer: output, type: 'array<f32>', access: 'read' },
      { as: 'source', buffer: source, type: 'array<f32>', access: 'read' },
      ...(kept ? [{ as: 'kept', buffer: kept.buffer, type: 'array<f32>', access: 'read' } as const] : []),
      { as: 'gradient', buffer: gradient, type: 'array<f32>', access: 'write' },
    ],
    code: `${STATE_STRUCT}${kept ? derivativeFunction(kept.activation) : ''}${row.opening}
  var total = 0.0;
  ${loop(`total += ${term};`)}
  ${join('total', (part) => `total + ${part}`)}
  ${loop(`gradient[first + i] = ${result}${kept ? ' * derivative(kept[first + i])' : ''};`)}
}
`,
    workgroups: row.workgroups,
  }
}

/** What the kernels of a row have in common: the entry point up to `first`, where the row begins, and ways to walk it. */
function rowPieces({ batchSize, rows, length }: Pick<SoftmaxForward, 'batchSize' | 'rows' | 'length'>) {
  const isLong = length >= LONG_ROW
  const begin = isLong ? 'local.x' : '0u'
  const step = isLong ? GROUP_SIZE : 1
  return {
    opening: `
${isLong ? `var<workgroup> parts: array<f32, ${GROUP_SIZE}>;` : ''}
${entryPoint(GROUP_SIZE)}
  let row = ${isLong ? 'group' : `group * ${GROUP_SIZE}u + local.x`};
  if (row >= state.count * ${rows}u) { return; }
  let first = row * ${length}u;`,
    /** The statement for each of the invocation's values, which are at `first + i`. */
    loop: (statement: string): string => `for (var i = ${begin}; i < ${length}u; i += ${step}u) { ${statement} }`,
    /** Leaves in every invocation's variable what all of them have together. */
    join: (name: string, joined: (part: string) => string): string =>
      isLong
        ? `parts[local.x] = ${name};
  workgroupBarrier();
  ${name} = parts[0];
  for (var i = 1u; i < ${GROUP_SIZE}u; i++) { ${name} = ${joined('parts[i]')}; }
  workgroupBarrier();`
        : '',
    workgroups: spreadWorkgroups(isLong ? batchSize * rows : Math.ceil((batchSize * rows) / GROUP_SIZE)),
  }
}
