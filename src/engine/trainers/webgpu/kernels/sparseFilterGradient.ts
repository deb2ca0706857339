/** The gradient of the filters of a convolution behind a pool, in the sparse form: an invocation has some rows of one filter's taps. */
import { COMMON } from '../../plan/buffers'
import {
  patchOf,
  rowsOfSplit,
  sumsOfFilter,
  WORKGROUP_VALUES,
  type Patch,
  type PooledFilterGradient,
} from '../../plan/operations/pooledFilterGradient'
import type { Kernel } from '../kernel'
import { entryPoint, spreadWorkgroups, STATE_STRUCT } from '../wgsl'
import { valuesAt } from './eachPixel'
import { addPooled, codeAt, dealTaps, declareSums, eachSum, readPatchOf, type TapUnits } from './sparseSums'

const FEWEST_INVOCATIONS = 64
const MOST_INVOCATIONS = 256
/** Pooled rows that are read at once at most. */
const MOST_ROWS = 4

interface Deal {
  readonly filters: number
  readonly taps: TapUnits
  readonly invocations: number
  readonly rows: number
  readonly patch: Patch
}

/**
 * @param gradient the buffer of the pooled values' gradient.
 * @returns undefined where a workgroup has no room for what it would have to hold.
 */
export function sparseFilterGradient(spec: PooledFilterGradient, gradient: string): Kernel | undefined {
  const deal = dealOut(spec)
  if (!deal) return undefined
  const { geometry, pooled, splits } = spec
  const { filters, taps, invocations, rows, patch } = deal
  const all = geometry.output.channels
  const groups = Math.ceil(all / filters)
  const rowsPerSplit = rowsOfSplit(spec)
  const length = sumsOfFilter(spec) * all
  const code = `${STATE_STRUCT}var<workgroup> seenInput: array<f32, ${patch.values}>;
${entryPoint(invocations)}
  let thread = local.x;
  let ownFilter = (group % ${groups}u) * ${filters}u + thread % ${filters}u;
  let taps = thread / ${filters}u;
  let works = (taps < ${taps.units}u) & (ownFilter < ${all}u);
  let split = group / ${groups}u;
${declareSums(spec, taps)}
  let end = min((split + 1u) * ${rowsPerSplit}u, state.count * ${pooled.height}u);
  for (var start = split * ${rowsPerSplit}u; start < end;) {
  let image = start / ${pooled.height}u;
  let row = start % ${pooled.height}u;
  let rows = min(min(${rows}u, ${pooled.height}u - row), end - start);
${readPatchOf(spec, patch, invocations)}
  workgroupBarrier();
  if (works) {
  for (var patchRow = 0u; patchRow < rows; patchRow++) {
  for (var column = 0u; column < ${pooled.width}u; column++) {
  let at = ((start + patchRow) * ${pooled.width}u + column) * ${all}u + ownFilter;
  let value = source[at];
  let code = ${codeAt(pooled, 'at')};
${addPooled(spec, taps, patch)}
  }
  }
  }
  workgroupBarrier();
  start += rows;
  }
  if (!works) { return; }
${eachSum(spec, taps, (entry, sum) => `partials[split * ${length}u + ${entry} * ${all}u + ownFilter] = ${sum};`)}
}
`
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
      valuesAt('input', spec.input, 1, 'read'),
      valuesAt('source', gradient, 1, 'read'),
      { as: 'codes', buffer: pooled.codes, type: 'array<u32>', access: 'read' },
      valuesAt('partials', spec.partials, 1, 'write'),
    ],
    code,
    workgroups: spreadWorkgroups(groups * splits),
  }
}

function dealOut(spec: PooledFilterGradient): Deal | undefined {
  const { geometry, pooled } = spec
  const fewest = dealTaps(spec, 1, 1)
  if (!fewest) return undefined
  const all = geometry.output.channels
  const most = Math.min(FEWEST_INVOCATIONS, Math.floor(MOST_INVOCATIONS / fewest.units))
  if (most === 0) return undefined
  const filters = Math.ceil(all / Math.ceil(all / most))
  const wanted = dealTaps(spec, filters, FEWEST_INVOCATIONS) ?? fewest
  const taps = wanted.units * filters <= MOST_INVOCATIONS ? wanted : fewest
  const invocations = Math.max(FEWEST_INVOCATIONS, 32 * Math.ceil((taps.units * filters) / 32))
  const mostRows = Math.min(MOST_ROWS, pooled.height, rowsOfSplit(spec))
  for (let rows = mostRows; rows > 0; rows--) {
    const patch = patchOf(spec, rows)
    if (patch.values <= WORKGROUP_VALUES) return { filters, taps, invocations, rows, patch }
  }
  return undefined
}
