/** AveragePooling2D, forward and backward. */
import type { Geometry } from '../../plan/geometry'
import type { AveragePooling2dForward, AveragePooling2dInputGradient } from '../../plan/operations/averagePooling2d'
import type { Kernel } from '../kernel'
import { float } from '../wgsl'
import { eachPixel, keptDerivative, valuesAt } from './eachPixel'
import { valueType, vectorOf } from './imageSource'

export function averagePooling2dForward({ geometry, batchSize, ...buffers }: AveragePooling2dForward): Kernel {
  const { input, output, strides, before } = geometry
  const vector = vectorOf(output)
  const vectors = output.channels / vector
  const [rows, columns] = [windowOf(geometry, 0), windowOf(geometry, 1)]
  return eachPixel({
    size: output,
    batchSize,
    vector,
    bindings: [valuesAt('input', buffers.input, vector, 'read'), valuesAt('output', buffers.output, vector, 'write')],
    body: `  let top = row * ${strides[0]} - ${before[0]};
  let left = column * ${strides[1]} - ${before[1]};
  var sum = ${valueType(vector)}();
  for (var y = ${rows.begin('top')}; y < ${rows.end('top')}; y++) {
    for (var x = ${columns.begin('left')}; x < ${columns.end('left')}; x++) {
      sum += input[((image * ${input.height} + y) * ${input.width} + x) * ${vectors} + channel];
    }
  }
  output[at] = sum * (${rows.share('top')} * ${columns.share('left')});`,
  })
}

export function averagePooling2dInputGradient(spec: AveragePooling2dInputGradient): Kernel {
  const { geometry, batchSize, source, gradient, kept } = spec
  const { input, output, kernel, strides, before } = geometry
  const vector = vectorOf(input)
  const derivative = keptDerivative(kept, vector)
  const [rows, columns] = [windowOf(geometry, 0), windowOf(geometry, 1)]
  const loop = (as: string, index: string, axis: 0 | 1, places: number): string => {
    const first = `max(0, ${index} + ${before[axis] - kernel[axis] + strides[axis]}) / ${strides[axis]}`
    return `for (var ${as} = ${first}; ${as} <= min((${index} + ${before[axis]}) / ${strides[axis]}, ${places - 1}); ${as}++) {`
  }
  return eachPixel({
    size: input,
    batchSize,
    vector,
    bindings: [
      valuesAt('source', source, vector, 'read'),
      ...derivative.bindings,
      valuesAt('gradient', gradient, vector, 'write'),
    ],
    functions: derivative.functions,
    body: `  var sum = ${valueType(vector)}();
  ${loop('y', 'row', 0, output.height)}
    let top = y * ${strides[0]} - ${before[0]};
    ${loop('x', 'column', 1, output.width)}
      let left = x * ${strides[1]} - ${before[1]};
      sum += source[((image * ${output.height} + y) * ${output.width} + x) * ${output.channels / vector} + channel] * (${rows.share('top')} * ${columns.share('left')});
    }
  }
  gradient[at] = sum${derivative.factor};`,
  })
}

/** WGSL for a window along one axis, from where it begins: its first pixel in the image, the one behind its last, and one over their number. */
interface Window {
  begin(at: string): string
  end(at: string): string
  share(at: string): string
}

function windowOf({ input, output, kernel, strides, before }: Geometry, axis: 0 | 1): Window {
  const [length, places] = axis === 0 ? [input.height, output.height] : [input.width, output.width]
  const size = kernel[axis]
  if (before[axis] === 0 && (places - 1) * strides[axis] + size <= length) {
    return { begin: (at) => at, end: (at) => `${at} + ${size}`, share: () => float(1 / size) }
  }
  const begin = (at: string): string => `max(0, ${at})`
  const end = (at: string): string => `min(${length}, ${at} + ${size})`
  return { begin, end, share: (at) => `(1.0 / f32(${end(at)} - ${begin(at)}))` }
}
