/** ZeroPadding2D and Cropping2D, forward and backward: each pixel is read from where it came, or is zero. */
import type { PlaceImage } from '../../plan/operations/placeImage'
import type { Kernel } from '../kernel'
import { eachPixel, keptDerivative, valuesAt } from './eachPixel'
import { valueType, vectorOf } from './imageSource'

export function placeImage({ batchSize, from, to, offset, input, output, kept }: PlaceImage): Kernel {
  const vector = vectorOf(to)
  const derivative = keptDerivative(kept, vector)
  return eachPixel({
    size: to,
    batchSize,
    vector,
    bindings: [
      valuesAt('input', input, vector, 'read'),
      ...derivative.bindings,
      valuesAt('output', output, vector, 'write'),
    ],
    functions: derivative.functions,
    body: `  let inside = (u32(row - ${offset[0]}) < ${from.height}u) & (u32(column - ${offset[1]}) < ${from.width}u);
  let place = ((image * ${from.height} + row - ${offset[0]}) * ${from.width} + column - ${offset[1]}) * ${to.channels / vector} + channel;
  output[at] = select(${valueType(vector)}(), input[select(0, place, inside)], inside)${derivative.factor};`,
  })
}
