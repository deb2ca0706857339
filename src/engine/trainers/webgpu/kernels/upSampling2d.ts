/**
 * UpSampling2D, forward and backward. Places are whole numbers, in halves of a new pixel from the first old centre on, so that large images
 * lose nothing to rounding.
 */
import {
  upSampledSize,
  type UpSampling2dForward,
  type UpSampling2dInputGradient,
} from '../../plan/operations/upSampling2d'
import type { Kernel } from '../kernel'
import { float } from '../wgsl'
import { eachPixel, keptDerivative, valuesAt } from './eachPixel'
import { valueType, vectorOf } from './imageSource'

/** WGSL for the place of a new row or column's centre, no further out than the outermost old ones. */
function placeOf(index: string, factor: number, length: number): string {
  return `clamp(2 * ${index} + ${1 - factor}, 0, ${2 * factor * (length - 1)})`
}

export function upSampling2dForward(spec: UpSampling2dForward): Kernel {
  const { batchSize, size, factors, interpolation, input, output } = spec
  const vector = vectorOf(size)
  const at = (row: string, column: string): string =>
    `input[((image * ${size.height} + ${row}) * ${size.width} + ${column}) * ${size.channels / vector} + channel]`
  const along = (as: string, index: string, factor: number, length: number): string =>
    `  let ${as} = ${placeOf(index, factor, length)};
  let ${as}0 = ${as} / ${2 * factor};
  let ${as}1 = min(${as}0 + 1, ${length - 1});
  let ${as}Share = f32(${as} % ${2 * factor}) * ${float(1 / (2 * factor))};
`
  const bilinear = `${along('y', 'row', factors[0], size.height)}${along('x', 'column', factors[1], size.width)}
  let above = mix(${at('y0', 'x0')}, ${at('y0', 'x1')}, xShare);
  let below = mix(${at('y1', 'x0')}, ${at('y1', 'x1')}, xShare);
  output[at] = mix(above, below, yShare);`
  return eachPixel({
    size: upSampledSize(size, factors),
    batchSize,
    vector,
    bindings: [valuesAt('input', input, vector, 'read'), valuesAt('output', output, vector, 'write')],
    body:
      interpolation === 'bilinear'
        ? bilinear
        : `  output[at] = ${at(`row / ${factors[0]}`, `column / ${factors[1]}`)};`,
  })
}

/** Each pixel gathers from those that it had a share in. */
export function upSampling2dInputGradient(spec: UpSampling2dInputGradient): Kernel {
  const { batchSize, size, factors, interpolation, source, gradient, kept } = spec
  const vector = vectorOf(size)
  const derivative = keptDerivative(kept, vector)
  const { height, width } = upSampledSize(size, factors)
  const isBilinear = interpolation === 'bilinear'
  const loop = (as: string, index: string, factor: number, length: number): string =>
    isBilinear
      ? `for (var ${as} = max(0, ${index} * ${factor} - ${Math.floor(factor / 2)}); ${as} < min(${length * factor}, ${index} * ${factor} + ${Math.floor(1.5 * factor)}); ${as}++) {
  let ${as}Share = 1.0 - f32(abs(${placeOf(as, factor, length)} - ${index} * ${2 * factor})) * ${float(1 / (2 * factor))};`
      : `for (var ${as} = ${index} * ${factor}; ${as} < ${index} * ${factor} + ${factor}; ${as}++) {`
  return eachPixel({
    size,
    batchSize,
    vector,
    bindings: [
      valuesAt('source', source, vector, 'read'),
      ...derivative.bindings,
      valuesAt('gradient', gradient, vector, 'write'),
    ],
    functions: derivative.functions,
    body: `  var sum = ${valueType(vector)}();
  ${loop('y', 'row', factors[0], size.height)}
  ${loop('x', 'column', factors[1], size.width)}
    sum += source[((image * ${height} + y) * ${width} + x) * ${size.channels / vector} + channel]${isBilinear ? ' * (yShare * xShare)' : ''};
  }
  }
  gradient[at] = sum${derivative.factor};`,
  })
}
