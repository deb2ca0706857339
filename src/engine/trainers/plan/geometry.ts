/** How a window slides over an image, with every size known. Pairs are along height and width. */
import type { Sliding } from '../../../model/layers/define'
import type { Pair } from '../../../model/layers/pair'
import { cutBefore, slide, slideBack, spanOf } from '../../../model/layers/sliding'

export interface ImageSize {
  readonly height: number
  readonly width: number
  readonly channels: number
}

export interface Geometry {
  readonly input: ImageSize
  readonly output: ImageSize
  readonly kernel: Pair
  readonly strides: Pair
  readonly dilation: Pair
  /** Zeros above and left of the input. */
  readonly before: Pair
}

/** Keras's output lengths; with `same`, the odd zero goes below and to the right, as in TensorFlow. */
export function geometryOf(input: ImageSize, channels: number, args: Sliding): Geometry {
  const { kernel, strides, dilation, padding } = args
  const spans = spanOf(kernel, dilation)
  const along = (axis: 0 | 1, length: number): { places: number; before: number } => {
    const places = slide(length, spans[axis], strides[axis], padding)
    const missing = Math.max(0, (places - 1) * strides[axis] + spans[axis] - length)
    return { places, before: padding === 'same' ? Math.floor(missing / 2) : 0 }
  }
  const rows = along(0, input.height)
  const columns = along(1, input.width)
  return {
    input,
    output: { height: rows.places, width: columns.places, channels },
    kernel,
    strides,
    dilation,
    before: [rows.before, columns.before],
  }
}

/**
 * The convolution whose input gradient a transposed one computes: its input is the layer's output, and its output the layer's input.
 *
 * @param input of the layer, with the channels that it has.
 * @param args with `outputPadding` null for Keras's own.
 */
export function geometryOfTranspose(
  input: ImageSize,
  filters: number,
  args: Sliding & { readonly outputPadding: Pair | null },
): Geometry {
  const { kernel, strides, dilation, padding, outputPadding } = args
  const spans = spanOf(kernel, dilation)
  const along = (axis: 0 | 1, places: number): { length: number; before: number } => {
    const [span, stride, extra] = [spans[axis], strides[axis], outputPadding?.[axis] ?? null]
    return {
      length: slideBack(places, span, stride, padding, extra),
      before: cutBefore(span, stride, padding, extra),
    }
  }
  const rows = along(0, input.height)
  const columns = along(1, input.width)
  return {
    input: { height: rows.length, width: columns.length, channels: filters },
    output: input,
    kernel,
    strides,
    dilation,
    before: [rows.before, columns.before],
  }
}

/** The convolution that makes the input's gradient from the output's, with the kernel turned round. Of a geometry of stride 1. */
export function turnedRound({ input, output, kernel, dilation, before }: Geometry): Geometry {
  const margin = (axis: 0 | 1): number => (kernel[axis] - 1) * dilation[axis] - before[axis]
  return { input: output, output: input, kernel, strides: [1, 1], dilation, before: [margin(0), margin(1)] }
}

/** Zeros that lie around each image in its buffer: above and left of it, below and right. */
export interface Border {
  readonly before: Pair
  readonly after: Pair
}

/** The zeros beyond its input that a window reads; undefined where it reads none. */
export function borderOf({ input, output, kernel, strides, dilation, before }: Geometry): Border | undefined {
  const after = (axis: 0 | 1, length: number, places: number): number =>
    Math.max(0, (places - 1) * strides[axis] + (kernel[axis] - 1) * dilation[axis] + 1 - before[axis] - length)
  const border: Border = { before, after: [after(0, input.height, output.height), after(1, input.width, output.width)] }
  return [...border.before, ...border.after].some((zeros) => zeros > 0) ? border : undefined
}

/** An image with its border. */
export function withBorder(size: ImageSize, border: Border | undefined): ImageSize {
  if (!border) return size
  const { before, after } = border
  return {
    ...size,
    height: before[0] + size.height + after[0],
    width: before[1] + size.width + after[1],
  }
}

/** The same window over an input with a border, within which it stays. */
export function overBorder(geometry: Geometry, border: Border | undefined): Geometry {
  if (!border) return geometry
  const before = (axis: 0 | 1): number => geometry.before[axis] - border.before[axis]
  return { ...geometry, input: withBorder(geometry.input, border), before: [before(0), before(1)] }
}

export function valuesOf({ height, width, channels }: ImageSize): number {
  return height * width * channels
}
