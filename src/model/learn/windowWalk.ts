/**
 * How a window walks over an image, as numbers: how many places it has, and which input pixels meet which kernel weights at each. The
 * two axes don't depend on each other, so most of it is worked out along one. Places count from 0.
 */
import type { SlidingWindow } from '../layers/define'
import type { Pair } from '../layers/pair'
import { slide, spanOf, type Padding } from '../layers/sliding'

/** One axis of a walk. */
export interface AxisWalk {
  readonly input: number
  readonly output: number
  /** Weights along the axis, or pixels of a pool. */
  readonly size: number
  readonly stride: number
  readonly dilation: number
  /** Pixels from the first tap to the last. */
  readonly span: number
  /**
   * Pixels of padding at the start and at the end of the input. Of a transposed convolution: what is cut off the stamped image there;
   * below 0, so many pixels are added that no stamp reaches.
   */
  readonly before: number
  readonly after: number
}

export interface WindowWalk {
  readonly window: SlidingWindow
  readonly rows: AxisWalk
  readonly columns: AxisWalk
}

/** A pixel, by its row and column from 0. */
export interface Place {
  readonly row: number
  readonly column: number
}

/** Where a weight of the kernel, or a pixel of the pool, meets the input. */
export interface AxisTap {
  /** Which weight along the axis. */
  readonly weight: number
  /** Which pixel of the input; outside of it lies the padding. */
  readonly at: number
}

/** Walks a window over an image of this height and width. A window that doesn't fit has no place: its output is 0 or less. */
export function walkWindow(window: SlidingWindow, input: Pair): WindowWalk {
  const [rowSpan, columnSpan] = spanOf(window.kernel, window.dilation)
  return { window, rows: walkAxis(window, 0, input, rowSpan), columns: walkAxis(window, 1, input, columnSpan) }
}

function walkAxis(window: SlidingWindow, axis: 0 | 1, inputs: Pair, span: number): AxisWalk {
  const input = inputs[axis]
  const stride = window.strides[axis]
  const edges =
    window.kind === 'transposed'
      ? stampEdges(input, span, stride, window.padding, window.outputPadding?.[axis])
      : slideEdges(input, span, stride, window.padding)
  return { input, size: window.kernel[axis], stride, dilation: window.dilation[axis], span, ...edges }
}

type Edges = Pick<AxisWalk, 'output' | 'before' | 'after'>

/** Keras's “same” has the smaller half of the padding before the image (`tf.nn.convolution`). */
function slideEdges(input: number, span: number, stride: number, padding: Padding): Edges {
  const output = slide(input, span, stride, padding)
  const zeros = padding === 'same' ? Math.max(0, (output - 1) * stride + span - input) : 0
  const before = Math.floor(zeros / 2)
  return { output, before, after: zeros - before }
}

/** Keras's `compute_conv_transpose_output_shape`, and what its padding for JAX cuts off at the start. */
function stampEdges(
  input: number,
  span: number,
  stride: number,
  padding: Padding,
  outputPadding: number | undefined,
): Edges {
  const stamped = (input - 1) * stride + span
  if (padding === 'valid') {
    const added = outputPadding ?? Math.max(0, stride - span)
    return { output: stamped + added, before: 0, after: 0 - added }
  }
  const output = outputPadding === undefined ? input * stride : (input - 1) * stride + (span % 2) + outputPadding
  // JAX pads the stretched input so that `output` windows of this span fit.
  const padded = output - (input - 1) * stride + span - 2
  const before = span - 1 - Math.min(Math.ceil(padded / 2), span - 1)
  return { output, before, after: stamped - before - output }
}

/** What meets along one axis at a place of the output. Of a transposed convolution: the stamps that fall on it. */
export function tapsAlong(axis: AxisWalk, place: number, kind: SlidingWindow['kind']): AxisTap[] {
  const { size, dilation, stride, before, input } = axis
  const weights = Array.from({ length: size }, (_, weight) => weight)
  if (kind !== 'transposed')
    return weights.map((weight) => ({ weight, at: place * stride - before + weight * dilation }))
  return weights.flatMap((weight) => {
    const at = (place + before - weight * dilation) / stride
    return Number.isInteger(at) && at >= 0 && at < input ? [{ weight, at }] : []
  })
}

/** The first pixel that an input pixel's stamp falls on, or the first input pixel under the window at this output pixel. */
export function startAlong({ stride, before }: AxisWalk, place: number): number {
  return place * stride - before
}

/** The output pixel whose window is nearest to being centred on an input pixel, or the middle of that pixel's stamp. */
export function placeOver({ window, rows, columns }: WindowWalk, { row, column }: Place): Place {
  const along = (axis: AxisWalk, at: number): number => {
    const middle = (axis.span - 1) / 2
    const place =
      window.kind === 'transposed'
        ? startAlong(axis, at) + Math.floor(middle)
        : Math.round((at + axis.before - middle) / axis.stride)
    return Math.max(0, Math.min(axis.output - 1, place))
  }
  return { row: along(rows, row), column: along(columns, column) }
}

/** The place after this one, row by row; undefined after the last. */
export function nextPlace({ rows, columns }: WindowWalk, { row, column }: Place): Place | undefined {
  if (column + 1 < columns.output) return { row, column: column + 1 }
  return row + 1 < rows.output ? { row: row + 1, column: 0 } : undefined
}

/** The place before this one; undefined before the first. */
export function previousPlace({ columns }: WindowWalk, { row, column }: Place): Place | undefined {
  if (column > 0) return { row, column: column - 1 }
  return row > 0 ? { row: row - 1, column: columns.output - 1 } : undefined
}

/** Pixels at the end of an axis that no window reaches: what is left when the last whole step is made. */
export function leftOver({ input, output, stride, span, before }: AxisWalk): number {
  return Math.max(0, input + before - ((output - 1) * stride + span))
}

/** Whether the window is the whole image, as a global pooling's is. */
export function isWholeImage({ rows, columns }: WindowWalk): boolean {
  return [rows, columns].every(({ input, size, output, stride }) => size === input && stride === input && output === 1)
}
