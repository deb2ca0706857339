/**
 * What is known of a filter gradient behind a pool: each pooled value has its gradient at one place of its window, which the code names. In
 * the sparse form a value takes one multiply-add for each tap of the kernel, and not one for each place of the window.
 */
import type { ImageSource, PooledSource } from './conv2d'
import type { FilterGradient } from './filterGradient'

/** Whoever makes the pooled values' gradient. Strides are 1. */
export interface PooledFilterGradient extends Omit<FilterGradient, 'source'> {
  readonly pooled: PooledSource
}

/** What every WebGPU device has for a workgroup, in 4-byte values. */
export const WORKGROUP_VALUES = 4096

/** Sums of an invocation at most: at least a row of a filter's taps. */
export const MOST_SUMS = 28
/** Of images. With more channels, the dense form shares what it reads among many filters. */
const MOST_CHANNELS = 4

/** The spec of the sparse form; undefined where that does not pay. */
export function pooledFilterGradient({
  source,
  ...rest
}: FilterGradient & { readonly source: ImageSource }): PooledFilterGradient | undefined {
  const { kernel, strides, input } = rest.geometry
  const few = input.channels <= MOST_CHANNELS && kernel[1] * input.channels <= MOST_SUMS
  return source.pooled && few && Math.max(...strides) === 1 ? { ...rest, pooled: source.pooled } : undefined
}

/** Sums of one filter: its taps, then its bias if wanted. */
export function sumsOfFilter({ geometry: { kernel, input }, bias }: Pick<FilterGradient, 'geometry' | 'bias'>): number {
  return kernel[0] * kernel[1] * input.channels + (bias ? 1 : 0)
}

/** The part of the input that some rows of pooled values see, with the zeros around the input. */
export interface Patch {
  readonly rows: number
  /** Values of a row. */
  readonly width: number
  readonly values: number
}

export function patchOf({ geometry, pooled }: PooledFilterGradient, pooledRows: number): Patch {
  const { kernel, dilation, input } = geometry
  const side = (axis: 0 | 1, windows: number): number =>
    windows * pooled.pool[axis] + (kernel[axis] - 1) * dilation[axis]
  const rows = side(0, pooledRows)
  const width = side(1, pooled.width) * input.channels
  return { rows, width, values: rows * width }
}

/** Pooled rows of one split: a part of an image's, or whole images. */
export function rowsOfSplit({ batchSize, pooled, splits }: PooledFilterGradient): number {
  return Math.ceil((batchSize * pooled.height) / splits)
}
