/** MaxPooling2D on its own: its windows overlap or are padded, or no convolution comes before. Conv2D takes in the others. */
import type { Geometry } from '../../plan/geometry'
import type { MaxPooling2dForward, MaxPooling2dInputGradient } from '../../plan/operations/maxPooling2d'
import type { Kernel } from '../kernel'
import { each, when } from '../wgsl'
import { eachPixel, keptDerivative, valuesAt } from './eachPixel'
import { valueType, vectorOf } from './imageSource'
import { codeOf, codesAt, codeType, NO_CODE, stored } from './poolCodes'

export function maxPooling2dForward(spec: MaxPooling2dForward): Kernel {
  return liesSideBySide(spec.geometry) ? sideBySideForward(spec) : slidingForward(spec)
}

/** Each input value gathers the gradients of the windows whose maximum it was. */
export function maxPooling2dInputGradient(spec: MaxPooling2dInputGradient): Kernel {
  return liesSideBySide(spec.geometry) ? sideBySideInputGradient(spec) : slidingInputGradient(spec)
}

/** Values from one window to the next: more are not unrolled. */
const MOST_PLACES = 16

/** Whether every value is in one window at most, and no window reaches beyond the image. */
function liesSideBySide({ input, output, kernel, strides, before }: Geometry): boolean {
  return (
    strides[0] * strides[1] <= MOST_PLACES &&
    kernel[0] <= strides[0] &&
    kernel[1] <= strides[1] &&
    before[0] === 0 &&
    before[1] === 0 &&
    (output.height - 1) * strides[0] + kernel[0] <= input.height &&
    (output.width - 1) * strides[1] + kernel[1] <= input.width
  )
}

/** Each invocation has a window. */
function sideBySideForward({ geometry, batchSize, packed = false, ...buffers }: MaxPooling2dForward): Kernel {
  const { input, output, kernel, strides } = geometry
  const vector = vectorOf(output)
  const vectors = output.channels / vector
  const code = codeType(vector)
  return eachPixel({
    size: output,
    batchSize,
    vector,
    bindings: [
      valuesAt('input', buffers.input, vector, 'read'),
      valuesAt('output', buffers.output, vector, 'write'),
      codesAt('codes', buffers.codes, { vector, packed }, 'write'),
    ],
    body: `  let first = ((image * ${input.height} + row * ${strides[0]}) * ${input.width} + column * ${strides[1]}) * ${vectors} + channel;
  var best = input[first];
  var code = ${code}();
${each(kernel[0] * kernel[1] - 1, (i) => {
  const place = i + 1
  const offset = (Math.floor(place / kernel[1]) * input.width + (place % kernel[1])) * vectors
  return `  {
    let value = input[first + ${offset}];
    let larger = (value > best) | (value != value);
    best = select(best, value, larger);
    code = select(code, ${code}(${place}u), larger);
  }`
})}
  output[at] = best;
  codes[at] = ${stored('code', packed)};`,
  })
}

/** Each invocation has a window with the values up to the next: those in no window have no gradient. */
function sideBySideInputGradient(spec: MaxPooling2dInputGradient): Kernel {
  const { geometry, batchSize, source, codes, packed = false, gradient, kept } = spec
  const { input, output, kernel, strides } = geometry
  const vector = vectorOf(input)
  const vectors = input.channels / vector
  const type = valueType(vector)
  const derivative = keptDerivative(kept, vector)
  const cells = {
    height: Math.ceil(input.height / strides[0]),
    width: Math.ceil(input.width / strides[1]),
    channels: input.channels,
  }
  const inside = [
    cells.height > output.height && `(row < ${output.height})`,
    cells.width > output.width && `(column < ${output.width})`,
  ].filter((condition) => condition !== false)
  return eachPixel({
    size: cells,
    batchSize,
    vector,
    bindings: [
      valuesAt('source', source, vector, 'read'),
      codesAt('codes', codes, { vector, packed }, 'read'),
      ...derivative.bindings,
      valuesAt('gradient', gradient, vector, 'write'),
    ],
    functions: derivative.functions,
    body: `  let window = ((image * ${output.height} + row) * ${output.width} + column) * ${vectors} + channel;
${
  inside.length === 0
    ? `  let value = source[window];
  let word = codes[window];`
    : `  let inside = ${inside.join(' & ')};
  let value = select(${type}(), source[select(0, window, inside)], inside);
  let word = codes[select(0, window, inside)];`
}
  let code = ${codeOf('word', packed)};
${each(strides[0], (y) =>
  each(strides[1], (x) =>
    when(
      [
        input.height % strides[0] !== 0 && `row * ${strides[0]} + ${y} < ${input.height}`,
        input.width % strides[1] !== 0 && `column * ${strides[1]} + ${x} < ${input.width}`,
      ],
      `let at = ((image * ${input.height} + row * ${strides[0]} + ${y}) * ${input.width} + column * ${strides[1]} + ${x}) * ${vectors} + channel;
gradient[at] = ${
        y < kernel[0] && x < kernel[1]
          ? `select(${type}(), value, code == ${codeType(vector)}(${y * kernel[1] + x}u))${derivative.factor}`
          : `${type}()`
      };`,
    ),
  ),
)}`,
  })
}

/** Each invocation has a window of one channel, or of the four whose codes share a word. */
function slidingForward({ geometry, batchSize, packed = false, ...buffers }: MaxPooling2dForward): Kernel {
  const { input, output, strides, before } = geometry
  const [rows, columns] = geometry.kernel
  const vector = packed ? 4 : 1
  const vectors = output.channels / vector
  const code = codeType(vector)
  return eachPixel({
    size: output,
    batchSize,
    vector,
    bindings: [
      valuesAt('input', buffers.input, vector, 'read'),
      valuesAt('output', buffers.output, vector, 'write'),
      codesAt('codes', buffers.codes, { vector, packed }, 'write'),
    ],
    body: `  let top = row * ${strides[0]} - ${before[0]};
  let left = column * ${strides[1]} - ${before[1]};
  var best = ${valueType(vector)}();
  var code = ${code}(${NO_CODE});
  for (var y = max(0, -top); y < min(${rows}, ${input.height} - top); y++) {
    for (var x = max(0, -left); x < min(${columns}, ${input.width} - left); x++) {
      let value = input[((image * ${input.height} + top + y) * ${input.width} + left + x) * ${vectors} + channel];
      let larger = (code == ${code}(${NO_CODE})) | (value > best) | (value != value);
      best = select(best, value, larger);
      code = select(code, ${code}(u32(y * ${columns} + x)), larger);
    }
  }
  output[at] = best;
  codes[at] = ${stored('code', packed)};`,
  })
}

function slidingInputGradient(spec: MaxPooling2dInputGradient): Kernel {
  const { geometry, batchSize, source, codes, packed = false, gradient, kept } = spec
  const { input, output, strides, before } = geometry
  const [rows, columns] = geometry.kernel
  const vector = packed ? 4 : 1
  const vectors = input.channels / vector
  const type = valueType(vector)
  const derivative = keptDerivative(kept, vector)
  return eachPixel({
    size: input,
    batchSize,
    vector,
    bindings: [
      valuesAt('source', source, vector, 'read'),
      codesAt('codes', codes, { vector, packed }, 'read'),
      ...derivative.bindings,
      valuesAt('gradient', gradient, vector, 'write'),
    ],
    functions: derivative.functions,
    body: `  let right = column + ${before[1]};
  let bottom = row + ${before[0]};
  var sum = ${type}();
  for (var y = max(0, bottom - ${rows - 1} + ${strides[0] - 1}) / ${strides[0]}; y <= min(bottom / ${strides[0]}, ${output.height - 1}); y++) {
    for (var x = max(0, right - ${columns - 1} + ${strides[1] - 1}) / ${strides[1]}; x <= min(right / ${strides[1]}, ${output.width - 1}); x++) {
      let place = ((image * ${output.height} + y) * ${output.width} + x) * ${vectors} + channel;
      let code = u32((bottom - y * ${strides[0]}) * ${columns} + right - x * ${strides[1]});
      let word = codes[place];
      sum += select(${type}(), source[place], (${codeOf('word', packed)}) == ${codeType(vector)}(code));
    }
  }
  gradient[at] = sum${derivative.factor};`,
  })
}
