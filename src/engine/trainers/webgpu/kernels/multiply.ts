/**
 * The matrix product behind Dense: rows x inner times inner x columns, where the rows are images. Each invocation holds four rows by
 * several columns in registers. When that leaves too few invocations for a device, the inner axis is split over the workgroup, and its
 * parts are added up in workgroup memory, in a fixed order.
 */
import type { Binding, Kernel } from '../kernel'
import { dealChannels, each, GROUP, spreadWorkgroups, STATE_STRUCT, when, type Lanes } from '../wgsl'

export interface Product {
  /** Rows at a whole batch. */
  readonly batchSize: number
  readonly inner: number
  readonly columns: number
  /** rows x inner. */
  readonly left: string
  /** inner x columns, and where in its buffer. */
  readonly right: { readonly buffer: string; readonly offset: number }
  readonly bindings: readonly Binding[]
  /** WGSL declarations that `finish` uses. */
  readonly functions: string
  /** WGSL statements that store one sum. In scope: `row`, `column` (u32) and `sum`. */
  readonly finish: string
}

/** Of one invocation. */
export const ROWS = 4
/** Invocations below which the inner axis is split. */
const FEW = 4096
const GROUP_SIZE = 64

/** How a product is dealt out. */
export interface Deal {
  /** Values of the inner axis that are read at once. */
  readonly vector: 1 | 4
  readonly type: 'f32' | 'vec4f'
  /** Vectors of the inner axis. */
  readonly vectors: number
  /** Of the columns. */
  readonly lanes: Lanes
  /** Parts of the inner axis, each an invocation's: every so manyth vector. Their sums are added up in order. */
  readonly parts: number
  /** Tiles of rows. */
  readonly tiles: number
}

export function dealProduct({ batchSize, inner, columns }: Pick<Product, 'batchSize' | 'inner' | 'columns'>): Deal {
  const vector = inner % 4 === 0 ? 4 : 1
  const vectors = inner / vector
  const lanes = dealChannels(columns)
  const tiles = Math.ceil(batchSize / ROWS)
  const split = tiles * lanes.lanes * lanes.groups < FEW && vectors >= 32
  const parts = split ? GROUP_SIZE / lanes.lanes : 1
  return { vector, type: vector === 4 ? 'vec4f' : 'f32', vectors, lanes, parts, tiles }
}

/**
 * WGSL that declares the sums of a tile and makes them: `sum${row}_${k}` for each of its rows and of the invocation's columns, `column${k}`. In
 * scope: `firstRow`, `firstColumn`, `firstPart` (u32), and the bindings `left` and `right`.
 */
export function multiplyTile({ vector, vectors, lanes: deal, parts }: Deal, product: ProductAt): string {
  const { batchSize, columns, rightOffset, works } = product
  const load = each(ROWS, (row) => `let x${row} = left[at${row} + i];`)
  const products = each(deal.each, (k) => {
    const at = (lane: number): string =>
      `right[${rightOffset}u + (i * ${vector}u + ${lane}u) * ${columns}u + columnAt${k}]`
    const value = vector === 4 ? `vec4f(${[0, 1, 2, 3].map(at).join(', ')})` : at(0)
    const multiplied = (row: number): string => (vector === 4 ? `dot(x${row}, w${k})` : `x${row} * w${k}`)
    return `let w${k} = ${value};\n${each(ROWS, (row) => `sum${row}_${k} += ${multiplied(row)};`)}`
  })
  return `${each(deal.each, (k) => `  let column${k} = firstColumn + local.x + ${k * deal.lanes}u;\n  let columnAt${k} = min(column${k}, ${columns - 1}u);`)}
${each(ROWS, (row) => `  let at${row} = min(firstRow + ${row}u, ${batchSize - 1}u) * ${vectors}u;`)}
${each(ROWS, (row) => each(deal.each, (k) => `  var sum${row}_${k} = 0.0;`))}
  if (${works}) {
  for (var i = firstPart; i < ${vectors}u; i += ${parts}u) {
${load}
${products}
  }
  }`
}

interface ProductAt extends Pick<Product, 'batchSize' | 'columns'> {
  readonly rightOffset: number
  /** WGSL: whether the invocation has anything to do. */
  readonly works: string
}

/**
 * WGSL of a whole workgroup, of `size` invocations, that adds up the parts of a tile's sums, with a barrier. The workgroup's array `parts` has `partsLength` floats.
 *
 * @param finish statements for each sum within the columns. In scope: `inTile`, its row in the tile, `column` and `sum`.
 */
export function joinParts({ lanes: deal, parts }: Deal, size: number, columns: number, finish: string): string {
  const across = deal.each * deal.lanes
  const sums = ROWS * across
  return `${each(ROWS, (row) => each(deal.each, (k) => `parts[local.y * ${sums}u + ${(row * deal.each + k) * deal.lanes}u + local.x] = sum${row}_${k};`))}
workgroupBarrier();
for (var at = local.y * ${deal.lanes}u + local.x; at < ${sums}u; at += ${size}u) {
  let inTile = at / ${across}u;
  let column = firstColumn + at % ${across}u;
  if (column < ${columns}u) {
    var sum = 0.0;
    for (var part = 0u; part < ${parts}u; part++) { sum += parts[part * ${sums}u + at]; }
    ${finish}
  }
}`
}

export function partsLength({ lanes }: Deal): number {
  return ROWS * lanes.each * GROUP_SIZE
}

export function multiply({ batchSize, inner, columns, left, right, bindings, functions, finish }: Product): Kernel {
  const dealt = dealProduct({ batchSize, inner, columns })
  const { lanes: deal, parts, tiles, type } = dealt
  const split = parts > 1
  const tilesPerGroup = split ? 1 : GROUP_SIZE / deal.lanes
  const finishAll = split
    ? joinParts(
        dealt,
        GROUP_SIZE,
        columns,
        `let row = firstRow + inTile;
    if (row < state.count) {
    ${finish}
    }`,
      )
    : each(ROWS, (row) =>
        each(deal.each, (k) =>
          when(
            [`firstRow + ${row}u < state.count`, deal.ragged && `column${k} < ${columns}u`],
            `let row = firstRow + ${row}u;\nlet column = column${k};\nlet sum = sum${row}_${k};\n${finish}`,
          ),
        ),
      )

  const code = `${STATE_STRUCT}${functions}
${split ? `var<workgroup> parts: array<f32, ${partsLength(dealt)}>;` : ''}
@compute @workgroup_size(${deal.lanes}, ${GROUP_SIZE / deal.lanes})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) workgroups: vec3u, @builtin(local_invocation_id) local: vec3u) {
  ${GROUP}
  let firstRow = ((group / ${deal.groups}u) * ${tilesPerGroup}u ${split ? '' : '+ local.y'}) * ${ROWS}u;
  ${split ? 'let firstPart = local.y;' : 'let firstPart = 0u;'}
  let firstColumn = (group % ${deal.groups}u) * ${deal.lanes * deal.each}u;
${multiplyTile(dealt, { batchSize, columns, rightOffset: right.offset, works: 'firstRow < state.count' })}
${finishAll}
}
`
  return {
    bindings: [
      { as: 'state', buffer: 'state', type: 'State', access: 'read' },
      { as: 'left', buffer: left, type: `array<${type}>`, access: 'read' },
      { as: 'right', buffer: right.buffer, type: 'array<f32>', access: 'read' },
      ...bindings,
    ],
    code,
    workgroups: spreadWorkgroups(Math.ceil(tiles / tilesPerGroup) * deal.groups),
  }
}
