/** MaxPooling2D on its own: its windows overlap or are padded, or no convolution comes before. Conv2D takes in the others. */
import { valuesOf } from '../../plan/geometry'
import { COMMON } from '../../plan/buffers'
import type { MaxPooling2dForward, MaxPooling2dInputGradient } from '../../plan/operations/maxPooling2d'
import type { Kernel } from '../kernel'
import { entryPoint, spreadWorkgroups, STATE_STRUCT } from '../wgsl'
import { derivativeFunction } from './activations'

const GROUP_SIZE = 64

export function maxPooling2dForward({ geometry, batchSize, ...buffers }: MaxPooling2dForward): Kernel {
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

/** Each input value gathers the gradients of the windows whose maximum it was. */
export function maxPooling2dInputGradient(spec: MaxPooling2dInputGradient): Kernel {
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
