/** Dropout, forward and backward: the same kernel on values and on their gradients. */
import { COMMON } from '../../plan/buffers'
import type { Dropout } from '../../plan/operations/dropout'
import type { Kernel } from '../kernel'
import { entryPoint, float, spreadWorkgroups, STATE_STRUCT } from '../wgsl'
import { derivativeFunction } from './activations'
import { HASH, placeDraw, shareOf } from './hash'

const GROUP_SIZE = 64

export function dropout({ index, rate, batchSize, values, from, to, kept }: Dropout): Kernel {
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
      { as: 'from_', buffer: from, type: 'array<f32>', access: 'read' },
      ...(kept ? [{ as: 'kept', buffer: kept.buffer, type: 'array<f32>', access: 'read' } as const] : []),
      { as: 'to', buffer: to, type: 'array<f32>', access: 'write' },
    ],
    code: `${STATE_STRUCT}${HASH}${kept ? derivativeFunction(kept.activation) : ''}
${entryPoint(GROUP_SIZE)}
  let at = group * ${GROUP_SIZE}u + local.x;
  if (at >= state.count * ${values}u) { return; }
  let drawn = ${placeDraw('at', index)};
  let dropped = (state.training == 1u) & (drawn < ${shareOf(rate)});
  let scale = select(1.0, ${float(1 / (1 - rate))}, state.training == 1u);
  to[at] = select(from_[at] * scale, 0.0, dropped)${kept ? ' * derivative(kept[at])' : ''};
}
`,
    workgroups: spreadWorkgroups(Math.ceil((batchSize * values) / GROUP_SIZE)),
  }
}
