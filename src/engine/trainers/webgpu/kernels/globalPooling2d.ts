/**
 * GlobalAveragePooling2D and GlobalMaxPooling2D, forward and backward. Forward, a workgroup takes some channels of one image. Its invocations
 * share out the pixels, and what each has found is put together in workgroup memory, in a fixed order.
 */
import type { ImageSize } from '../../plan/geometry'
import { COMMON } from '../../plan/buffers'
import type {
  GlobalAveragePooling2dForward,
  GlobalAveragePooling2dInputGradient,
  GlobalMaxPooling2dForward,
  GlobalMaxPooling2dInputGradient,
} from '../../plan/operations/globalPooling2d'
import type { Binding, Kernel } from '../kernel'
import { entryPoint, float, spreadWorkgroups, STATE_STRUCT } from '../wgsl'
import { eachPixel, keptDerivative, valuesAt } from './eachPixel'
import { valueType, vectorOf } from './imageSource'

const GROUP_SIZE = 64
const MOST_LANES = 16
/** Neighbouring channels that are read together at least, where there are so many. */
const FEWEST_LANES = 4
/** Invocations below which fewer channels go to a workgroup. */
const FEW = 16_384

/** How many vectors of channels a workgroup takes. The pixels are shared out among the rest of its invocations. */
function lanesFor(vectors: number, batchSize: number): number {
  let lanes = MOST_LANES
  while (lanes > 1 && lanes / 2 >= vectors) lanes /= 2
  while (lanes > FEWEST_LANES && batchSize * Math.ceil(vectors / lanes) * GROUP_SIZE < FEW) lanes /= 2
  return lanes
}

interface Reduction {
  readonly batchSize: number
  readonly size: ImageSize
  readonly bindings: readonly Binding[]
  /** WGSL declarations of workgroup memory, one value an invocation. */
  readonly memory: string
  /** WGSL statements before and for each of an invocation's pixels, `value` at `pixel` (u32). */
  readonly begin: string
  readonly take: string
  /** WGSL statements that leave what was found in workgroup memory at `own` (u32). */
  readonly leave: string
  /** WGSL statements for each part behind the first, at `other` (u32). */
  readonly join: string
  /** WGSL statements that store the result at `at` (u32). */
  readonly store: string
}

function reduce({ batchSize, size, bindings, ...texts }: Reduction): Kernel {
  const vector = vectorOf(size)
  const vectors = size.channels / vector
  const pixels = size.height * size.width
  const lanes = lanesFor(vectors, batchSize)
  const parts = GROUP_SIZE / lanes
  const groups = Math.ceil(vectors / lanes)
  return {
    bindings: [{ as: 'state', buffer: COMMON.state, type: 'State', access: 'read' }, ...bindings],
    code: `${STATE_STRUCT}${texts.memory}
${entryPoint(lanes, parts)}
  let image = group / ${groups}u;
  if (image >= state.count) { return; }
  let channel = (group % ${groups}u) * ${lanes}u + local.x;
  let first = image * ${pixels * vectors}u + min(channel, ${vectors - 1}u);
  ${texts.begin}
  for (var pixel = local.y; pixel < ${pixels}u; pixel += ${parts}u) {
    let value = input[first + pixel * ${vectors}u];
    ${texts.take}
  }
  let own = local.y * ${lanes}u + local.x;
  ${texts.leave}
  workgroupBarrier();
  if ((local.y > 0u) | (channel >= ${vectors}u)) { return; }
  for (var part = 1u; part < ${Math.min(parts, pixels)}u; part++) {
    let other = part * ${lanes}u + local.x;
    ${texts.join}
  }
  let at = image * ${vectors}u + channel;
  ${texts.store}
}
`,
    workgroups: spreadWorkgroups(batchSize * groups),
  }
}

export function globalAveragePooling2dForward(spec: GlobalAveragePooling2dForward): Kernel {
  const { size, input, output } = spec
  const vector = vectorOf(size)
  const type = valueType(vector)
  return reduce({
    ...spec,
    bindings: [valuesAt('input', input, vector, 'read'), valuesAt('output', output, vector, 'write')],
    memory: `var<workgroup> sums: array<${type}, ${GROUP_SIZE}>;`,
    begin: `var sum = ${type}();`,
    take: 'sum += value;',
    leave: 'sums[own] = sum;',
    join: 'sum += sums[other];',
    store: `output[at] = sum * ${float(1 / (size.height * size.width))};`,
  })
}

export function globalMaxPooling2dForward(spec: GlobalMaxPooling2dForward): Kernel {
  const { size, input, output, codes } = spec
  const vector = vectorOf(size)
  const type = valueType(vector)
  const codeType = codesType(vector)
  return reduce({
    ...spec,
    bindings: [
      valuesAt('input', input, vector, 'read'),
      valuesAt('output', output, vector, 'write'),
      { as: 'codes', buffer: codes, type: `array<${codeType}>`, access: 'write' },
    ],
    memory: `var<workgroup> maxima: array<${type}, ${GROUP_SIZE}>;
var<workgroup> places: array<${codeType}, ${GROUP_SIZE}>;`,
    // An invocation without a pixel leaves what nobody reads.
    begin: `var best = input[first + min(local.y, ${size.height * size.width - 1}u) * ${size.channels / vector}u];
  var code = ${codeType}(local.y);`,
    take: `let larger = (value > best) | (value != value);
    best = select(best, value, larger);
    code = select(code, ${codeType}(pixel), larger);`,
    leave: 'maxima[own] = best;\n  places[own] = code;',
    join: `let value = maxima[other];
    let place = places[other];
    let better = (value > best) | ((value == best) & (place < code)) | (value != value);
    best = select(best, value, better);
    code = select(code, place, better);`,
    store: 'output[at] = best;\n  codes[at] = code;',
  })
}

function codesType(vector: 1 | 4): string {
  return vector === 4 ? 'vec4u' : 'u32'
}

export function globalAveragePooling2dInputGradient(spec: GlobalAveragePooling2dInputGradient): Kernel {
  const { batchSize, size, source, gradient, kept } = spec
  const vector = vectorOf(size)
  const derivative = keptDerivative(kept, vector)
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
    body: `  gradient[at] = source[image * ${size.channels / vector} + channel] * ${float(1 / (size.height * size.width))}${derivative.factor};`,
  })
}

export function globalMaxPooling2dInputGradient(spec: GlobalMaxPooling2dInputGradient): Kernel {
  const { batchSize, size, source, codes, gradient, kept } = spec
  const vector = vectorOf(size)
  const derivative = keptDerivative(kept, vector)
  return eachPixel({
    size,
    batchSize,
    vector,
    bindings: [
      valuesAt('source', source, vector, 'read'),
      { as: 'codes', buffer: codes, type: `array<${codesType(vector)}>`, access: 'read' },
      ...derivative.bindings,
      valuesAt('gradient', gradient, vector, 'write'),
    ],
    functions: derivative.functions,
    body: `  let pooled = image * ${size.channels / vector} + channel;
  let largest = codes[pooled] == ${codesType(vector)}(u32(row * ${size.width} + column));
  gradient[at] = select(${valueType(vector)}(), source[pooled], largest)${derivative.factor};`,
  })
}
