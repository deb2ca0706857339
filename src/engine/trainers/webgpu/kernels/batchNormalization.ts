/** BatchNormalization: the batch's moments and statistics, the normalisation, and the input's gradient. */
import { keepsSum } from '../../plan/activations'
import { COMMON } from '../../plan/buffers'
import {
  BATCH_STATISTICS,
  type BatchMatrix,
  type BatchMoments,
  type BatchNormalizationForward,
  type BatchNormalizationInputGradient,
  type BatchStatistics,
} from '../../plan/operations/batchNormalization'
import type { Binding, Kernel } from '../kernel'
import { each, float, spreadWorkgroups, STATE_STRUCT } from '../wgsl'
import { activationFunction, derivativeFunction } from './activations'
import { applyTo, dealColumns, joinRows, openColumns, type Columns } from './columns'
import { addValues, declareMoments, JOIN_SHARED_MOMENTS, joinMoments, sharedMoments, STORE_MOMENTS } from './moments'

const STATE: Binding = { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' }

/** Rows that an invocation reads before it works on them. */
const AT_ONCE = 8

/** WGSL from the rows of one run to `count`, `mean` and `squares` of the column, in the invocation with `rowLane` 0. */
function momentsOfRun({ batchSize, positions }: BatchMatrix, runs: number, columns: Columns): string {
  const { type, units, rowLanes } = columns
  const rowsOfRun = Math.ceil((batchSize * positions) / runs)
  const value = (at: string): string => `input[${at} * ${units}u + unit] - pivot`
  return `let pivot = input[unit];
  ${declareMoments(type)}
  if (works) {
    let end = min((block + 1u) * ${rowsOfRun}u, state.count * ${positions}u);
    var row = block * ${rowsOfRun}u + rowLane;
    for (; row + ${(AT_ONCE - 1) * rowLanes}u < end; row += ${AT_ONCE * rowLanes}u) {
${each(AT_ONCE, (i) => `      let x${i} = ${value(`(row + ${i * rowLanes}u)`)};`)}
      ${addValues(Array.from({ length: AT_ONCE }, (_, i) => `x${i}`))}
    }
    for (; row < end; row += ${rowLanes}u) {
      let x = ${value('row')};
      ${addValues(['x'])}
    }
  }
  ${joinRows(columns, STORE_MOMENTS, JOIN_SHARED_MOMENTS)}`
}

export function batchMoments(spec: BatchMoments): Kernel {
  const { channels, runs } = spec
  const columns = dealColumns(channels)
  const { type, units, groups, groupSize } = columns
  return {
    bindings: [
      STATE,
      { as: 'input', buffer: spec.input, type: `array<${type}>`, access: 'read' },
      { as: 'moments', buffer: spec.moments, type: `array<${type}>`, access: 'write' },
    ],
    code: `${STATE_STRUCT}${sharedMoments(type, groupSize)}
${openColumns(columns)}
  if (state.training == 0u) { return; }
  ${momentsOfRun(spec, runs, columns)}
  if (works & (rowLane == 0u)) {
    moments[block * ${2 * units}u + unit] = mean;
    moments[block * ${2 * units}u + ${units}u + unit] = squares;
  }
}
`,
    workgroups: spreadWorkgroups(groups * runs),
  }
}

/** From the moments of this many runs on, a workgroup is large. */
const MANY_RUNS = 64

export function batchStatistics(spec: BatchStatistics): Kernel {
  const { channels, moments } = spec
  if (spec.frozen) return movingStatistics(spec)
  const columns = moments
    ? dealColumns(channels, { groupSize: moments.runs < MANY_RUNS ? 64 : 256, most: 4, vector: 1 })
    : dealColumns(channels)
  const { vector, type, groups, groupSize } = columns
  return {
    bindings: [
      STATE,
      { as: 'input', buffer: spec.input, type: `array<${type}>`, access: 'read' },
      ...(moments ? [{ as: 'moments', buffer: moments.buffer, type: 'array<f32>', access: 'read' } as const] : []),
      { as: 'weights', buffer: COMMON.weights, type: 'array<f32>', access: 'write' },
      { as: 'statistics', buffer: spec.statistics, type: 'array<f32>', access: 'write' },
    ],
    code: `${STATE_STRUCT}${sharedMoments(type, groupSize)}
${finishFunction(spec)}
${openColumns(columns)}
  ${moments ? joinRuns(spec, moments.runs, columns) : momentsOfRun(spec, 1, columns)}
  if (works & (rowLane == 0u)) {
${each(vector, (lane) => {
  const of = (name: string): string => (vector === 1 ? name : `${name}[${lane}]`)
  return `    finish(unit * ${vector}u + ${lane}u, ${of('pivot')}, ${of('mean')}, ${of('squares')} / max(count, 1.0));`
})}
  }
}
`,
    workgroups: spreadWorkgroups(groups),
  }
}

/** Those of a frozen layer, whose batch has no part in them. */
function movingStatistics(spec: BatchStatistics): Kernel {
  const columns = dealColumns(spec.channels, { vector: 1 })
  return {
    bindings: [
      { as: 'weights', buffer: COMMON.weights, type: 'array<f32>', access: 'read' },
      { as: 'statistics', buffer: spec.statistics, type: 'array<f32>', access: 'write' },
    ],
    code: `fn finish(channel: u32) {
  let pivot = weights[${spec.movingMeanOffset}u + channel];
  let mean = 0.0;
  let variance = weights[${spec.movingVarianceOffset}u + channel];
  ${writeStatistics(spec)}
}
${openColumns(columns)}
  if (works & (rowLane == 0u)) { finish(unit); }
}
`,
    workgroups: spreadWorkgroups(columns.groups),
  }
}

/** WGSL from the moments of all runs to those of the column, in the invocation with `rowLane` 0. */
function joinRuns({ batchSize, positions, channels }: BatchMatrix, runs: number, columns: Columns): string {
  const rowsOfRun = Math.ceil((batchSize * positions) / runs)
  const at = `run * ${2 * channels}u + unit`
  return `let pivot = input[unit];
  ${declareMoments('f32')}
  if (works) {
    let rows = state.count * ${positions}u;
    for (var run = rowLane; run < ${runs}u; run += ${columns.rowLanes}u) {
      let rowsOfRun = f32(min(rows - min(run * ${rowsOfRun}u, rows), ${rowsOfRun}u));
      ${joinMoments('rowsOfRun', `moments[${at}]`, `moments[${at} + ${channels}u]`)}
    }
  }
  ${joinRows(columns, STORE_MOMENTS, JOIN_SHARED_MOMENTS)}`
}

/** WGSL that moves the weights of one channel and writes what it is normalised by. */
function finishFunction(spec: BatchStatistics): string {
  const { momentum, movingMeanOffset, movingVarianceOffset } = spec
  const moved = (offset: number, value: string): string =>
    `weights[${offset}u + channel] = weights[${offset}u + channel] * ${float(momentum)} + ${value} * ${float(1 - momentum)};`
  return `fn finish(channel: u32, firstValue: f32, meanBehind: f32, ofBatch: f32) {
  var pivot = firstValue;
  var mean = meanBehind;
  var variance = ofBatch;
  if (state.training == 1u) {
    ${moved(movingMeanOffset, '(pivot + mean)')}
    ${moved(movingVarianceOffset, 'variance')}
  } else {
    pivot = weights[${movingMeanOffset}u + channel];
    mean = 0.0;
    variance = weights[${movingVarianceOffset}u + channel];
  }
  ${writeStatistics(spec)}
}`
}

/** WGSL that writes what one channel is normalised by. */
function writeStatistics({ channels, epsilon, gammaOffset, betaOffset }: BatchStatistics): string {
  const { pivot, mean, inverse, scale, shift } = BATCH_STATISTICS
  const write = (row: number, value: string): string => `statistics[${row * channels}u + channel] = ${value};`
  const weight = (offset: number | undefined, missing: string): string =>
    offset === undefined ? missing : `weights[${offset}u + channel]`
  return `let inverse = inverseSqrt(variance + ${float(epsilon)});
  ${write(pivot, 'pivot')}
  ${write(mean, 'mean')}
  ${write(inverse, 'inverse')}
  ${write(scale, `inverse * ${weight(gammaOffset, '1.0')}`)}
  ${write(shift, weight(betaOffset, '0.0'))}`
}

/** Rows of one invocation, which reads what they are normalised by once. */
const ROWS = 4

/** WGSL that has `row` and `at` for each row of an invocation. */
function eachRow({ units, rowLanes }: Columns, positions: number, statements: string): string {
  return `if (!works) { return; }
  for (var i = 0u; i < ${ROWS}u; i++) {
    let row = (block * ${ROWS}u + i) * ${rowLanes}u + rowLane;
    if (row >= state.count * ${positions}u) { return; }
    let at = row * ${units}u + unit;
    ${statements}
  }`
}

function rowGroups({ batchSize, positions }: BatchMatrix, { groups, rowLanes }: Columns): readonly [number, number] {
  return spreadWorkgroups(groups * Math.ceil((batchSize * positions) / (ROWS * rowLanes)))
}

/** WGSL that declares what the column is normalised by. */
function readStatistics(names: readonly ('pivot' | 'mean' | 'inverse' | 'scale' | 'shift')[], units: number): string {
  return each(names.length, (i) => {
    const name = names[i]!
    return `  let ${name} = statistics[${BATCH_STATISTICS[name] * units}u + unit];`
  })
}

export function batchNormalizationForward(spec: BatchNormalizationForward): Kernel {
  const { activation } = spec
  const columns = dealColumns(spec.channels)
  const { vector, type, units } = columns
  const withSums = keepsSum(activation)
  return {
    bindings: [
      STATE,
      { as: 'input', buffer: spec.input, type: `array<${type}>`, access: 'read' },
      { as: 'statistics', buffer: spec.statistics, type: `array<${type}>`, access: 'read' },
      { as: 'output', buffer: spec.output, type: `array<${type}>`, access: 'write' },
      ...(withSums ? [{ as: 'sums', buffer: spec.sums, type: `array<${type}>`, access: 'write' } as const] : []),
    ],
    code: `${STATE_STRUCT}${activationFunction(activation)}
${openColumns(columns)}
${readStatistics(['pivot', 'mean', 'scale', 'shift'], units)}
  ${eachRow(
    columns,
    spec.positions,
    `let z = ((input[at] - pivot) - mean) * scale + shift;
    output[at] = ${applyTo('activate', vector, 'z')};
    ${withSums ? 'sums[at] = z;' : ''}`,
  )}
}
`,
    workgroups: rowGroups(spec, columns),
  }
}

export function batchNormalizationInputGradient(spec: BatchNormalizationInputGradient): Kernel {
  const { positions, channels, input, kept, gammaAt, betaAt } = spec
  const columns = dealColumns(channels)
  const { vector, type, units } = columns
  const keepsInput = kept?.buffer === input
  return {
    bindings: [
      STATE,
      { as: 'input', buffer: input, type: `array<${type}>`, access: 'read' },
      { as: 'source', buffer: spec.source, type: `array<${type}>`, access: 'read' },
      { as: 'statistics', buffer: spec.statistics, type: `array<${type}>`, access: 'read' },
      { as: 'sums', buffer: spec.sums, type: `array<${type}>`, access: 'read' },
      ...(kept && !keepsInput
        ? [{ as: 'kept', buffer: kept.buffer, type: `array<${type}>`, access: 'read' } as const]
        : []),
      { as: 'gradient', buffer: spec.gradient, type: `array<${type}>`, access: 'write' },
    ],
    code: `${STATE_STRUCT}${kept ? derivativeFunction(kept.activation) : ''}
${openColumns(columns)}
${readStatistics(['pivot', 'mean', 'inverse', 'scale'], units)}
  let rows = f32(state.count * ${positions}u);
  let slope = inverse * sums[${gammaAt / vector}u + unit] / rows;
  let level = sums[${betaAt / vector}u + unit] / rows;
  ${eachRow(
    columns,
    positions,
    `let x = input[at];
    ${kept ? `let y = ${keepsInput ? 'x' : 'kept[at]'};` : ''}
    gradient[at] = scale * (source[at] - level - ((x - pivot) - mean) * slope)${kept ? ` * ${applyTo('derivative', vector, 'y')}` : ''};`,
  )}
}
`,
    workgroups: rowGroups(spec, columns),
  }
}
