/**
 * The gradient of a kernel and its bias, if any, in the dense form. An invocation holds a block of taps by input channels by filters in registers, and walks its run of
 * rows. The bias's gradient falls out on the way.
 */
import type { FilterGradient } from '../../plan/operations/filterGradient'
import { COMMON } from '../../plan/buffers'
import type { Binding, Kernel } from '../kernel'
import type { Tuning } from '../tuning'
import { dealChannels, dealQuads, each, entryPoint, spreadWorkgroups, STATE_STRUCT, when, type Lanes } from '../wgsl'
import { pooledFilterGradient } from '../../plan/operations/pooledFilterGradient'
import { readPatch, sourceBindings, valueType, vectorOf } from './imageSource'
import { sparseFilterGradient } from './sparseFilterGradient'

const MOST_TAPS_ACROSS = 5

export function filterGradient(spec: FilterGradient, tuning: Tuning): Kernel {
  const pooled = tuning.sumsSparsely ? pooledFilterGradient(spec) : undefined
  return (pooled && sparseFilterGradient(pooled, spec.source.buffer)) ?? denseFilterGradient(spec, tuning)
}

function denseFilterGradient(spec: FilterGradient, tuning: Tuning): Kernel {
  const { geometry, source, batchSize, bias, splits } = spec
  const { input, output, strides, dilation, before } = geometry
  const [kernelRows, kernelColumns] = geometry.kernel
  const vector = vectorOf(input)
  const vectors = input.channels / vector
  const deal = output.channels % 4 === 0 ? dealQuads(output.channels) : dealChannels(output.channels)
  const { unit, units, lanes } = deal
  // Of four filters, a sum is a vector of them for each input channel; else it is a vector of input channels for each filter.
  const parts = unit === 4 ? vector : 1
  const sumType = valueType(unit === 4 ? 4 : vector)

  const { across, down, deep, blocksAcross, blocksDown, blocks } = chooseBlock(spec, deal, tuning)
  const blocksPerGroup = Math.min(Math.max(1, Math.floor(tuning.groupSize / lanes)), blocks)
  const blockGroups = Math.ceil(blocks / blocksPerGroup)
  // Few blocks leave room for several splits in a workgroup, whose invocations would be too few otherwise.
  const splitsPerGroup = Math.max(1, Math.min(Math.floor(tuning.groupSize / (lanes * blocksPerGroup)), splits))

  // Rows and columns that no pooling window covers have no gradient.
  const pool = source.pooled?.pool ?? [1, 1]
  const rowRuns = source.pooled ? source.pooled.height : output.height
  const columns = source.pooled ? source.pooled.width * pool[1] : output.width
  const step = tuning.pairsWindows || !source.pooled ? stepAlong(columns, pool[1]) : pool[1]
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
  const wholeBlocks = kernelRows % down === 0 && kernelColumns % across === 0
  const patchAlong = (axis: 0 | 1, places: number, taps: number): number =>
    (places - 1) * strides[axis] + (taps - 1) * dilation[axis]
  const rowsPerSplit = Math.ceil((batchSize * rowRuns) / splits)
  const kernelLength = kernelRows * kernelColumns * input.channels * units
  const length = kernelLength + (bias ? units : 0)

  // Window by window, so that the order does not depend on how many of them are worked on together.
  const places = Array.from({ length: step / pool[1] }, (_, window) =>
    Array.from({ length: pool[0] * pool[1] }, (__, place) => ({
      row: Math.floor(place / pool[1]),
      column: window * pool[1] + (place % pool[1]),
    })),
  ).flat()
  // Where several blocks read the gradient, workgroups of their own add it up for the bias; else the one block does on its way.
  const biasApart = bias && blocks > 1
  /** Reads the gradient of a place. */
  const gradientReader = (summed: boolean): ((row: number, column: number) => string) => {
    const readers = Array.from({ length: deal.each }, (_, k) =>
      readPatch('source', source, unit, {
        image: 'image',
        rows: { at: 'row', past: 0 },
        columns: { at: 'begin', past: 0 },
        channel: `channelAt${k}`,
        tag: `G${k}`,
        checked: columns % step !== 0,
        batchSize,
      }),
    )
    return (row, column) =>
      each(deal.each, (k) => {
        const g = `g${row}_${column}_${k}`
        return `${readers[k]!.read(g, row, column)}${summed ? `\nbias${k} += ${g};` : ''}`
      })
  }
  const sumPlaces = gradientReader(true)
  const readPlace = gradientReader(bias && !biasApart)
  const opened = new Set<string>()
  const openPlace = (row: number, column: number): string => {
    const place = `${row}_${column}`
    if (opened.has(place)) return ''
    opened.add(place)
    return `${readPlace(row, column)}\n`
  }
  const products = each(deep, (part) => {
    const reader = readPatch('input', { size: input, buffer: spec.input }, vector, {
      image: 'image',
      rows: { at: `(row * ${strides[0]} + tapRow * ${dilation[0]} - ${before[0]})` },
      columns: { at: 'inputBegin' },
      channel: vectors % deep === 0 ? `firstVector + ${part}` : `min(firstVector + ${part}, ${vectors - 1})`,
      tag: `X${part}`,
      checked,
      ...(!checked &&
        tuning.boundsPatches &&
        wholeBlocks && { reach: [patchAlong(0, pool[0], down), patchAlong(1, step, across)] }),
      batchSize,
    })
    const read = new Set<string>()
    const readOnce = (name: string, row: number, column: number): string => {
      if (read.has(name)) return ''
      read.add(name)
      return reader.read(name, row, column)
    }
    return each(down, (tapRow) =>
      places
        .map(({ row, column }) => {
          // Rows of the kernel and of a pooling window share what they read.
          const rowAt = row * strides[0] + tapRow * dilation[0]
          const gradient = openPlace(row, column)
          const taps = each(across, (tap) => {
            const columnAt = column * strides[1] + tap * dilation[1]
            const x = `x${part}_${rowAt}_${columnAt}`
            const add = (k: number, lane: number): string => {
              const value = parts === 4 ? `${x}.${'xyzw'[lane]}` : x
              return `sum${tapRow}_${part}_${tap}_${k}_${lane} += g${row}_${column}_${k} * ${value};`
            }
            return `${readOnce(x, rowAt, columnAt)}\n${each(deal.each, (k) => each(parts, (lane) => add(k, lane)))}`
          })
          return `${gradient}${taps}`
        })
        .join('\n'),
    )
  })

  const sums = Array.from({ length: down * deep * across * deal.each * parts }, (_, i) => {
    const lane = i % parts
    const k = Math.floor(i / parts) % deal.each
    const tap = Math.floor(i / (parts * deal.each)) % across
    const part = Math.floor(i / (parts * deal.each * across)) % deep
    const tapRow = Math.floor(i / (parts * deal.each * across * deep))
    return { name: `sum${tapRow}_${part}_${tap}_${k}_${lane}`, lane, k, tap, part, tapRow }
  })
  const store = ({ name, lane, k, tap, part, tapRow }: (typeof sums)[number]): string => {
    const tapAt = `((tapRow + ${tapRow}) * ${kernelColumns} + tapColumn + ${tap})`
    const put = (channel: number, value: string): string => `partials[at + ${channel * units}] = ${value};`
    return when(
      [
        deal.ragged && `channel${k} < ${units}`,
        kernelRows % down !== 0 && `tapRow + ${tapRow} < ${kernelRows}`,
        kernelColumns % across !== 0 && `tapColumn + ${tap} < ${kernelColumns}`,
        vectors % deep !== 0 && `firstVector + ${part} < ${vectors}`,
      ],
      `let at = first + (${tapAt} * ${input.channels} + (firstVector + ${part}) * ${vector}) * ${units} + channel${k};
${unit === 4 || vector === 1 ? put(lane, name) : each(vector, (channel) => put(channel, `${name}[${channel}]`))}`,
    )
  }
  const declareBias = each(deal.each, (k) => `  var bias${k} = ${valueType(unit)}();`)
  const storeBias = each(deal.each, (k) =>
    when(
      [deal.ragged && `channel${k} < ${units}`],
      `partials[split * ${length} + ${kernelLength} + channel${k}] = bias${k};`,
    ),
  )
  const walk = (
    statements: string,
  ): string => `  let end = min((split + 1) * ${rowsPerSplit}, i32(state.count) * ${rowRuns});
  for (var place = split * ${rowsPerSplit}; place < end; place++) {
  let image = place / ${rowRuns};
  let row = (place % ${rowRuns}) * ${pool[0]};
${columns <= step ? '  const begin = 0;' : `  for (var begin = 0; begin < ${columns}; begin += ${step}) {`}
${statements}
${columns <= step ? '' : '  }'}
  }`
  const groups = deal.groups * blockGroups * Math.ceil(splits / splitsPerGroup)
  const splitsPerBiasGroup = blocksPerGroup * splitsPerGroup
  const biasGroups = biasApart ? deal.groups * Math.ceil(splits / splitsPerBiasGroup) : 0
  const sumBias = `  if (group >= ${groups}u) {
  let split = i32((group - ${groups}u) / ${deal.groups}u * ${splitsPerBiasGroup}u + local.y);
  if (split >= ${splits}) { return; }
${declareBias}
${walk(places.map(({ row, column }) => sumPlaces(row, column)).join('\n'))}
${storeBias}
  return;
  }`

  const code = `${STATE_STRUCT}
${entryPoint(lanes, blocksPerGroup * splitsPerGroup)}
${each(deal.each, (k) => `  let channel${k} = i32((group % ${deal.groups}u) * ${lanes * deal.each}u + local.x) + ${k * lanes};\n  let channelAt${k} = ${deal.ragged ? `min(channel${k}, ${units - 1})` : `channel${k}`};`)}
${biasApart ? sumBias : ''}
  let block = i32((group / ${deal.groups}u) % ${blockGroups}u * ${blocksPerGroup}u + local.y % ${blocksPerGroup}u);
  let split = i32(group / ${deal.groups * blockGroups}u * ${splitsPerGroup}u + local.y / ${blocksPerGroup}u);
  if ((block >= ${blocks}) | (split >= ${splits})) { return; }
  let tapColumn = (block % ${blocksAcross}) * ${across};
  let tapRow = ((block / ${blocksAcross}) % ${blocksDown}) * ${down};
  let firstVector = (block / ${blocksAcross * blocksDown}) * ${deep};
${each(sums.length, (i) => `  var ${sums[i]!.name} = ${sumType}();`)}
${bias && !biasApart ? declareBias : ''}
${walk(`  let inputBegin = begin * ${strides[1]} + tapColumn * ${dilation[1]} - ${before[1]};
${products}`)}
  let first = split * ${length};
${each(sums.length, (i) => store(sums[i]!))}
${bias && !biasApart ? storeBias : ''}
}
`
  const bindings: Binding[] = [
    { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
    { as: 'input', buffer: spec.input, type: `array<${valueType(vector)}>`, access: 'read' },
    ...sourceBindings('source', source, unit),
    { as: 'partials', buffer: spec.partials, type: `array<${valueType(unit)}>`, access: 'write' },
  ]
  return {
    bindings,
    code,
    workgroups: spreadWorkgroups(groups + biasGroups),
  }
}

/** What an invocation holds: taps down and across, and vectors of input channels. */
interface Block {
  readonly across: number
  readonly down: number
  readonly deep: number
  readonly blocksAcross: number
  readonly blocksDown: number
  readonly blocks: number
}

function chooseBlock({ geometry, splits }: FilterGradient, deal: Lanes, { filterBlocks }: Tuning): Block {
  const { input, kernel } = geometry
  const vector = vectorOf(input)
  const vectors = input.channels / vector
  const across = Math.min(kernel[1], MOST_TAPS_ACROSS)
  const blockOf = (sums: number): Block => {
    const room = Math.max(1, Math.floor(sums / (deal.each * deal.unit * vector * across)))
    // As even as can be: the blocks of rows beyond the last are computed in vain.
    const down = vector === 1 ? Math.ceil(kernel[0] / Math.ceil(kernel[0] / room)) : 1
    const deep = Math.min(vectors, Math.max(1, Math.floor(room / down)), 4)
    const blocksAcross = Math.ceil(kernel[1] / across)
    const blocksDown = Math.ceil(kernel[0] / down)
    const blocks = blocksAcross * blocksDown * Math.ceil(vectors / deep)
    return { across, down, deep, blocksAcross, blocksDown, blocks }
  }
  const largest = blockOf(filterBlocks.sums)
  const invocations = deal.lanes * deal.groups * largest.blocks * splits
  return invocations < filterBlocks.fewInvocations ? blockOf(filterBlocks.sumsOfFew) : largest
}

/** Places taken at once: a multiple of the pool's width that wastes little of the row. */
function stepAlong(columns: number, multiple: number): number {
  const options = [4, 6, 3, 5, 2, 1].map((step) => step * multiple).filter((step) => step <= 6 || step === multiple)
  const covered = (step: number): number => Math.ceil(columns / step) * step
  return options.reduce((best, step) => (covered(step) < covered(best) ? step : best))
}
