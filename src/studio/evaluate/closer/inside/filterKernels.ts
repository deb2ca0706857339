/** The kernels that a layer's weights are made of. */
import type { Values } from '../../../../engine/protocol/inside'
import type { LayerClassName } from '../../../../model/layers/registry'

/** One of them: what a filter has for one channel of the input. */
export interface FilterKernel {
  readonly filter: number
  readonly input: number
  /** Where it stands along the last two axes. */
  readonly at: readonly [number, number]
}

/** All of a kernel of 4 axes, filter by filter. A depthwise filter reads one channel; that of a transposed convolution has its axes turned. */
export function listKernels(
  [, , third = 1, fourth = 1]: readonly number[],
  className: LayerClassName,
): readonly FilterKernel[] {
  return Array.from({ length: third * fourth }, (_, index): FilterKernel => {
    const [outer, inner] = [Math.floor(index / third), index % third]
    if (className === 'Conv2DTranspose') {
      const [filter, input] = [Math.floor(index / fourth), index % fourth]
      return { filter, input, at: [filter, input] }
    }
    if (className === 'Conv2D') return { filter: outer, input: inner, at: [inner, outer] }
    const [input, multiple] = [Math.floor(index / fourth), index % fourth]
    return { filter: index, input, at: [input, multiple] }
  })
}

/** Its weights, row by row. */
export function kernelOf({ shape, values }: Values, { at }: FilterKernel): Float32Array {
  const [rows = 1, columns = 1, third = 1, fourth = 1] = shape
  return Float32Array.from({ length: rows * columns }, (_, place) => values[(place * third + at[0]) * fourth + at[1]]!)
}
