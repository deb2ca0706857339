/**
 * The convolution at the heart of Conv2D, forward and for the input's gradient: each invocation holds a tile of pixels by several channels
 * in registers and reads the input and the kernel straight from their buffers.
 */
import type { Pair } from '../../../../model/layers/pair'
import { borderOf, type Geometry, type ImageSize } from '../../plan/geometry'
import type { ImageSource } from '../../plan/operations/conv2d'
import type { Binding, Kernel } from '../kernel'
import type { Tuning } from '../tuning'
import {
  dealChannels,
  dealQuads,
  each,
  entryPoint,
  loop,
  spreadWorkgroups,
  STATE_STRUCT,
  unitOf,
  when,
  type Lanes,
} from '../wgsl'
import { readPatch, sourceBindings, valueType, vectorOf } from './imageSource'

/** What the sums of a tile are made of. */
export interface TileSums {
  readonly geometry: Geometry
  readonly source: ImageSource
  /** How the output's channels are dealt out. */
  readonly deal: Lanes
  readonly tuning: Tuning
  /** The buffer that holds the kernel (rows x columns x input channels x output channels), and where in it. */
  readonly kernel: { readonly buffer: string; readonly offset: number }
  /** Pixels of one invocation, along height and width: whole pooling windows where the output is pooled. */
  readonly tile: Pair
  /** Whether no tile reaches beyond the output. */
  readonly staysInside: boolean
  readonly batchSize: number
}

export interface Convolution extends Omit<TileSums, 'staysInside'> {
  readonly bindings: readonly Binding[]
  /** WGSL declarations that `finish` uses. */
  readonly functions: string
  /**
   * WGSL statements that finish and store the tile's sums. In scope: `image`, `tileRow`, `tileColumn` (u32), `channel{k}` (u32), counted in
   * units, and `sum{row}_{column}_{k}` for each pixel of the tile.
   */
  readonly finish: string
}

/**
 * How a convolution's output is dealt out: by fours where its channels and the weights allow it. Few channels of an input of one are all made
 * by one invocation, which reads each pixel once.
 */
export function dealOutput(
  { input, output }: Pick<Geometry, 'input' | 'output'>,
  { byFours }: Tuning,
  unit: 1 | 4 = unitOf(output.channels),
): Lanes {
  return byFours && unit === 4
    ? dealQuads(output.channels)
    : dealChannels(output.channels, { alone: input.channels === 1 ? 6 : 0 })
}

/** What a tile is chosen by. */
interface Choice {
  readonly geometry: Pick<Geometry, 'input' | 'output' | 'kernel'>
  readonly deal: Lanes
  readonly batchSize: number
  /** The pool's size, 1 x 1 where there is none: a tile is made of whole windows. */
  readonly window: Pair
  readonly tuning: Tuning
  /** What else a tile must meet; all do where it is absent. */
  readonly fits?: (tile: Pair) => boolean
}

/**
 * The cheapest tile for the whole output, among those made of whole pooling windows. The pixels of a tile read the kernel's values once and
 * share what they read of the input. The part of a tile beyond the edge is wasted.
 */
export function chooseTile(choice: Choice): Pair {
  const { tuning, fits: meets = () => true } = choice
  const { tiles } = tuning
  if (tiles.by === 'choice') return meets(tiles.tile) ? tiles.tile : choice.window
  if (tiles.by === 'measure') {
    const sums = choice.deal.each * choice.deal.unit
    const most = Math.min(tiles.pixels, Math.floor(tiles.sums / sums))
    return cheapest(choice, (tile) => tile[0] * tile[1] <= most && meets(tile), measured)
  }
  const fits = (tile: Pair): boolean => registersOf(choice, tile) <= tiles.registers && meets(tile)
  const best = cheapest(choice, fits, loaded)
  return groupsOf(choice, best) < tiles.fewGroups
    ? cheapest(choice, (tile) => fits(tile) && tile[0] * tile[1] <= FEW_PIXELS, loaded)
    : best
}

/** Of a small tile. */
const FEW_PIXELS = 4
const LONGEST_SIDE = 8

function cheapest(choice: Choice, fits: (tile: Pair) => boolean, cost: (choice: Choice, tile: Pair) => number): Pair {
  const { geometry, window } = choice
  const sides = (axis: 0 | 1, length: number): readonly number[] =>
    Array.from({ length: LONGEST_SIDE }, (_, i) => (i + 1) * window[axis]).filter(
      (side) => side <= LONGEST_SIDE && side < length + window[axis],
    )
  let best: { readonly tile: Pair; readonly cost: number } | undefined
  for (const rows of sides(0, geometry.output.height)) {
    for (const columns of sides(1, geometry.output.width)) {
      const tile: Pair = [rows, columns]
      if (!fits(tile)) continue
      const all = tilesOf(choice, tile) * cost(choice, tile)
      if (!best || all < best.cost) best = { tile, cost: all }
    }
  }
  return best?.tile ?? window
}

function tilesOf({ geometry: { output } }: Choice, [rows, columns]: Pair): number {
  return Math.ceil(output.height / rows) * Math.ceil(output.width / columns)
}

function groupsOf(choice: Choice, tile: Pair): number {
  const { deal, batchSize, tuning } = choice
  return Math.ceil((batchSize * tilesOf(choice, tile)) / tilesPerGroup(deal, tuning)) * deal.groups
}

function tilesPerGroup({ lanes }: Lanes, { groupSize }: Tuning): number {
  return Math.floor(groupSize / lanes)
}

/** Pixels of the input that a tile reads for one row of the kernel. */
function pixelsRead({ geometry: { kernel } }: Choice, [rows, columns]: Pair): number {
  return rows * (columns + kernel[1] - 1)
}

/** On the software adapter, in units of one pixel's products. */
function measured(choice: Choice, tile: Pair): number {
  return 17 + 0.33 * pixelsRead(choice, tile) + tile[0] * tile[1]
}

/** Loads of a GPU take about as long as this many products. */
const LOAD = 8

/** Products of one row of the kernel and one vector of input channels, and the loads for them. */
function loaded(choice: Choice, tile: Pair): number {
  const { geometry, deal } = choice
  const columns = geometry.kernel[1]
  const vector = vectorOf(geometry.input)
  const products = tile[0] * tile[1] * columns * vector * deal.unit * deal.each
  return products + LOAD * (columns * vector * deal.each + pixelsRead(choice, tile))
}

/** Values that an invocation holds at once: its sums, what it reads of the input for a row of the kernel, and the weights of one place. */
export function registersOf(choice: Choice, tile: Pair): number {
  const vector = vectorOf(choice.geometry.input)
  const sums = choice.deal.each * choice.deal.unit
  return sums * tile[0] * tile[1] + vector * pixelsRead(choice, tile) + sums * vector
}

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

/**
 * WGSL statements that declare `channel{k}` (u32), in units, and `sum{row}_{column}_{k}` for each pixel of a tile, and add all products up. In scope: `image`, `tileRow`,
 * `tileColumn`, `group` (u32) and `local`.
 */
export function sumTile({ geometry, source, kernel, tile, deal, tuning, batchSize, staysInside }: TileSums): string {
  const { input, strides, dilation, before } = geometry
  const [kernelRows, kernelColumns] = geometry.kernel
  const [rows, columns] = tile
  const vector = vectorOf(input)
  const vectors = input.channels / vector
  const type = valueType(deal.unit)

  // What a tile beyond the edge reads is not stored, so nothing is checked for it.
  const checked = !isCovered(source) || borderOf(geometry) !== undefined
  const patchAlong = (axis: 0 | 1, taps: number): number =>
    (tile[axis] - 1) * strides[axis] + (taps - 1) * dilation[axis]

  const acrossUnrolled = kernelColumns <= MOST_UNROLLED
  const taps = kernelRows * kernelColumns
  // The order of the sums is one for all tunings: of a small kernel over a pooled source, input channels are the outer loop.
  const channelsOutside = acrossUnrolled && source.pooled !== undefined && taps <= MOST_UNROLLED_TAPS
  const downUnrolled = channelsOutside
    ? tuning.unrollsRows
    : acrossUnrolled &&
      !source.pooled &&
      input.channels === 1 &&
      taps * rows * columns * deal.each * deal.unit <= MOST_PRODUCTS
  const [loopRows, tapRows] = downUnrolled ? [1, kernelRows] : [kernelRows, 1]
  const [loopColumns, tapColumns] = acrossUnrolled ? [1, kernelColumns] : [kernelColumns, 1]
  const reader = readPatch('source', source, vector, {
    image: 'i32(image)',
    rows: downUnrolled
      ? { at: 'top', past: before[0] }
      : { at: `(top + kernelRow * ${dilation[0]})`, before: before[0] },
    columns: { at: acrossUnrolled ? 'left' : `(left + kernelColumn * ${dilation[1]})`, past: before[1] },
    channel: 'c',
    tag: 'X',
    checked,
    ...(!checked &&
      tuning.boundsPatches &&
      staysInside && { reach: [patchAlong(0, tapRows), patchAlong(1, tapColumns)] }),
    batchSize,
  })

  const read = new Set<string>()
  const readAt = (row: number, column: number): string => {
    const name = `x${row}_${column}`
    if (read.has(name)) return ''
    read.add(name)
    return reader.read(name, row, column)
  }
  // Weights lie at constant distances from those of the tap, channel by channel, at which a turn begins.
  const places = each(
    deal.each,
    (k) =>
      `let at${k} = ${kernel.offset / deal.unit} + ((kernelRow * ${kernelColumns} + kernelColumn) * ${input.channels} + c * ${vector}) * ${deal.units} + channelAt${k};`,
  )
  const products = each(tapRows, (tapRow) =>
    each(tapColumns, (tapColumn) => {
      const tag = `${tapRow}_${tapColumn}`
      const rowAt = (row: number): number => row * strides[0] + tapRow * dilation[0]
      const columnAt = (column: number): number => column * strides[1] + tapColumn * dilation[1]
      const tap = (tapRow * kernelColumns + tapColumn) * input.channels
      const weights = each(deal.each, (k) =>
        each(vector, (part) => `let w${tag}_${k}_${part} = weights[at${k} + ${(tap + part) * deal.units}];`),
      )
      const sums = each(rows, (row) =>
        each(columns, (column) => {
          const x = `x${rowAt(row)}_${columnAt(column)}`
          return each(deal.each, (k) => {
            const sum = `sum${row}_${column}_${k}`
            const terms = Array.from({ length: vector }, (_, part) => {
              return `w${tag}_${k}_${part} * ${vector === 4 ? `${x}.${'xyzw'[part]}` : x}`
            })
            return `${sum} = ${[sum, ...terms].join(' + ')};`
          })
        }),
      )
      return `${each(rows, (row) => each(columns, (column) => readAt(rowAt(row), columnAt(column))))}
${weights}
${sums}`
    }),
  )
  const multiply = `${places}\n${products}`

  return `  let top = i32(tileRow) * ${strides[0]} - ${before[0]};
  let left = i32(tileColumn) * ${strides[1]} - ${before[1]};
${dealtChannels(deal)}
${each(rows, (row) => each(columns, (column) => each(deal.each, (k) => `  var sum${row}_${column}_${k} = ${type}();`)))}
${channelsOutside ? loop('c', vectors, loop('kernelRow', loopRows, loop('kernelColumn', loopColumns, multiply))) : loop('kernelRow', loopRows, loop('kernelColumn', loopColumns, loop('c', vectors, multiply)))}`
}

/** WGSL that declares `channel{k}` and, within the bounds of what is read, `channelAt{k}`, in units. */
function dealtChannels(deal: Lanes): string {
  return each(deal.each, (k) =>
    deal.lanes * deal.groups === 1
      ? `  const channel${k} = ${k}u;\n  const channelAt${k} = ${k};`
      : `  let channel${k} = (group % ${deal.groups}u) * ${deal.lanes * deal.each}u + local.x + ${k * deal.lanes}u;\n  let channelAt${k} = i32(${deal.ragged ? `min(channel${k}, ${deal.units - 1}u)` : `channel${k}`});`,
  )
}

/** The bindings of what `sumTile` reads. */
export function tileBindings({ geometry, source, deal, kernel }: Omit<TileSums, 'staysInside'>): readonly Binding[] {
  return [
    ...sourceBindings('source', source, vectorOf(geometry.input)),
    { as: 'weights', buffer: kernel.buffer, type: `array<${valueType(deal.unit)}>`, access: 'read' },
  ]
}

export function convolve(convolution: Convolution): Kernel {
  const { geometry, batchSize, tile, deal } = convolution
  const { output } = geometry
  const [rows, columns] = tile
  const tilesAcross = Math.ceil(output.width / columns)
  const tiles = Math.ceil(output.height / rows) * tilesAcross
  const staysInside = output.height % rows === 0 && output.width % columns === 0
  const inGroup = tilesPerGroup(deal, convolution.tuning)
  const code = `${STATE_STRUCT}${convolution.functions}
${entryPoint(deal.lanes, inGroup)}
  let item = (group / ${deal.groups}u) * ${inGroup}u + local.y;
  if (item >= state.count * ${tiles}u) { return; }
  let image = item / ${tiles}u;
  let place = item % ${tiles}u;
  let tileRow = (place / ${tilesAcross}u) * ${rows}u;
  let tileColumn = (place % ${tilesAcross}u) * ${columns}u;
${sumTile({ ...convolution, staysInside })}
${convolution.finish}
}
`
  return {
    bindings: [
      { as: 'state', buffer: 'state', type: 'State', access: 'read' },
      ...tileBindings(convolution),
      ...convolution.bindings,
    ],
    code,
    workgroups: spreadWorkgroups(Math.ceil((batchSize * tiles) / inGroup) * deal.groups),
  }
}

/** WGSL statements that store `sum`. In scope: `at` (u32), its place among the units, and its channel `channel{k}` (u32), in units. */
export type StoreSum = (sum: string, k: number) => string

/** WGSL that stores a tile's sums as the image's pixels at `tileRow`, `tileColumn` and on, the columns `step` apart. */
export function storeTile(
  { height, width }: ImageSize,
  [rows, columns]: Pair,
  deal: Lanes,
  store: StoreSum,
  step = 1,
): string {
  return each(rows, (row) =>
    each(columns, (column) =>
      each(deal.each, (k) =>
        when(
          [
            height % rows !== 0 && `tileRow + ${row}u < ${height}u`,
            (step > 1 || width % columns !== 0) && `tileColumn + ${column * step}u < ${width}u`,
            deal.ragged && `channel${k} < ${deal.units}u`,
          ],
          `let at = ((image * ${height}u + tileRow + ${row}u) * ${width}u + tileColumn + ${column * step}u) * ${deal.units}u + channel${k};
${store(`sum${row}_${column}_${k}`, k)}`,
        ),
      ),
    ),
  )
}
