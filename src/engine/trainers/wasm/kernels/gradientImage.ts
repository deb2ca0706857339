/** The gradient of a convolution's output, laid out for the convolution back: with zeros around it, and between its pixels where the strides left some out. */
import { behind, i32, type Address } from '../assembler/expressions'
import { VALUE, type KernelBuilder } from '../kernel'
import { valuesOf, type Geometry, type ImageSize } from '../../plan/geometry'
import { copyValues, type Laid } from './window'

export interface GradientLayout {
  /** The size that images are laid out in. */
  readonly laid: ImageSize
  layOut(image: Address): Laid
}

export function layOutGradient(
  k: KernelBuilder,
  { input, output, kernel, strides, dilation, before }: Geometry,
): GradientLayout {
  const { f } = k
  const margin = (axis: 0 | 1): number => (kernel[axis] - 1) * dilation[axis] - before[axis]
  const laid: ImageSize = {
    height: input.height + (kernel[0] - 1) * dilation[0],
    width: input.width + (kernel[1] - 1) * dilation[1],
    channels: output.channels,
  }
  const pixel = VALUE * output.channels
  const pitch = laid.width * pixel
  const isAsItLies =
    margin(0) === 0 &&
    margin(1) === 0 &&
    Math.max(...strides) === 1 &&
    laid.width === output.width &&
    laid.height <= output.height
  if (isAsItLies) return { laid, layOut: (image) => ({ at: image, pitch }) }

  // A pixel of the gradient lies at its stride, behind the margin; where the window never got, there is nothing to lay.
  const fits = (axis: 0 | 1, places: number, room: number): { first: number; count: number } => {
    const first = Math.max(0, Math.ceil(-margin(axis) / strides[axis]))
    const last = Math.min(places - 1, Math.floor((room - 1 - margin(axis)) / strides[axis]))
    return { first, count: last - first + 1 }
  }
  const down = fits(0, output.height, laid.height)
  const across = fits(1, output.width, laid.width)
  const room = k.scratch(valuesOf(laid))
  f.clear(room, VALUE * valuesOf(laid))
  return {
    laid,
    layOut(image) {
      f.loop(down.count, (y) => {
        const row = i32.add(y, down.first)
        const from = k.pointer(behind(image, i32.add(i32.mul(row, output.width * pixel), across.first * pixel)))
        const to = k.pointer(
          behind(
            room,
            i32.add(
              i32.mul(i32.add(i32.mul(row, strides[0]), margin(0)), pitch),
              (across.first * strides[1] + margin(1)) * pixel,
            ),
          ),
        )
        if (strides[1] === 1) {
          copyValues(k, { base: to, offset: 0 }, { base: from, offset: 0 }, across.count * output.channels)
          return
        }
        f.loop(across.count, () => {
          copyValues(k, { base: to, offset: 0 }, { base: from, offset: 0 }, output.channels)
          f.increase(from, pixel)
          f.increase(to, strides[1] * pixel)
        })
      })
      return { at: room, pitch }
    },
  }
}
