/**
 * The gradient of the kernel and bias of a network's first convolution, which is pooled, straight from the convolution behind it. The gradient
 * between the two is never stored: whoever makes a value of it adds it to the sums at once.
 */
import { COMMON } from '../buffers'
import { valuesOf, type Geometry } from '../geometry'
import { convolutionFlops, sourceBuffers, type ImageSource } from './conv2d'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'
import { patchOf, rowsOfSplit, sumsOfFilter, WORKGROUP_VALUES, type PooledFilterGradient } from './pooledFilterGradient'

/** The facts of each kind. */
export const filterGradientBelowOperations = { filterGradientBelow }

export interface FilterGradientBelow extends Pick<InputGradientTarget, 'kept'> {
  /** Of the convolution behind, with strides of 1. Its input is the pooled image. */
  readonly geometry: Geometry
  readonly batchSize: number
  /** The gradient of the sums before the activation of the convolution behind. */
  readonly source: ImageSource
  /** The kernel of the convolution behind: rows x columns x filters x channels, turned round. */
  readonly kernel: string
  /**
   * Of the first convolution. Its splits are runs of rows of the pooled images: each begins where a pooling window of the convolution behind
   * does.
   */
  readonly below: PooledFilterGradient
}

function filterGradientBelow(spec: FilterGradientBelow): Facts {
  const { geometry, batchSize, source, kernel, below } = spec
  const [rows, columns] = below.geometry.kernel
  return {
    name: 'input gradient, summed for the filters below',
    reads: [COMMON.state, ...sourceBuffers(source), kernel, ...keptBuffer(spec), below.pooled.codes, below.input],
    writes: [below.partials],
    // Each pooled value has a gradient at one place of its window.
    flops:
      convolutionFlops(geometry, batchSize) +
      2 * batchSize * valuesOf(geometry.input) * rows * columns * below.geometry.input.channels,
  }
}

/** Whether a workgroup can carry it out: one at a time, some rows of the pooled image with the few channels of one lane. */
export function fitsWorkgroup({ geometry, source, below }: FilterGradientBelow): boolean {
  const rows = rowsOfSplit(below)
  const { height, width } = geometry.input
  const window = source.pooled?.pool[0] ?? 1
  const aligned = rows % height === 0 || (height % rows === 0 && rows % window === 0)
  return aligned && valuesHeld(below, { rows: window, width, lanes: 1, each: MOST_EACH, unit: 1 }) <= WORKGROUP_VALUES
}

/** Channels of one lane. */
const MOST_EACH = 6

/** What a workgroup holds, in 4-byte values: the input that the rows see, their gradients and codes, and the sums of its channels. */
export function valuesHeld(
  below: PooledFilterGradient,
  held: {
    readonly rows: number
    readonly width: number
    readonly lanes: number
    /** Units of each lane, and channels of a unit. The codes of a unit take one value. */
    readonly each: number
    readonly unit: number
  },
): number {
  const { rows, width, lanes, each, unit } = held
  const units = lanes * each
  return patchOf(below, rows).values + rows * width * units * (unit + 1) + sumsOfFilter(below) * units * unit
}
