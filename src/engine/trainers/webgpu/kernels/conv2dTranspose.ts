/** Conv2DTranspose: forward, with bias and activation, the input's gradient, and the bias's. `filterGradient` makes the kernel's. */
import { keepsSum } from '../../plan/activations'
import { COMMON } from '../../plan/buffers'
import type {
  BiasGradient,
  Conv2dTransposeForward,
  Conv2dTransposeInputGradient,
} from '../../plan/operations/conv2dTranspose'
import type { Kernel } from '../kernel'
import { activationFunction } from './activations'
import { chooseTile, convolve, storeTile } from './convolve'
import { convolveBack } from './convolveBack'
import { keptDerivative, valuesAt } from './eachPixel'
import { valueType, vectorOf } from './imageSource'
import { sumRows } from './sumRows'

export function conv2dTransposeForward(spec: Conv2dTransposeForward): Kernel {
  const { geometry, batchSize, activation, input, kernel, biasOffset, output, sums } = spec
  const withSums = keepsSum(activation)
  return convolveBack({
    geometry,
    batchSize,
    source: { size: geometry.output, buffer: input },
    kernel,
    bindings: [
      ...(biasOffset === undefined ? [] : [valuesAt('biases', COMMON.weights, 1, 'read')]),
      valuesAt('output', output, 1, 'write'),
      ...(withSums ? [valuesAt('sums', sums, 1, 'write')] : []),
    ],
    functions: activationFunction(activation),
    store: (sum, k) => `let z = ${sum}${biasOffset === undefined ? '' : ` + biases[${biasOffset}u + channel${k}]`};
output[at] = activate(z);
${withSums ? 'sums[at] = z;' : ''}`,
  })
}

export function conv2dTransposeInputGradient(spec: Conv2dTransposeInputGradient): Kernel {
  const { geometry, batchSize, source, kernelOffset, gradient, kept } = spec
  const tile = chooseTile(geometry, [1, 1])
  const derivative = keptDerivative(kept, 1)
  return convolve({
    geometry,
    batchSize,
    source: { size: geometry.input, buffer: source },
    kernel: { buffer: COMMON.weights, offset: kernelOffset },
    tile,
    bindings: [...derivative.bindings, valuesAt('gradient', gradient, 1, 'write')],
    functions: derivative.functions,
    finish: (channels) =>
      storeTile(geometry.output, tile, channels, (sum) => `gradient[at] = ${sum}${derivative.factor};`),
  })
}

export function biasGradient({ size, batchSize, source, partials, splits }: BiasGradient): Kernel {
  const vector = vectorOf(size)
  const vectors = size.channels / vector
  return sumRows({
    batchSize,
    rows: size.height,
    vectors,
    vector,
    blocks: 1,
    sums: 1,
    bindings: [valuesAt('source', source, vector, 'read')],
    begin: '',
    add: `  var inRow = ${valueType(vector)}();
  for (var column = 0; column < ${size.width}; column++) {
    inRow += source[at * ${size.width * vectors} + column * ${vectors} + channel];
  }
  sum0 += inRow;`,
    put: 'let wanted = true;\n    let place = 0;',
    places: 1,
    splits,
    partials,
  })
}
