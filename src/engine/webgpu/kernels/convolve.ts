/**
 * The convolution at the heart of Conv2D, forward and for the input's gradient: each invocation holds a tile of pixels by several channels
 * in registers and reads the input and the kernel straight from their buffers.
 */
import type { Pair } from '../../../model/layers/kerasConfig'
import { valuesOf, type Geometry } from '../geometry'
import type { Binding } from '../plan'
import { STATE_STRUCT } from '../state'
import { dealChannels, each, entryPoint, spreadWorkgroups } from '../wgsl'
import { readRow, sourceBindings, vectorOf, type ImageSource } from './imageSource'

export interface Convolution {
  readonly geometry: Geometry
  readonly source: ImageSource
  readonly batchSize: number
  /** The buffer that holds the kernel (rows x columns x input channels x output channels), and where in it. */
  readonly kernel: { readonly buffer: string; readonly offset: number }
  /** Pixels of one invocation, along height and width: whole pooling windows where the output is pooled. */
  readonly tile: Pair
  readonly bindings: readonly Binding[]
  /** WGSL declarations that `finish` uses. */
  readonly functions: string
  /**
   * WGSL statements that finish and store the tile's sums. In scope: `image`, `tileRow`, `tileColumn` (u32), `channel{k}` (u32), and
   * `sum{row}_{column}_{k}` for each pixel of the tile.
   */
  finish(channels: number): string
}

/** Kernel columns up to which the loop over them is unrolled, so that neighbouring columns share what they read. */
const MOST_UNROLLED = 7

/** What an operation takes of this: its bindings, WGSL and workgroups. */
export function convolve(convolution: Convolution) {
  const { geometry, source, batchSize, kernel, tile } = convolution
  const { input, output, strides, dilation, before } = geometry
  const [kernelRows, kernelColumns] = geometry.kernel
  const [rows, columns] = tile
  const vector = vectorOf(input)
  const vectors = input.channels / vector
  const deal = dealChannels(output.channels, rows * columns > 9 ? 2 : 4)
  const tilesDown = Math.ceil(output.height / rows)
  const tilesAcross = Math.ceil(output.width / columns)
  const tiles = tilesDown * tilesAcross
  const tilesPerGroup = 64 / deal.lanes

  const reach = (axis: 0 | 1, count: number): number =>
    (count * tile[axis] - 1) * strides[axis] + (geometry.kernel[axis] - 1) * dilation[axis] - before[axis]
  const checked =
    before[0] > 0 ||
    before[1] > 0 ||
    reach(0, tilesDown) >= input.height ||
    reach(1, tilesAcross) >= input.width

  const unrolled = kernelColumns <= MOST_UNROLLED ? kernelColumns : 1
  // `kernelColumn` counts the columns that are not unrolled.
  const begin = unrolled === kernelColumns ? 'left' : `(left + kernelColumn * ${dilation[1]})`

  const readRows = each(rows, (row) => {
    const reader = readRow('source', source, vector, {
      image: 'image',
      row: `row${row}`,
      begin,
      beginOffset: before[1],
      channel: 'c',
      tag: `R${row}`,
      checked,
    })
    const wanted = new Set<number>()
    for (let column = 0; column < columns; column++) {
      for (let tap = 0; tap < unrolled; tap++) wanted.add(column * strides[1] + tap * dilation[1])
    }
    return `let row${row} = top + ${row * strides[0]} + kernelRow * ${dilation[0]};
${reader.opening}
${[...wanted].map((column) => reader.read(`x${row}_${column}`, column)).join('\n')}`
  })

  const kernelColumn = (tap: number): string => (unrolled === kernelColumns ? String(tap) : 'kernelColumn')
  const multiply = each(unrolled, (tap) => {
    const weights = each(deal.each, (k) => {
      const at = (part: number): string => `weights[at${tap} + ${part * output.channels} + channelAt${k}]`
      const value = vector === 4 ? `vec4f(${[0, 1, 2, 3].map(at).join(', ')})` : at(0)
      return `let w${tap}_${k} = ${value};`
    })
    const products = each(rows, (row) =>
      each(columns, (column) =>
        each(deal.each, (k) => {
          const x = `x${row}_${column * strides[1] + tap * dilation[1]}`
          const w = `w${tap}_${k}`
          return `sum${row}_${column}_${k} += ${vector === 4 ? `dot(${x}, ${w})` : `${x} * ${w}`};`
        }),
      ),
    )
    return `let at${tap} = ${kernel.offset} + ((kernelRow * ${kernelColumns} + ${kernelColumn(tap)}) * ${input.channels} + c * ${vector}) * ${output.channels};
${weights}
${products}`
  })

  const loopOverColumns =
    unrolled === kernelColumns
      ? ['', '']
      : [`for (var kernelColumn = 0; kernelColumn < ${kernelColumns}; kernelColumn++) {`, '}']

  const code = `${STATE_STRUCT}${convolution.functions}
${entryPoint(deal.lanes, tilesPerGroup)}
  let item = (group / ${deal.groups}u) * ${tilesPerGroup}u + local.y;
  if (item >= state.count * ${tiles}u) { return; }
  let image = item / ${tiles}u;
  let place = item % ${tiles}u;
  let tileRow = (place / ${tilesAcross}u) * ${rows}u;
  let tileColumn = (place % ${tilesAcross}u) * ${columns}u;
  let top = i32(tileRow) * ${strides[0]} - ${before[0]};
  let left = i32(tileColumn) * ${strides[1]} - ${before[1]};
${each(deal.each, (k) => `  let channel${k} = (group % ${deal.groups}u) * ${deal.lanes * deal.each}u + local.x + ${k * deal.lanes}u;\n  let channelAt${k} = i32(min(channel${k}, ${output.channels - 1}u));`)}
${each(rows, (row) => each(columns, (column) => each(deal.each, (k) => `  var sum${row}_${column}_${k} = 0.0;`)))}
  for (var kernelRow = 0; kernelRow < ${kernelRows}; kernelRow++) {
  ${loopOverColumns[0]}
  for (var c = 0; c < ${vectors}; c++) {
${readRows}
${multiply}
  }
  ${loopOverColumns[1]}
  }
${convolution.finish(deal.each)}
}
`
  const groups = Math.ceil((batchSize * tiles) / tilesPerGroup) * deal.groups
  const bindings: Binding[] = [
    { as: 'state', buffer: 'state', type: 'State', access: 'read' },
    ...sourceBindings('source', source, vector),
    { as: 'weights', buffer: kernel.buffer, type: 'array<f32>', access: 'read' },
    ...convolution.bindings,
  ]
  return {
    bindings,
    code,
    workgroups: spreadWorkgroups(groups),
    flops: 2 * batchSize * valuesOf(output) * kernelRows * kernelColumns * input.channels,
  }
}
