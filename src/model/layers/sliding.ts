/** Windows that slide over an image: what Conv2D and MaxPooling2D share. Sizes are pairs along height and width. */
import { formatShape, sizeOf } from './define'
import type { ImageShape, LayerProblem, Shape } from './define'
import type { Pair } from './pair'

export const PADDINGS = [
  { value: 'valid', label: 'valid' },
  { value: 'same', label: 'same' },
] as const

export type Padding = (typeof PADDINGS)[number]['value']

export const PADDING_HELP =
  'With “valid” the window stays inside the image and the output shrinks; with “same” the image is padded so that only strides shrink it.'

/** The pixels that a kernel spans from its first to its last tap: a dilated kernel skips pixels between its taps. */
export function spanOf(kernelSize: Pair, dilationRate: Pair): Pair {
  return [(kernelSize[0] - 1) * dilationRate[0] + 1, (kernelSize[1] - 1) * dilationRate[1] + 1]
}

/** How many places a window has along one axis (Keras's `conv_output_length`). */
export function slide(length: number, span: number, stride: number, padding: Padding): number {
  return padding === 'same' ? Math.ceil(length / stride) : Math.floor((length - span) / stride) + 1
}

/**
 * How long a transposed convolution's output is along one axis (Keras's `compute_conv_transpose_output_shape`).
 *
 * @param outputPadding pixels at the end; null for as many as the padding asks for.
 */
export function slideBack(
  length: number,
  span: number,
  stride: number,
  padding: Padding,
  outputPadding: number | null,
): number {
  if (padding === 'valid') return (length - 1) * stride + span + (outputPadding ?? Math.max(0, stride - span))
  return outputPadding === null ? length * stride : (length - 1) * stride + (span % 2) + outputPadding
}

/**
 * How many pixels of a transposed convolution's patterns are cut off above its output, or to the left: half of those that are too many, and
 * the smaller half of an odd number, as Keras has it on JAX and TensorFlow.
 */
export function cutBefore(span: number, stride: number, padding: Padding, outputPadding: number | null): number {
  if (padding === 'valid') return 0
  const margin = outputPadding === null ? stride : (span % 2) + outputPadding
  return span - Math.min(Math.ceil((span + margin) / 2), span)
}

/** The height and width of a sliding window's output, for an input of shape height × width × channels. */
export function slideOver(input: Shape, span: Pair, strides: Pair, padding: Padding): Pair {
  const [height = 0, width = 0] = input
  return [slide(height, span[0], strides[0], padding), slide(width, span[1], strides[1], padding)]
}

/** Whether the window fits at least once into the input. */
export function fitsInto(input: Shape, span: Pair, padding: Padding): boolean {
  const [height = 0, width = 0] = input
  return padding === 'same' || (span[0] <= height && span[1] <= width)
}

/** The problem of a layer that slides over images and gets something else. Its fix is a Reshape, when one leads back to images. */
export function findImageProblem(className: string, input: Shape, image: ImageShape): LayerProblem | undefined {
  if (input.length === 3) return undefined
  const target = [image.height, image.width, image.channels]
  const given = input.length === 1 ? `${sizeOf(input).toLocaleString('en-US')} values in a row` : formatShape(input)
  if (sizeOf(input) !== sizeOf(target)) {
    return {
      severity: 'error',
      message: `${className} needs images (height × width × channels), but gets ${given}: move it to where the data still are images.`,
    }
  }
  const words = formatShape(target)
  return {
    severity: 'error',
    message: `${className} needs images: insert Reshape to ${words}.`,
    fix: {
      kind: 'insertBefore',
      className: 'Reshape',
      args: { targetShape: target },
      label: `Insert Reshape to ${words}`,
    },
  }
}
