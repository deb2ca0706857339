/** How much of the image one value of a layer's output sees (Araujo, Norris and Sim, 2019). Pairs are along height and width. */
import type { SlidingWindow } from '../layers/define'
import type { Pair } from '../layers/pair'
import { spanOf } from '../layers/sliding'

export interface ReceptiveField {
  /** In pixels of the image, whether or not the image is that large. */
  readonly size: Pair
  /** The distance in the image between the fields of two neighbouring values; below 1 where an image was made larger. */
  readonly jump: Pair
}

export const ONE_PIXEL: ReceptiveField = { size: [1, 1], jump: [1, 1] }

/** The field behind a layer: of the largest of its inputs' fields, seen through its window if it has one. */
export function seen(
  inputs: readonly (ReceptiveField | undefined)[],
  window: SlidingWindow | undefined,
): ReceptiveField | undefined {
  const known = inputs.filter((field) => field !== undefined)
  if (known.length < inputs.length || known.length === 0) return undefined
  const along = (axis: 0 | 1): readonly [size: number, jump: number] => {
    const size = Math.max(...known.map((field) => field.size[axis]))
    const jump = Math.max(...known.map((field) => field.jump[axis]))
    if (!window) return [size, jump]
    const span = spanOf(window.kernel, window.dilation)[axis]
    const stride = window.strides[axis]
    // A transposed convolution lays windows over the output, whose pixels are closer together.
    if (window.kind === 'transposed') return [size + (Math.ceil(span / stride) - 1) * jump, jump / stride]
    return [size + (span - 1) * jump, jump * stride]
  }
  const [rows, columns] = [along(0), along(1)]
  return { size: [rows[0], columns[0]], jump: [rows[1], columns[1]] }
}
