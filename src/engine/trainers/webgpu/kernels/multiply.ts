/**
 * The matrix product behind Dense: rows x inner times inner x columns, where the rows are images. Each invocation holds four rows by
 * several columns in registers. When that leaves too few invocations for a device, the inner axis is split over the workgroup, and its
 * parts are added up in workgroup memory, in a fixed order.
 */
import type { Binding, Kernel } from '../kernel'
import { dealChannels, each, GROUP, spreadWorkgroups, STATE_STRUCT, when } from '../wgsl'

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

const ROWS = 4
/** Invocations below which the inner axis is split. */
const FEW = 4096
const GROUP_SIZE = 64

export function multiply({ batchSize, inner, columns, left, right, bindings, functions, finish }: Product): Kernel {
  const vector = inner % 4 === 0 ? 4 : 1
  const type = vector === 4 ? 'vec4f' : 'f32'
  const vectors = inner / vector
  const deal = dealChannels(columns)
  const tiles = Math.ceil(batchSize / ROWS)
  const split = tiles * deal.lanes * deal.groups < FEW && vectors >= 32
  const parts = split ? GROUP_SIZE / deal.lanes : 1
  const tilesPerGroup = split ? 1 : GROUP_SIZE / deal.lanes
  const sums = deal.each * ROWS

  const load = each(ROWS, (row) => `let x${row} = left[at${row} + i];`)
  const products = each(deal.each, (k) => {
    const at = (lane: number): string =>
      `right[${right.offset}u + (i * ${vector}u + ${lane}u) * ${columns}u + columnAt${k}]`
    const value = vector === 4 ? `vec4f(${[0, 1, 2, 3].map(at).join(', ')})` : at(0)
    const product = (row: number): string => (vector === 4 ? `dot(x${row}, w${k})` : `x${row} * w${k}`)
    return `let w${k} = ${value};\n${each(ROWS, (row) => `sum${row}_${k} += ${product(row)};`)}`
  })

  const finishAll = split
    ? `
${each(ROWS, (row) => each(deal.each, (k) => `parts[local.y * ${sums * deal.lanes}u + ${(row * deal.each + k) * deal.lanes}u + local.x] = sum${row}_${k};`))}
workgroupBarrier();
for (var at = local.y * ${deal.lanes}u + local.x; at < ${sums * deal.lanes}u; at += ${GROUP_SIZE}u) {
  let row = firstRow + at / ${deal.each * deal.lanes}u;
  let column = firstColumn + at % ${deal.each * deal.lanes}u;
  if ((row < state.count) & (column < ${columns}u)) {
    var sum = 0.0;
    for (var part = 0u; part < ${parts}u; part++) { sum += parts[part * ${sums * deal.lanes}u + at]; }
    ${finish}
  }
}`
    : each(ROWS, (row) =>
        each(deal.each, (k) =>
          when(
            [`firstRow + ${row}u < state.count`, deal.ragged && `column${k} < ${columns}u`],
            `let row = firstRow + ${row}u;\nlet column = column${k};\nlet sum = sum${row}_${k};\n${finish}`,
          ),
        ),
      )

  const code = `${STATE_STRUCT}${functions}
${split ? `var<workgroup> parts: array<f32, ${sums * GROUP_SIZE}>;` : ''}
@compute @workgroup_size(${deal.lanes}, ${GROUP_SIZE / deal.lanes})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) workgroups: vec3u, @builtin(local_invocation_id) local: vec3u) {
  ${GROUP}
  let firstRow = ((group / ${deal.groups}u) * ${tilesPerGroup}u ${split ? '' : '+ local.y'}) * ${ROWS}u;
  ${split ? 'let firstPart = local.y;' : 'let firstPart = 0u;'}
  let firstColumn = (group % ${deal.groups}u) * ${deal.lanes * deal.each}u;
${each(deal.each, (k) => `  let column${k} = firstColumn + local.x + ${k * deal.lanes}u;\n  let columnAt${k} = min(column${k}, ${columns - 1}u);`)}
${each(ROWS, (row) => `  let at${row} = min(firstRow + ${row}u, ${batchSize - 1}u) * ${vectors}u;`)}
${each(ROWS, (row) => each(deal.each, (k) => `  var sum${row}_${k} = 0.0;`))}
  if (firstRow < state.count) {
  for (var i = firstPart; i < ${vectors}u; i += ${parts}u) {
${load}
${products}
  }
  }
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
