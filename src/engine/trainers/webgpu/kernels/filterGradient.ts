/**
 * The gradient of a kernel and its bias, if any. An invocation holds a block of taps by input channels by filters in registers, and walks its run of
 * rows. The bias's gradient falls out on the way.
 */
import type { FilterGradient } from '../../plan/operations/filterGradient'
import { COMMON } from '../../plan/buffers'
import type { Binding, Kernel } from '../kernel'
import { dealChannels, each, entryPoint, spreadWorkgroups, STATE_STRUCT, when } from '../wgsl'
import { readPatch, sourceBindings, valueType, vectorOf } from './imageSource'

/** Sums that an invocation holds in registers at most. */
const MOST_SUMS = 100
const MOST_TAPS_ACROSS = 5
const GROUP_SIZE = 64

export function filterGradient(spec: FilterGradient): Kernel {
  const { geometry, source, batchSize, bias, splits } = spec
  const { input, output, strides, dilation, before } = geometry
  const [kernelRows, kernelColumns] = geometry.kernel
  const vector = vectorOf(input)
  const type = valueType(vector)
  const vectors = input.channels / vector
  const deal = dealChannels(output.channels)

  const across = Math.min(kernelColumns, MOST_TAPS_ACROSS)
  const room = Math.max(1, Math.floor(MOST_SUMS / (deal.each * vector * across)))
  // As even as can be: the blocks of rows beyond the last are computed in vain.
  const down = vector === 1 ? Math.ceil(kernelRows / Math.ceil(kernelRows / room)) : 1
  const deep = Math.min(vectors, Math.max(1, Math.floor(room / down)), 4)
  const blocksAcross = Math.ceil(kernelColumns / across)
  const blocksDown = Math.ceil(kernelRows / down)
  const blocksDeep = Math.ceil(vectors / deep)
  const blocks = blocksAcross * blocksDown * blocksDeep
  const blocksPerGroup = Math.min(GROUP_SIZE / deal.lanes, blocks)
  const blockGroups = Math.ceil(blocks / blocksPerGroup)
  // Few blocks leave room for several runs in a workgroup, whose invocations would be too few otherwise.
  const splitsPerGroup = Math.min(Math.floor(GROUP_SIZE / (deal.lanes * blocksPerGroup)), splits)

  // Rows and columns that no pooling window covers have no gradient.
  const pool = source.pooled?.pool ?? [1, 1]
  const rowRuns = source.pooled ? source.pooled.height : output.height
  const columns = source.pooled ? source.pooled.width * pool[1] : output.width
  const step = stepAlong(columns, pool[1])
  const reach = (axis: 0 | 1, places: number): number =>
    (places - 1) * strides[axis] + (geometry.kernel[axis] - 1) * dilation[axis] - before[axis]
  const rows = rowRuns * pool[0]
  // Places beyond a row's end have no gradient, but what is read for them may not be a number.
  const checked =
    before[0] > 0 ||
    before[1] > 0 ||
    columns % step !== 0 ||
    reach(0, rows) >= input.height ||
    reach(1, columns) >= input.width
  const rowsPerSplit = Math.ceil((batchSize * rowRuns) / splits)
  const kernelLength = kernelRows * kernelColumns * input.channels * output.channels
  const length = kernelLength + (bias ? output.channels : 0)

  const gradientReader = (k: number) =>
    readPatch('source', source, 1, {
      image: 'image',
      rows: { at: 'row', past: 0 },
      columns: { at: 'begin', past: 0 },
      channel: `channelAt${k}`,
      tag: `G${k}`,
      checked: columns % step !== 0,
    })
  const readGradient = each(deal.each, (k) => {
    const reader = gradientReader(k)
    return each(pool[0], (row) =>
      each(
        step,
        (column) =>
          `${reader.read(`g${row}_${column}_${k}`, row, column)}${bias ? `\nbias${k} += g${row}_${column}_${k};` : ''}`,
      ),
    )
  })
  const products = each(deep, (part) => {
    const reader = readPatch('input', { size: input, buffer: spec.input }, vector, {
      image: 'image',
      rows: { at: `(row * ${strides[0]} + tapRow * ${dilation[0]} - ${before[0]})` },
      columns: { at: 'inputBegin' },
      channel: `min(firstVector + ${part}, ${vectors - 1})`,
      tag: `X${part}`,
      checked,
    })
    const read = new Set<string>()
    const readOnce = (name: string, row: number, column: number): string => {
      if (read.has(name)) return ''
      read.add(name)
      return reader.read(name, row, column)
    }
    return each(down, (tapRow) =>
      each(pool[0], (row) => {
        // Rows of the kernel and of a pooling window share what they read.
        const rowAt = row * strides[0] + tapRow * dilation[0]
        const name = (at: number): string => `x${part}_${rowAt}_${at}`
        const at = (tap: number, column: number): number => column * strides[1] + tap * dilation[1]
        const wanted = Array.from({ length: step * across }, (_, i) => at(Math.floor(i / step), i % step))
        return `${wanted.map((column) => readOnce(name(column), rowAt, column)).join('\n')}
${each(across, (tap) =>
  each(step, (column) =>
    each(deal.each, (k) => `sum${tapRow}_${part}_${tap}_${k} += ${name(at(tap, column))} * g${row}_${column}_${k};`),
  ),
)}`
      }),
    )
  })

  const sums = (text: (tapRow: number, part: number, tap: number, k: number) => string): string =>
    each(down, (tapRow) =>
      each(deep, (part) => each(across, (tap) => each(deal.each, (k) => text(tapRow, part, tap, k)))),
    )

  const store = (tapRow: number, part: number, tap: number, k: number): string => {
    const value = `sum${tapRow}_${part}_${tap}_${k}`
    const tapAt = `((tapRow + ${tapRow}) * ${kernelColumns} + tapColumn + ${tap})`
    const at = `first + (${tapAt} * ${input.channels} + (firstVector + ${part}) * ${vector}) * ${output.channels} + channel${k}`
    return when(
      [
        kernelRows % down !== 0 && `tapRow + ${tapRow} < ${kernelRows}`,
        kernelColumns % across !== 0 && `tapColumn + ${tap} < ${kernelColumns}`,
        vectors % deep !== 0 && `firstVector + ${part} < ${vectors}`,
      ],
      `let at = ${at};\n${each(vector, (lane) => `partials[at + ${lane * output.channels}] = ${value}${vector === 4 ? `[${lane}]` : ''};`)}`,
    )
  }

  const code = `${STATE_STRUCT}
${entryPoint(deal.lanes, blocksPerGroup * splitsPerGroup)}
  let block = i32((group / ${deal.groups}u) % ${blockGroups}u * ${blocksPerGroup}u + local.y % ${blocksPerGroup}u);
  let split = i32(group / ${deal.groups * blockGroups}u * ${splitsPerGroup}u + local.y / ${blocksPerGroup}u);
  if ((block >= ${blocks}) | (split >= ${splits})) { return; }
  let tapColumn = (block % ${blocksAcross}) * ${across};
  let tapRow = ((block / ${blocksAcross}) % ${blocksDown}) * ${down};
  let firstVector = (block / ${blocksAcross * blocksDown}) * ${deep};
${each(deal.each, (k) => `  let channel${k} = i32((group % ${deal.groups}u) * ${deal.lanes * deal.each}u + local.x) + ${k * deal.lanes};\n  let channelAt${k} = min(channel${k}, ${output.channels - 1});`)}
${sums((tapRow, part, tap, k) => `  var sum${tapRow}_${part}_${tap}_${k} = ${type}();`)}
${bias ? each(deal.each, (k) => `  var bias${k} = 0.0;`) : ''}
  let end = min((split + 1) * ${rowsPerSplit}, i32(state.count) * ${rowRuns});
  for (var place = split * ${rowsPerSplit}; place < end; place++) {
  let image = place / ${rowRuns};
  let row = (place % ${rowRuns}) * ${pool[0]};
${columns <= step ? '  const begin = 0;' : `  for (var begin = 0; begin < ${columns}; begin += ${step}) {`}
  let inputBegin = begin * ${strides[1]} + tapColumn * ${dilation[1]} - ${before[1]};
${readGradient}
${products}
${columns <= step ? '' : '  }'}
  }
  let first = split * ${length};
${each(deal.each, (k) =>
  when(
    [deal.ragged && `channel${k} < ${output.channels}`],
    `${each(down, (tapRow) => each(deep, (part) => each(across, (tap) => store(tapRow, part, tap, k))))}
${bias ? `if (block == 0) { partials[first + ${kernelLength} + channel${k}] = bias${k}; }` : ''}`,
  ),
)}
}
`
  const bindings: Binding[] = [
    { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
    { as: 'input', buffer: spec.input, type: `array<${type}>`, access: 'read' },
    ...sourceBindings('source', source, 1),
    { as: 'partials', buffer: spec.partials, type: 'array<f32>', access: 'write' },
  ]
  return {
    bindings,
    code,
    workgroups: spreadWorkgroups(deal.groups * blockGroups * Math.ceil(splits / splitsPerGroup)),
  }
}

/** Places taken at once: a multiple of the pool's width that wastes little of the row. */
function stepAlong(columns: number, multiple: number): number {
  const options = [4, 6, 3, 5, 2, 1].map((step) => step * multiple).filter((step) => step <= 6 || step === multiple)
  const covered = (step: number): number => Math.ceil(columns / step) * step
  return options.reduce((best, step) => (covered(step) < covered(best) ? step : best))
}
