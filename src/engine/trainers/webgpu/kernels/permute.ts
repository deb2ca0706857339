/** Permute, forward and backward: each value is read from where it came. */
import { sizeOf } from '../../../../model/layers/define'
import { COMMON } from '../../plan/buffers'
import type { Permute } from '../../plan/operations/permute'
import type { Kernel } from '../kernel'
import { entryPoint, spreadWorkgroups, STATE_STRUCT } from '../wgsl'
import { keptDerivative, valuesAt } from './eachPixel'

const GROUP_SIZE = 64

export function permute({ batchSize, shape, order, input, output, kept }: Permute): Kernel {
  const values = sizeOf(shape)
  const derivative = keptDerivative(kept, 1)
  const terms = order.map((axis, place) => {
    const stride = sizeOf(shape.slice(axis + 1))
    const inner = sizeOf(order.slice(place + 1).map((behind) => shape[behind] ?? 1))
    return `(at / ${inner}u) % ${shape[axis] ?? 1}u * ${stride}u`
  })
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
      valuesAt('input', input, 1, 'read'),
      ...derivative.bindings,
      valuesAt('output', output, 1, 'write'),
    ],
    code: `${STATE_STRUCT}${derivative.functions}
${entryPoint(GROUP_SIZE)}
  let at = group * ${GROUP_SIZE}u + local.x;
  if (at >= state.count * ${values}u) { return; }
  let place = at / ${values}u * ${values}u + ${terms.join(' + ')};
  output[at] = input[place]${derivative.factor};
}
`,
    workgroups: spreadWorkgroups(Math.ceil((batchSize * values) / GROUP_SIZE)),
  }
}
