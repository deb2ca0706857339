/**
 * Matrices that are worked on by column: neighbouring invocations take neighbouring columns, and those behind them the next rows. Values are
 * read four at a time where the columns allow it.
 */
import { each, entryPoint } from '../wgsl'
import { valueType } from './imageSource'

export interface Columns {
  /** Values that are read at once. */
  readonly vector: 1 | 4
  readonly type: 'f32' | 'vec4f'
  /** Vectors of a row. */
  readonly units: number
  /** Invocations side by side, and rows that a workgroup takes at once. */
  readonly lanes: number
  readonly rowLanes: number
  /** Workgroups that cover a row. */
  readonly groups: number
  readonly groupSize: number
}

/** @param vector 1 where other buffers of the kernel can't be read four values at a time. */
export function dealColumns(
  length: number,
  { groupSize = 64, most = 16, vector = vectorFor(length) }: { groupSize?: number; most?: number; vector?: 1 | 4 } = {},
): Columns {
  const units = length / vector
  const groups = Math.ceil(units / (vector === 4 ? most : 2 * most))
  const lanes = Math.ceil(units / groups)
  return { vector, type: valueType(vector), units, lanes, rowLanes: Math.floor(groupSize / lanes), groups, groupSize }
}

export function vectorFor(length: number): 1 | 4 {
  return length % 4 === 0 ? 4 : 1
}

/**
 * The entry point's opening: `unit` is the invocation's column, `rowLane` its row within the workgroup's, `block` the workgroup's place along
 * the rows. Where `works` is false, the invocation has no column of its own, and `unit` is one that can be read.
 */
export function openColumns({ units, lanes, rowLanes, groups, groupSize }: Columns): string {
  return `${entryPoint(groupSize)}
  let rowLane = local.x / ${lanes}u;
  let column = (group % ${groups}u) * ${lanes}u + local.x % ${lanes}u;
  let works = (column < ${units}u) & (rowLane < ${rowLanes}u);
  let unit = min(column, ${units - 1}u);
  let block = group / ${groups}u;`
}

/**
 * Joins what the invocations of each column hold, in a fixed order, until the one with `rowLane` 0 holds it all.
 *
 * @param store WGSL that writes what this invocation holds to workgroup memory at `local.x`.
 * @param join WGSL that adds what lies there at `other` to what this invocation holds.
 */
export function joinRows({ lanes, rowLanes }: Columns, store: string, join: string): string {
  return joinLanes({ lane: 'rowLane', lanes: rowLanes, apart: lanes }, store, join)
}

/** The same for any `lanes` invocations whose places in the workgroup are `apart` from one another; `lane` is WGSL. */
export function joinLanes(
  { lane, lanes, apart }: { readonly lane: string; readonly lanes: number; readonly apart: number },
  store: string,
  join: string,
): string {
  const steps = Math.ceil(Math.log2(lanes))
  if (steps === 0) return ''
  return `${store}
  workgroupBarrier();
${each(steps, (step) => {
  const half = 2 ** (steps - 1 - step)
  const whole = lanes === 2 * half || step > 0
  return `  if ((${lane} < ${half}u)${whole ? '' : ` & (${lane} + ${half}u < ${lanes}u)`}) {
    let other = local.x + ${half * apart}u;
    ${join}
    ${store}
  }
  workgroupBarrier();`
})}`
}

/** WGSL that applies a function of one value to a variable, whose values may be four. */
export function applyTo(name: string, vector: 1 | 4, variable: string): string {
  return vector === 1 ? `${name}(${variable})` : `vec4f(${each4((lane) => `${name}(${variable}.${lane})`)})`
}

/** WGSL for a value or four neighbouring ones of an array of single values, from `at` on. */
export function readAt(as: string, vector: 1 | 4, at: string): string {
  return vector === 1 ? `${as}[${at}]` : `vec4f(${['0', '1', '2', '3'].map((i) => `${as}[${at} + ${i}u]`).join(', ')})`
}

function each4(text: (lane: string) => string): string {
  return ['x', 'y', 'z', 'w'].map(text).join(', ')
}
