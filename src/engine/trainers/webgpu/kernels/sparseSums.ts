/**
 * Filter gradients behind a pool, in the sparse form: each pooled value has its gradient at one place of its window, which the code names, so
 * it takes one multiply-add for each tap of the kernel and not one for each place of the window. A filter's taps are added by one or several
 * invocations, each of which walks the pooled values in the order of the dense form: so both give the same bits.
 */
import type { PooledSource } from '../../plan/operations/conv2d'
import { MOST_SUMS, type Patch, type PooledFilterGradient } from '../../plan/operations/pooledFilterGradient'
import { each } from '../wgsl'

/** How the taps of each filter are dealt out: an invocation has whole rows of the kernel. */
export interface TapUnits {
  readonly rows: number
  readonly units: number
}

/**
 * @param filters that a workgroup works on.
 * @param invocations that it has; as many as that shall be busy.
 * @returns undefined where a row of the kernel is more than an invocation holds.
 */
export function dealTaps(
  { geometry: { kernel, input } }: Pick<PooledFilterGradient, 'geometry'>,
  filters: number,
  invocations: number,
): TapUnits | undefined {
  const options = Array.from({ length: kernel[0] }, (_, i) => ({ rows: kernel[0] / (i + 1), units: i + 1 })).filter(
    ({ rows }) => Number.isInteger(rows) && rows * kernel[1] * input.channels <= MOST_SUMS,
  )
  return options.find(({ units }) => units * filters >= invocations) ?? options.at(-1)
}

/** WGSL that reads the patch whose first pooled row is `row` of `image` (u32). In scope: `thread` (u32), the `input`. */
export function readPatchOf(spec: PooledFilterGradient, patch: Patch, invocations: number): string {
  const { geometry, pooled } = spec
  const { input, before } = geometry
  const across = before[1] * input.channels
  return `  let patchTop = i32(row) * ${pooled.pool[0]} - ${before[0]};
  for (var i = thread; i < ${patch.values}u; i += ${invocations}u) {
    let patchRow = patchTop + i32(i / ${patch.width}u);
    let patchColumn = i32(i % ${patch.width}u) - ${across};
    let inside = (u32(patchRow) < ${input.height}u) & (u32(patchColumn) < ${input.width * input.channels}u);
    seenInput[i] = select(0.0, input[select(0, (i32(image) * ${input.height} + patchRow) * ${input.width * input.channels} + patchColumn, inside)], inside);
  }`
}

/** A sum that an invocation holds. */
interface HeldSum {
  readonly name: string
  /** WGSL: its place among those of its filter, the taps in their order and then the bias. In scope: `taps` (u32), the unit of taps. */
  readonly entry: string
  /** WGSL: whether it is this invocation's. The bias is that of a filter's first one. */
  readonly isOwn?: string
}

function heldSums(spec: PooledFilterGradient, { rows, units }: TapUnits): readonly HeldSum[] {
  const { kernel, input } = spec.geometry
  const row = kernel[1] * input.channels
  const taps = Array.from({ length: rows * row }, (_, i) => ({
    name: `tap${i}`,
    entry: units === 1 ? `${i}u` : `(taps * ${rows * row}u + ${i}u)`,
  }))
  const bias = { name: 'bias', entry: `${kernel[0] * row}u`, ...(units > 1 && { isOwn: 'taps == 0u' }) }
  return spec.bias ? [...taps, bias] : taps
}

/** WGSL that declares the sums of an invocation: `tap0` and on, and `bias` if wanted. */
export function declareSums(spec: PooledFilterGradient, taps: TapUnits): string {
  return heldSums(spec, taps)
    .map(({ name }) => `  var ${name} = 0.0;`)
    .join('\n')
}

/** @param move WGSL for each sum, from its entry among those of its filter and its name. */
export function eachSum(
  spec: PooledFilterGradient,
  taps: TapUnits,
  move: (entry: string, sum: string) => string,
): string {
  return heldSums(spec, taps)
    .map(({ name, entry, isOwn }) => `  ${isOwn === undefined ? '' : `if (${isOwn}) `}{ ${move(entry, name)} }`)
    .join('\n')
}

/**
 * WGSL that adds what one pooled value adds. In scope: its `value` (f32) and `code` (u32), `patchRow` and `column` (u32), where it is among
 * the pooled rows of the patch, and `taps`.
 */
export function addPooled(spec: PooledFilterGradient, taps: TapUnits, patch: Patch): string {
  const { geometry, pooled } = spec
  const { kernel, dilation, input } = geometry
  const [poolRows, poolColumns] = pooled.pool
  const places = poolRows * poolColumns
  const row = taps.units === 1 ? '' : ` + taps * ${taps.rows * dilation[0] * patch.width}u`
  const place = [
    ...(poolRows > 1 ? [`place / ${poolColumns}u * ${patch.width}u`] : []),
    ...(poolColumns > 1 ? [`place % ${poolColumns}u * ${input.channels}u`] : []),
  ]
  return `  let gradient = select(0.0, value, code < ${places}u);
  let place = min(code, ${places - 1}u);
  let seen = patchRow * ${poolRows * patch.width}u + column * ${poolColumns * input.channels}u${row}${place.map((term) => ` + ${term}`).join('')};
${each(taps.rows, (tapRow) =>
  each(kernel[1], (tapColumn) =>
    each(input.channels, (channel) => {
      const index = (tapRow * kernel[1] + tapColumn) * input.channels + channel
      const at = tapRow * dilation[0] * patch.width + tapColumn * dilation[1] * input.channels + channel
      return `  tap${index} += gradient * seenInput[seen + ${at}u];`
    }),
  ),
)}
${spec.bias ? '  bias += gradient;' : ''}`
}

/** WGSL for the code of the value at an index of all of them (u32), as `codes` holds them. */
export function codeAt({ packed }: PooledSource, at: string): string {
  return packed ? `(codes[(${at}) / 4u] >> (8u * ((${at}) % 4u))) & 255u` : `codes[${at}]`
}
