/** SpatialDropout2D, GaussianDropout and GaussianNoise. Those that multiply are the same kernel on values and on their gradients. */
import { NORMAL_SCALE } from '../../../../model/training/augmentImage'
import { COMMON } from '../../plan/buffers'
import type { GaussianDropout, GaussianNoise, SpatialDropout } from '../../plan/operations/noise'
import type { Kernel } from '../kernel'
import { entryPoint, float, spreadWorkgroups, STATE_STRUCT } from '../wgsl'
import { derivativeFunction } from './activations'
import { HASH, normalDraw, placeDraw, shareOf } from './hash'

const GROUP_SIZE = 64

interface Draws extends Pick<GaussianDropout, 'batchSize' | 'values' | 'from' | 'to' | 'kept'> {
  /** WGSL statements that change `value` in training. In scope: `at`, its place in the batch. */
  readonly change: string
}

export function spatialDropout({ index, rate, places, channels, ...rest }: SpatialDropout): Kernel {
  return draws({
    ...rest,
    values: places * channels,
    change: `let map = at / ${places * channels}u * ${channels}u + at % ${channels}u;
    let drawn = ${placeDraw('map', index)};
    value = select(value * ${float(1 / (1 - rate))}, 0.0, drawn < ${shareOf(rate)});`,
  })
}

export function gaussianDropout({ index, rate, ...rest }: GaussianDropout): Kernel {
  return draws({
    ...rest,
    change: `${normalDraw(placeDraw('at', index), '    ')}
    value *= 1.0 + ${float(Math.sqrt(rate / (1 - rate)) * NORMAL_SCALE)} * (heads + spread);`,
  })
}

export function gaussianNoise({ index, stddev, ...rest }: GaussianNoise): Kernel {
  return draws({
    ...rest,
    change: `${normalDraw(placeDraw('at', index), '    ')}
    value += ${float(stddev * NORMAL_SCALE)} * (heads + spread);`,
  })
}

function draws({ batchSize, values, from, to, kept, change }: Draws): Kernel {
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
  var value = from_[at];
  if (state.training == 1u) {
    ${change}
  }
  to[at] = value${kept ? ' * derivative(kept[at])' : ''};
}
`,
    workgroups: spreadWorkgroups(Math.ceil((batchSize * values) / GROUP_SIZE)),
  }
}
