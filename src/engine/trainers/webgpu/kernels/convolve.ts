/**
 * The convolution at the heart of Conv2D, forward and for the input's gradient: each invocation holds a tile of pixels by several channels
 * in registers and reads the input and the kernel straight from their buffers.
 */
import type { Pair } from '../../../../model/layers/pair'
import type { Geometry, ImageSize } from '../../plan/geometry'
import type { ImageSource } from '../../plan/operations/conv2d'
import type { Binding, Kernel } from '../kernel'
import { dealChannels, each, entryPoint, loop, spreadWorkgroups, STATE_STRUCT, when, type Lanes } from '../wgsl'
import { readPatch, sourceBindings, vectorOf } from './imageSource'

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

/** How a convolution's output is dealt out. Few channels of an input of one are all made by one invocation, which reads each pixel once. */
export function dealOutput({ input, output }: Pick<Geometry, 'input' | 'output'>): Lanes {
  return dealChannels(output.channels, { alone: input.channels === 1 ? 6 : 0 })
}

/** Pixels of a tile, and sums of an invocation: more would leave too few registers. */
const LARGEST_TILE = 16
const MOST_SUMS = 64

/**
 * The cheapest tile for the whole output, among those made of whole pooling windows. The pixels of a tile read the kernel's values once and
 * share what they read of the input. The part of a tile beyond the edge is wasted.
 *
 * @param unit the pool's size, 1 x 1 where there is none.
 */
export function chooseTile(geometry: Pick<Geometry, 'input' | 'output' | 'kernel'>, unit: Pair): Pair {
  const { output, kernel } = geometry
  const sides = (axis: 0 | 1, length: number): readonly number[] =>
    Array.from({ length: 8 }, (_, i) => (i + 1) * unit[axis]).filter((side) => side <= 8 && side < length + unit[axis])
  const largest = Math.min(LARGEST_TILE, Math.floor(MOST_SUMS / dealOutput(geometry).each))
  let best: { readonly tile: Pair; readonly cost: number } | undefined
  for (const rows of sides(0, output.height)) {
    for (const columns of sides(1, output.width)) {
      if (rows * columns > largest) continue
      const tiles = Math.ceil(output.height / rows) * Math.ceil(output.width / columns)
      const cost = tiles * (KERNEL_READS + INPUT_READ * rows * (columns + kernel[1] - 1) + rows * columns)
      if (!best || cost < best.cost) best = { tile: [rows, columns], cost }
    }
  }
  return best?.tile ?? unit
}

/** The cost of a tile's reads, as measured, in units of one pixel's products. */
const KERNEL_READS = 17
const INPUT_READ = 0.33

/** Kernel columns up to which the loop over them is unrolled, so that neighbouring columns share what they read. */
const MOST_UNROLLED = 7
/** Taps up to which the loop over rows is unrolled too where the source is pooled: its rows share most of what they read. */
const MOST_UNROLLED_TAPS = 9
/** Products up to which it is unrolled where the input has one channel, so that no loop is left. */
const MOST_PRODUCTS = 1200

/** Whether the windows of a pooled source leave no row or column out. */
function isCovered({ size, pooled }: ImageSource): boolean {
  if (!pooled) return true
  return pooled.height * pooled.pool[0] === size.height && pooled.width * pooled.pool[1] === size.width
}

export function convolve(convolution: Convolution): Kernel {
  const { geometry, source, batchSize, kernel, tile } = convolution
  const { input, output, strides, dilation, before } = geometry
  const [kernelRows, kernelColumns] = geometry.kernel
  const [rows, columns] = tile
  const vector = vectorOf(input)
  const vectors = input.channels / vector
  const deal = dealOutput(geometry)
  const tilesDown = Math.ceil(output.height / rows)
  const tilesAcross = Math.ceil(output.width / columns)
  const tiles = tilesDown * tilesAcross
  const tilesPerGroup = 64 / deal.lanes

  const reach = (axis: 0 | 1, count: number): number =>
    (count * tile[axis] - 1) * strides[axis] + (geometry.kernel[axis] - 1) * dilation[axis] - before[axis]
  const checked =
    !isCovered(source) ||
    before[0] > 0 ||
    before[1] > 0 ||
    reach(0, tilesDown) >= input.height ||
    reach(1, tilesAcross) >= input.width

  const acrossUnrolled = kernelColumns <= MOST_UNROLLED
  const taps = kernelRows * kernelColumns
  const downUnrolled =
    acrossUnrolled &&
    (source.pooled
      ? taps <= MOST_UNROLLED_TAPS
      : input.channels === 1 && taps * rows * columns * deal.each <= MOST_PRODUCTS)
  const [loopRows, tapRows] = downUnrolled ? [1, kernelRows] : [kernelRows, 1]
  const [loopColumns, tapColumns] = acrossUnrolled ? [1, kernelColumns] : [kernelColumns, 1]
  const reader = readPatch('source', source, vector, {
    image: 'i32(image)',
    rows: downUnrolled ? { at: 'top', past: before[0] } : { at: `(top + kernelRow * ${dilation[0]})` },
    columns: { at: acrossUnrolled ? 'left' : `(left + kernelColumn * ${dilation[1]})`, past: before[1] },
    channel: 'c',
    tag: 'X',
    checked,
  })

  const read = new Set<string>()
  const readAt = (row: number, column: number): string => {
    const name = `x${row}_${column}`
    if (read.has(name)) return ''
    read.add(name)
    return reader.read(name, row, column)
  }
  const multiply = each(tapRows, (tapRow) =>
    each(tapColumns, (tapColumn) => {
      const tag = `${tapRow}_${tapColumn}`
      const rowAt = (row: number): number => row * strides[0] + tapRow * dilation[0]
      const columnAt = (column: number): number => column * strides[1] + tapColumn * dilation[1]
      const weights = each(deal.each, (k) => {
        const at = (part: number): string => `weights[at${tag} + ${part * output.channels} + channelAt${k}]`
        return `let w${tag}_${k} = ${vector === 4 ? `vec4f(${[0, 1, 2, 3].map(at).join(', ')})` : at(0)};`
      })
      const products = each(rows, (row) =>
        each(columns, (column) => {
          const x = `x${rowAt(row)}_${columnAt(column)}`
          const product = (k: number): string => (vector === 4 ? `dot(${x}, w${tag}_${k})` : `${x} * w${tag}_${k}`)
          return each(deal.each, (k) => `sum${row}_${column}_${k} += ${product(k)};`)
        }),
      )
      return `${each(rows, (row) => each(columns, (column) => readAt(rowAt(row), columnAt(column))))}
let at${tag} = ${kernel.offset} + (((kernelRow + ${tapRow}) * ${kernelColumns} + kernelColumn + ${tapColumn}) * ${input.channels} + c * ${vector}) * ${output.channels};
${weights}
${products}`
    }),
  )

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
${each(deal.each, (k) => (deal.lanes * deal.groups === 1 ? `  const channel${k} = ${k}u;\n  const channelAt${k} = ${k};` : `  let channel${k} = (group % ${deal.groups}u) * ${deal.lanes * deal.each}u + local.x + ${k * deal.lanes}u;\n  let channelAt${k} = i32(min(channel${k}, ${output.channels - 1}u));`))}
${each(rows, (row) => each(columns, (column) => each(deal.each, (k) => `  var sum${row}_${column}_${k} = 0.0;`)))}
${loop('kernelRow', loopRows, loop('kernelColumn', loopColumns, loop('c', vectors, multiply)))}
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
  }
}

/** WGSL statements that store `sum`. In scope: `at` (u32), its place among the values, and its channel `channel{k}` (u32). */
export type StoreSum = (sum: string, k: number) => string

/** WGSL that stores a tile's sums as the image's pixels at `tileRow`, `tileColumn` and on, the columns `step` apart. */
export function storeTile(
  { height, width, channels }: ImageSize,
  [rows, columns]: Pair,
  deal: number,
  store: StoreSum,
  step = 1,
): string {
  return each(rows, (row) =>
    each(columns, (column) =>
      each(deal, (k) =>
        when(
          [
            height % rows !== 0 && `tileRow + ${row}u < ${height}u`,
            (step > 1 || width % columns !== 0) && `tileColumn + ${column * step}u < ${width}u`,
            dealChannels(channels).ragged && `channel${k} < ${channels}u`,
          ],
          `let at = ((image * ${height}u + tileRow + ${row}u) * ${width}u + tileColumn + ${column * step}u) * ${channels}u + channel${k};
${store(`sum${row}_${column}_${k}`, k)}`,
        ),
      ),
    ),
  )
}
