/**
 * Dropout, forward and backward. Whether a value is dropped is a hash of the seed, the layer, the step and the value's place, so that the
 * same seed gives the same masks, and backward computes them anew instead of reading them.
 */
import { COMMON, type Operation } from '../plan'
import { STATE_STRUCT } from '../state'
import { entryPoint, float, spreadWorkgroups } from '../wgsl'
import { derivativeFunction } from './activations'
import { HASH } from './hash'
import type { InputGradientTarget } from './target'

export interface Dropout extends Partial<Pick<InputGradientTarget, 'kept'>> {
  readonly layer: string
  /** The layer's place in the stack: it tells the masks of several such layers apart. */
  readonly index: number
  readonly rate: number
  readonly batchSize: number
  /** Values of one image. */
  readonly values: number
  readonly from: string
  readonly to: string
}

const GROUP_SIZE = 64

export function dropoutForward(spec: Dropout): Operation {
  return dropout(spec, 'forward')
}

/** `from` is the gradient of the output, `to` that of the input. */
export function dropoutInputGradient(spec: Dropout): Operation {
  return dropout(spec, 'input gradient')
}

function dropout({ layer, index, rate, batchSize, values, from, to, kept }: Dropout, name: string): Operation {
  return {
    name,
    layer,
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
  let drawn = hash(at ^ hash(state.step ^ hash(state.seed ^ ${index}u)));
  let dropped = (state.training == 1u) & (drawn < ${Math.min(Math.round(rate * 2 ** 32), 2 ** 32 - 1)}u);
  let scale = select(1.0, ${float(1 / (1 - rate))}, state.training == 1u);
  to[at] = select(from_[at] * scale, 0.0, dropped)${kept ? ' * derivative(kept[at])' : ''};
}
`,
    workgroups: spreadWorkgroups(Math.ceil((batchSize * values) / GROUP_SIZE)),
    flops: 0,
  }
}
