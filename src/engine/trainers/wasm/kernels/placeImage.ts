/** ZeroPadding2D and Cropping2D: images copied into others at an offset, with zeros where they do not reach. */
import { valuesOf } from '../../plan/geometry'
import type { PlaceImage } from '../../plan/operations/placeImage'
import { behind, i32 } from '../assembler/expressions'
import { VALUE, type Kernel } from '../kernel'
import { copyRows } from './copyRows'

export const placeImage: Kernel<PlaceImage> = ({ from, to, offset, input, output, kept }, k) => {
  const [down, across] = [shared(from.height, to.height, offset[0]), shared(from.width, to.width, offset[1])]
  const pixel = VALUE * from.channels
  if (down.length < to.height || across.length < to.width) {
    k.f.clear(k.buffer(output), i32.mul(k.images, VALUE * valuesOf(to)))
  }
  k.eachImage((behindFirst) => {
    const image = behind(k.buffer(input), behindFirst(valuesOf(from)))
    copyRows(k, {
      rows: down.length,
      length: across.length * from.channels,
      from: { at: behind(image, (down.from * from.width + across.from) * pixel), step: from.width * pixel },
      to: {
        buffer: output,
        at: i32.add(behindFirst(valuesOf(to)), (down.to * to.width + across.to) * pixel),
        step: to.width * pixel,
      },
      kept,
    })
  })
}

/** What two lines have in common, the first of which begins at `offset` of the second: where it begins in each, and how long it is. */
function shared(from: number, to: number, offset: number) {
  const [begin, end] = [Math.max(0, offset), Math.min(to, offset + from)]
  return { from: begin - offset, to: begin, length: Math.max(0, end - begin) }
}
