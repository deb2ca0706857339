/** The gradients of gamma and beta, of BatchNormalization and LayerNormalization alike: sums of columns, in runs of rows. */
import { COMMON } from '../../plan/buffers'
import { BATCH_STATISTICS } from '../../plan/operations/batchNormalization'
import { LAYER_STATISTICS } from '../../plan/operations/layerNormalization'
import type { NormalizationGradientSums, SumRuns } from '../../plan/operations/normalizationSums'
import type { Kernel } from '../kernel'
import { each, spreadWorkgroups, STATE_STRUCT } from '../wgsl'
import { dealColumns, joinRows, openColumns } from './columns'

/** Rows that an invocation reads before it works on them. */
const AT_ONCE = 4

export function normalizationGradientSums(spec: NormalizationGradientSums): Kernel {
  const { batchSize, positions, channels, runs, length, gammaAt, betaAt } = spec
  const columns = dealColumns(channels)
  const { vector, type, units, rowLanes, groups, groupSize } = columns
  const rowsOfRun = Math.ceil((batchSize * positions) / runs)
  const ofChannel = spec.statisticsOf === 'channel'
  const { pivot, mean, inverse } = BATCH_STATISTICS
  const withGamma = gammaAt !== undefined
  const withBeta = betaAt !== undefined
  const both = (text: (name: 'gamma' | 'beta') => string): string =>
    [...(withGamma ? [text('gamma')] : []), ...(withBeta ? [text('beta')] : [])].join('\n  ')

  // What is the same for the whole column is multiplied once, behind the last row.
  const normalised = (row: string): string => {
    const x = `input[${row} * ${units}u + unit]`
    if (ofChannel) return `(${x} - pivot) - mean`
    const statistic = (name: 'mean' | 'inverse'): string =>
      `statistics[${row} * ${LAYER_STATISTICS.values}u + ${LAYER_STATISTICS[name]}u]`
    const first = vector === 1 ? `input[${row} * ${units}u]` : `input[${row} * ${units}u].x`
    return `((${x} - ${first}) - ${statistic('mean')}) * ${statistic('inverse')}`
  }
  const add = (count: number, rowAt: (i: number) => string): string =>
    `${each(count, (i) => `      let dy${i} = source[${rowAt(i)} * ${units}u + unit];`)}
${withGamma ? each(count, (i) => `      let x${i} = ${normalised(rowAt(i))};`) : ''}
${each(count, (i) => `      ${withGamma ? `gamma += dy${i} * x${i};` : ''}${withBeta ? ` beta += dy${i};` : ''}`)}`

  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
      { as: 'source', buffer: spec.source, type: `array<${type}>`, access: 'read' },
      ...(withGamma
        ? [
            { as: 'input', buffer: spec.input, type: `array<${type}>`, access: 'read' } as const,
            {
              as: 'statistics',
              buffer: spec.statistics,
              type: ofChannel ? `array<${type}>` : 'array<f32>',
              access: 'read',
            } as const,
          ]
        : []),
      { as: 'partials', buffer: spec.partials, type: `array<${type}>`, access: 'write' },
    ],
    code: `${STATE_STRUCT}${both((name) => `var<workgroup> ${name}s: array<${type}, ${groupSize}>;`)}
${openColumns(columns)}
  ${withGamma && ofChannel ? `let pivot = statistics[${pivot * units}u + unit];\n  let mean = statistics[${mean * units}u + unit];` : ''}
  ${both((name) => `var ${name} = ${type}();`)}
  if (works) {
    let end = min((block + 1u) * ${rowsOfRun}u, state.count * ${positions}u);
    var row = block * ${rowsOfRun}u + rowLane;
    for (; row + ${(AT_ONCE - 1) * rowLanes}u < end; row += ${AT_ONCE * rowLanes}u) {
${add(AT_ONCE, (i) => `(row + ${i * rowLanes}u)`)}
    }
    for (; row < end; row += ${rowLanes}u) {
${add(1, () => 'row')}
    }
  }
  ${joinRows(
    columns,
    both((name) => `${name}s[local.x] = ${name};`),
    both((name) => `${name} += ${name}s[other];`),
  )}
  if (works & (rowLane == 0u)) {
    ${withGamma ? `partials[block * ${length / vector}u + ${gammaAt / vector}u + unit] = gamma${ofChannel ? ` * statistics[${inverse * units}u + unit]` : ''};` : ''}
    ${withBeta ? `partials[block * ${length / vector}u + ${betaAt / vector}u + unit] = beta;` : ''}
  }
}
`,
    workgroups: spreadWorkgroups(groups * runs),
  }
}

/** From this many runs on, a workgroup is large. */
const MANY_RUNS = 64

export function sumRuns({ runs, length, partials, sums }: SumRuns): Kernel {
  const columns = dealColumns(length, { groupSize: runs < MANY_RUNS ? 64 : 256, most: 4, vector: 1 })
  const { rowLanes, groups, groupSize } = columns
  return {
    bindings: [
      { as: 'partials', buffer: partials, type: 'array<f32>', access: 'read' },
      { as: 'sums', buffer: sums, type: 'array<f32>', access: 'write' },
    ],
    code: `var<workgroup> parts: array<f32, ${groupSize}>;
${openColumns(columns)}
  var sum = 0.0;
  if (works) {
    for (var run = rowLane; run < ${runs}u; run += ${rowLanes}u) { sum += partials[run * ${length}u + unit]; }
  }
  ${joinRows(columns, 'parts[local.x] = sum;', 'sum += parts[other];')}
  if (works & (rowLane == 0u)) { sums[unit] = sum; }
}
`,
    workgroups: spreadWorkgroups(groups),
  }
}
