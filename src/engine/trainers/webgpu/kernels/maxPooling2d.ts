/** MaxPooling2D on its own: its windows overlap or are padded, or no convolution comes before. Conv2D takes in the others. */
import { valuesOf, type Geometry } from '../../plan/geometry'
import { COMMON } from '../../plan/buffers'
import type { MaxPooling2dForward, MaxPooling2dInputGradient } from '../../plan/operations/maxPooling2d'
import type { Kernel } from '../kernel'
import { each, entryPoint, spreadWorkgroups, STATE_STRUCT, when } from '../wgsl'
import { derivativeFunction } from './activations'
import { eachPixel, keptDerivative, valuesAt } from './eachPixel'
import { valueType, vectorOf } from './imageSource'

const GROUP_SIZE = 64

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
function sideBySideForward({ geometry, batchSize, ...buffers }: MaxPooling2dForward): Kernel {
  const { input, output, kernel, strides } = geometry
  const vector = vectorOf(output)
  const vectors = output.channels / vector
  const codeType = vector === 4 ? 'vec4u' : 'u32'
  return eachPixel({
    size: output,
    batchSize,
    vector,
    bindings: [
      valuesAt('input', buffers.input, vector, 'read'),
      valuesAt('output', buffers.output, vector, 'write'),
      { as: 'codes', buffer: buffers.codes, type: `array<${codeType}>`, access: 'write' },
    ],
    body: `  let first = ((image * ${input.height} + row * ${strides[0]}) * ${input.width} + column * ${strides[1]}) * ${vectors} + channel;
  var best = input[first];
  var code = ${codeType}();
${each(kernel[0] * kernel[1] - 1, (i) => {
  const place = i + 1
  const offset = (Math.floor(place / kernel[1]) * input.width + (place % kernel[1])) * vectors
  return `  {
    let value = input[first + ${offset}];
    let larger = (value > best) | (value != value);
    best = select(best, value, larger);
    code = select(code, ${codeType}(${place}u), larger);
  }`
})}
  output[at] = best;
  codes[at] = code;`,
  })
}

/** Each invocation has a window with the values up to the next: those in no window have no gradient. */
function sideBySideInputGradient(spec: MaxPooling2dInputGradient): Kernel {
  const { geometry, batchSize, source, codes, gradient, kept } = spec
  const { input, output, kernel, strides } = geometry
  const vector = vectorOf(input)
  const vectors = input.channels / vector
  const [type, codeType] = [valueType(vector), vector === 4 ? 'vec4u' : 'u32']
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
      { as: 'codes', buffer: codes, type: `array<${codeType}>`, access: 'read' },
      ...derivative.bindings,
      valuesAt('gradient', gradient, vector, 'write'),
    ],
    functions: derivative.functions,
    body: `  let window = ((image * ${output.height} + row) * ${output.width} + column) * ${vectors} + channel;
${
  inside.length === 0
    ? `  let value = source[window];
  let code = codes[window];`
    : `  let inside = ${inside.join(' & ')};
  let value = select(${type}(), source[select(0, window, inside)], inside);
  let code = codes[select(0, window, inside)];`
}
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
          ? `select(${type}(), value, code == ${codeType}(${y * kernel[1] + x}u))${derivative.factor}`
          : `${type}()`
      };`,
    ),
  ),
)}`,
  })
}

function slidingForward({ geometry, batchSize, ...buffers }: MaxPooling2dForward): Kernel {
  const { input, output, strides, before } = geometry
  const [rows, columns] = geometry.kernel
  const values = valuesOf(output)
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
      { as: 'input', buffer: buffers.input, type: 'array<f32>', access: 'read' },
      { as: 'output', buffer: buffers.output, type: 'array<f32>', access: 'write' },
      { as: 'codes', buffer: buffers.codes, type: 'array<u32>', access: 'write' },
    ],
    code: `${STATE_STRUCT}
${entryPoint(GROUP_SIZE)}
  let at = group * ${GROUP_SIZE}u + local.x;
  if (at >= state.count * ${values}u) { return; }
  let channel = i32(at % ${output.channels}u);
  let left = i32((at / ${output.channels}u) % ${output.width}u) * ${strides[1]} - ${before[1]};
  let top = i32((at / ${output.channels * output.width}u) % ${output.height}u) * ${strides[0]} - ${before[0]};
  let image = i32(at / ${values}u);
  var best = 0.0;
  var code = 0xffffffffu;
  for (var row = max(0, -top); row < min(${rows}, ${input.height} - top); row++) {
    for (var column = max(0, -left); column < min(${columns}, ${input.width} - left); column++) {
      let value = input[((image * ${input.height} + top + row) * ${input.width} + left + column) * ${input.channels} + channel];
      if ((code == 0xffffffffu) | (value > best) | (value != value)) {
        best = value;
        code = u32(row * ${columns} + column);
      }
    }
  }
  output[at] = best;
  codes[at] = code;
}
`,
    workgroups: spreadWorkgroups(Math.ceil((batchSize * values) / GROUP_SIZE)),
  }
}

function slidingInputGradient(spec: MaxPooling2dInputGradient): Kernel {
  const { geometry, batchSize, source, codes, gradient, kept } = spec
  const { input, output, strides, before } = geometry
  const [rows, columns] = geometry.kernel
  const values = valuesOf(input)
  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
      { as: 'source', buffer: source, type: 'array<f32>', access: 'read' },
      { as: 'codes', buffer: codes, type: 'array<u32>', access: 'read' },
      ...(kept ? [{ as: 'kept', buffer: kept.buffer, type: 'array<f32>', access: 'read' } as const] : []),
      { as: 'gradient', buffer: gradient, type: 'array<f32>', access: 'write' },
    ],
    code: `${STATE_STRUCT}${kept ? derivativeFunction(kept.activation) : ''}
${entryPoint(GROUP_SIZE)}
  let at = group * ${GROUP_SIZE}u + local.x;
  if (at >= state.count * ${values}u) { return; }
  let channel = i32(at % ${input.channels}u);
  let right = i32((at / ${input.channels}u) % ${input.width}u) + ${before[1]};
  let bottom = i32((at / ${input.channels * input.width}u) % ${input.height}u) + ${before[0]};
  let image = i32(at / ${values}u);
  var sum = 0.0;
  for (var row = max(0, bottom - ${rows - 1} + ${strides[0] - 1}) / ${strides[0]}; row <= min(bottom / ${strides[0]}, ${output.height - 1}); row++) {
    for (var column = max(0, right - ${columns - 1} + ${strides[1] - 1}) / ${strides[1]}; column <= min(right / ${strides[1]}, ${output.width - 1}); column++) {
      let place = ((image * ${output.height} + row) * ${output.width} + column) * ${output.channels} + channel;
      let code = u32((bottom - row * ${strides[0]}) * ${columns} + right - column * ${strides[1]});
      sum += select(0.0, source[place], codes[place] == code);
    }
  }
  gradient[at] = sum${kept ? ' * derivative(kept[at])' : ''};
}
`,
    workgroups: spreadWorkgroups(Math.ceil((batchSize * values) / GROUP_SIZE)),
  }
}
