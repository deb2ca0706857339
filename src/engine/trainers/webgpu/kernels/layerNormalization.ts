/** LayerNormalization, forward and the input's gradient: several rows a workgroup where rows are short, and a workgroup a row where they are long. */
import { keepsSum } from '../../plan/activations'
import { COMMON } from '../../plan/buffers'
import {
  LAYER_STATISTICS,
  type LayerNormalizationForward,
  type LayerNormalizationInputGradient,
} from '../../plan/operations/layerNormalization'
import type { Binding, Kernel } from '../kernel'
import { entryPoint, float, spreadWorkgroups, STATE_STRUCT } from '../wgsl'
import { activationFunction, derivativeFunction } from './activations'
import { applyTo, joinLanes, readAt, vectorFor } from './columns'
import { valueType } from './imageSource'
import { addValues, declareMoments, JOIN_SHARED_MOMENTS, sharedMoments, STORE_MOMENTS } from './moments'

/** How rows are dealt out: `lanes` invocations share one. */
interface RowLanes {
  readonly vector: 1 | 4
  readonly type: 'f32' | 'vec4f'
  readonly units: number
  readonly lanes: number
  readonly groupSize: number
}

/** From this many vectors on, a row has a large workgroup. */
const LONG_ROW = 512

function dealRow(length: number): RowLanes {
  const vector = vectorFor(length)
  const units = length / vector
  const groupSize = units < LONG_ROW ? 64 : 256
  const lanes = Math.min(groupSize, 2 ** Math.ceil(Math.log2(units)))
  return { vector, type: valueType(vector), units, lanes, groupSize }
}

function openRow({ units, lanes, groupSize }: RowLanes, rows: number): string {
  return `${entryPoint(groupSize)}
  let lane = local.x % ${lanes}u;
  let firstLane = local.x - lane;
  let row = group * ${groupSize / lanes}u + local.x / ${lanes}u;
  let works = row < state.count * ${rows}u;
  let first = select(0u, row, works) * ${units}u;
  let end = select(0u, ${units}u, works);`
}

function joinRow({ lanes }: RowLanes, store: string, join: string): string {
  return joinLanes({ lane: 'lane', lanes, apart: 1 }, store, join)
}

function workgroupsOf({ lanes, groupSize }: RowLanes, batchSize: number, rows: number): readonly [number, number] {
  return spreadWorkgroups(Math.ceil((batchSize * rows * lanes) / groupSize))
}

const STATE: Binding = { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' }

export function layerNormalizationForward(spec: LayerNormalizationForward): Kernel {
  const { batchSize, rows, length, activation, gammaOffset, betaOffset } = spec
  const deal = dealRow(length)
  const { vector, type, lanes, groupSize } = deal
  const withSums = keepsSum(activation)
  const weighted = gammaOffset !== undefined || betaOffset !== undefined
  const weight = (offset: number): string => readAt('weights', vector, `(${offset}u + i * ${vector}u)`)
  const { values, mean, inverse } = LAYER_STATISTICS
  return {
    bindings: [
      STATE,
      { as: 'input', buffer: spec.input, type: `array<${type}>`, access: 'read' },
      ...(weighted ? [{ as: 'weights', buffer: COMMON.weights, type: 'array<f32>', access: 'read' } as const] : []),
      { as: 'statistics', buffer: spec.statistics, type: 'array<f32>', access: 'write' },
      { as: 'output', buffer: spec.output, type: `array<${type}>`, access: 'write' },
      ...(withSums ? [{ as: 'sums', buffer: spec.sums, type: `array<${type}>`, access: 'write' } as const] : []),
    ],
    code: `${STATE_STRUCT}${activationFunction(activation)}${sharedMoments('f32', groupSize)}
${openRow(deal, rows)}
  let pivot = input[first]${vector === 4 ? '.x' : ''};
  ${declareMoments('f32')}
  for (var i = lane; i < end; i += ${lanes}u) {
    let x = input[first + i] - pivot;
    ${addValues(vector === 4 ? ['x.x', 'x.y', 'x.z', 'x.w'] : ['x'])}
  }
  ${joinRow(deal, STORE_MOMENTS, JOIN_SHARED_MOMENTS)}
  ${lanes > 1 ? 'mean = means[firstLane];\n  squares = sumsOfSquares[firstLane];' : ''}
  let inverse = inverseSqrt(squares * ${float(1 / length)} + ${float(spec.epsilon)});
  if (works & (lane == 0u)) {
    statistics[row * ${values}u + ${mean}u] = mean;
    statistics[row * ${values}u + ${inverse}u] = inverse;
  }
  for (var i = lane; i < end; i += ${lanes}u) {
    let scale = ${gammaOffset === undefined ? `${type}(inverse)` : `inverse * ${weight(gammaOffset)}`};
    let z = ((input[first + i] - pivot) - mean) * scale${betaOffset === undefined ? '' : ` + ${weight(betaOffset)}`};
    output[first + i] = ${applyTo('activate', vector, 'z')};
    ${withSums ? 'sums[first + i] = z;' : ''}
  }
}
`,
    workgroups: workgroupsOf(deal, batchSize, rows),
  }
}

export function layerNormalizationInputGradient(spec: LayerNormalizationInputGradient): Kernel {
  const { batchSize, rows, length, input, kept, gammaOffset } = spec
  const deal = dealRow(length)
  const { vector, type, lanes, groupSize } = deal
  const keepsInput = kept?.buffer === input
  const { values, mean, inverse } = LAYER_STATISTICS
  const sumOf = (name: string): string => (vector === 4 ? `dot(${name}, vec4f(1.0))` : name)
  const read = `let x = input[first + i];
    let normalised = ((x - pivot) - mean) * inverse;
    let dy = source[first + i]${gammaOffset === undefined ? '' : ` * ${readAt('weights', vector, `(${gammaOffset}u + i * ${vector}u)`)}`};`
  return {
    bindings: [
      STATE,
      { as: 'input', buffer: input, type: `array<${type}>`, access: 'read' },
      { as: 'source', buffer: spec.source, type: `array<${type}>`, access: 'read' },
      { as: 'statistics', buffer: spec.statistics, type: 'array<f32>', access: 'read' },
      ...(gammaOffset === undefined
        ? []
        : [{ as: 'weights', buffer: COMMON.weights, type: 'array<f32>', access: 'read' } as const]),
      ...(kept && !keepsInput
        ? [{ as: 'kept', buffer: kept.buffer, type: `array<${type}>`, access: 'read' } as const]
        : []),
      { as: 'gradient', buffer: spec.gradient, type: `array<${type}>`, access: 'write' },
    ],
    code: `${STATE_STRUCT}${kept ? derivativeFunction(kept.activation) : ''}
var<workgroup> levels: array<f32, ${groupSize}>;
var<workgroup> slopes: array<f32, ${groupSize}>;
${openRow(deal, rows)}
  let pivot = input[first]${vector === 4 ? '.x' : ''};
  let place = select(0u, row, works) * ${values}u;
  let mean = statistics[place + ${mean}u];
  let inverse = statistics[place + ${inverse}u];
  var level = 0.0;
  var slope = 0.0;
  for (var i = lane; i < end; i += ${lanes}u) {
    ${read}
    let product = dy * normalised;
    level += ${sumOf('dy')};
    slope += ${sumOf('product')};
  }
  ${joinRow(deal, 'levels[local.x] = level; slopes[local.x] = slope;', 'level += levels[other]; slope += slopes[other];')}
  ${lanes > 1 ? 'level = levels[firstLane];\n  slope = slopes[firstLane];' : ''}
  level *= ${float(1 / length)};
  slope *= ${float(1 / length)};
  for (var i = lane; i < end; i += ${lanes}u) {
    ${read}
    ${kept ? `let y = ${keepsInput ? 'x' : 'kept[first + i]'};` : ''}
    gradient[first + i] = (dy - level - normalised * slope) * inverse${kept ? ` * ${applyTo('derivative', vector, 'y')}` : ''};
  }
}
`,
    workgroups: workgroupsOf(deal, batchSize, rows),
  }
}
