/** Conv2DTranspose: forward, with bias and activation, the input's gradient, and the bias's. `filterGradient` makes the kernel's. */
import { keepsSum } from '../../plan/activations'
import { COMMON } from '../../plan/buffers'
import type {
  BiasGradient,
  Conv2dTransposeForward,
  Conv2dTransposeInputGradient,
} from '../../plan/operations/conv2dTranspose'
import type { Kernel } from '../kernel'
import type { Tuning } from '../tuning'
import { unitOf } from '../wgsl'
import { activate, activationFunction } from './activations'
import { chooseTile, convolve, dealOutput, storeTile } from './convolve'
import { convolveBack, dealBack } from './convolveBack'
import { keptDerivative, valuesAt } from './eachPixel'
import { valueType, vectorOf } from './imageSource'
import { sumRows } from './sumRows'

export function conv2dTransposeForward(spec: Conv2dTransposeForward, tuning: Tuning): Kernel {
  const { geometry, batchSize, activation, input, kernel, biasOffset, output, sums } = spec
  const withSums = keepsSum(activation)
  const deal = dealBack(geometry, tuning, unitOf(geometry.input.channels, biasOffset ?? 0))
  const { unit } = deal
  return convolveBack({
    geometry,
    batchSize,
    deal,
    tuning,
    source: { size: geometry.output, buffer: input },
    kernel,
    bindings: [
      ...(biasOffset === undefined ? [] : [valuesAt('biases', COMMON.weights, unit, 'read')]),
      valuesAt('output', output, unit, 'write'),
      ...(withSums ? [valuesAt('sums', sums, unit, 'write')] : []),
    ],
    functions: activationFunction(activation, unit),
    store: (
      sum,
      k,
    ) => `let z = ${sum}${biasOffset === undefined ? '' : ` + biases[${biasOffset / unit}u + channel${k}]`};
output[at] = ${activate('z', unit)};
${withSums ? 'sums[at] = z;' : ''}`,
  })
}

export function conv2dTransposeInputGradient(spec: Conv2dTransposeInputGradient, tuning: Tuning): Kernel {
  const { geometry, batchSize, source, kernelOffset, gradient, kept } = spec
  const deal = dealOutput(geometry, tuning, unitOf(geometry.output.channels, kernelOffset))
  const tile = chooseTile({ geometry, deal, batchSize, tuning, window: [1, 1] })
  const derivative = keptDerivative(kept, deal.unit)
  return convolve({
    geometry,
    batchSize,
    deal,
    tuning,
    source: { size: geometry.input, buffer: source },
    kernel: { buffer: COMMON.weights, offset: kernelOffset },
    tile,
    bindings: [...derivative.bindings, valuesAt('gradient', gradient, deal.unit, 'write')],
    functions: derivative.functions,
    finish: storeTile(geometry.output, tile, deal, (sum) => `gradient[at] = ${sum}${derivative.factor};`),
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
