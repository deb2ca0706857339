/**
 * DepthwiseConv2D, forward and the input's gradient. Few products are made of each value, so the kernels are as fast as they read: an
 * invocation makes a small tile of pixels, which share what they read, of one channel, or of four where each has one filter.
 */
import type { Pair } from '../../../../model/layers/pair'
import { keepsSum } from '../../plan/activations'
import { COMMON } from '../../plan/buffers'
import { turnedRound, type Geometry } from '../../plan/geometry'
import {
  multiplierOf,
  type DepthwiseConv2dForward,
  type DepthwiseConv2dInputGradient,
} from '../../plan/operations/depthwiseConv2d'
import type { Binding, Kernel } from '../kernel'
import { each, entryPoint, spreadWorkgroups, STATE_STRUCT, when } from '../wgsl'
import { activationFunction } from './activations'
import { eachPixel, keptDerivative, valuesAt } from './eachPixel'
import { readPatch, valueType, vectorOf } from './imageSource'

const GROUP_SIZE = 64
/** Taps up to which all of them are unrolled. Of a larger kernel the rows are a loop, and so are the columns of a wide one. */
const MOST_UNROLLED = 25
const MOST_UNROLLED_ACROSS = 7

/** Channels that an invocation takes at once: four need filters that lie side by side, one a channel. */
export function depthwiseVector(geometry: Geometry): 1 | 4 {
  return multiplierOf(geometry) === 1 ? vectorOf(geometry.output) : 1
}

export function depthwiseConv2dForward(spec: DepthwiseConv2dForward): Kernel {
  const { activation, biasOffset } = spec
  const vector = depthwiseVector(spec.geometry)
  const withSums = keepsSum(activation)
  return slide({
    ...spec,
    source: spec.input,
    turned: false,
    bindings: [
      valuesAt('output', spec.output, vector, 'write'),
      ...(withSums ? [valuesAt('sums', spec.sums, vector, 'write')] : []),
    ],
    functions: activationFunction(activation),
    begin: biasOffset === undefined ? '' : `let bias = ${weightsAt(`${biasOffset} + channel * ${vector}`, vector)};`,
    finish: (sum) => `let z = ${sum}${biasOffset === undefined ? '' : ' + bias'};
output[at] = ${vector === 4 ? 'vec4f(activate(z.x), activate(z.y), activate(z.z), activate(z.w))' : 'activate(z)'};
${withSums ? 'sums[at] = z;' : ''}`,
  })
}

export function depthwiseConv2dInputGradient(spec: DepthwiseConv2dInputGradient): Kernel {
  const { geometry, kept, gradient } = spec
  if (Math.max(...geometry.strides) > 1 || multiplierOf(geometry) > 1) return gather(spec)
  const vector = depthwiseVector(geometry)
  const derivative = keptDerivative(kept, vector)
  return slide({
    ...spec,
    geometry: turnedRound(geometry),
    turned: true,
    bindings: [...derivative.bindings, valuesAt('gradient', gradient, vector, 'write')],
    functions: derivative.functions,
    begin: '',
    finish: (sum) => `gradient[at] = ${sum}${derivative.factor};`,
  })
}

/** WGSL for one weight, or four that lie side by side. The offsets of layers are no multiples of four, so they are read one by one. */
function weightsAt(index: string, vector: 1 | 4): string {
  if (vector === 1) return `weights[${index}]`
  return `vec4f(${[0, 1, 2, 3].map((lane) => `weights[${index} + ${lane}]`).join(', ')})`
}

interface Slide {
  readonly geometry: Geometry
  readonly batchSize: number
  readonly source: string
  readonly kernelOffset: number
  /** Whether the kernel's taps are read in reverse. */
  readonly turned: boolean
  readonly bindings: readonly Binding[]
  /** WGSL declarations. */
  readonly functions: string
  /** WGSL statements before the sums. In scope: `channel` (i32), in vectors. */
  readonly begin: string
  /** WGSL statements that finish a sum and store it at `at` (i32). */
  finish(sum: string): string
}

function slide({ geometry, batchSize, source, kernelOffset, turned, ...texts }: Slide): Kernel {
  const { input, output, strides, dilation, before } = geometry
  const [kernelRows, kernelColumns] = geometry.kernel
  const multiplier = multiplierOf(geometry)
  const vector = depthwiseVector(geometry)
  const vectors = output.channels / vector
  const unrolled = kernelRows * kernelColumns <= MOST_UNROLLED
  const [loopRows, tapRows] = unrolled ? [1, kernelRows] : [kernelRows, 1]
  const [loopColumns, tapColumns] =
    kernelColumns <= MOST_UNROLLED_ACROSS || unrolled ? [1, kernelColumns] : [kernelColumns, 1]
  const [rows, columns] = chooseTile(geometry, [tapRows, tapColumns])
  const tilesDown = Math.ceil(output.height / rows)
  const tilesAcross = Math.ceil(output.width / columns)
  const items = tilesDown * tilesAcross * vectors

  const reach = (axis: 0 | 1, places: number): number =>
    (places - 1) * strides[axis] + (geometry.kernel[axis] - 1) * dilation[axis] - before[axis]
  const reader = readPatch('source', { size: input, buffer: source }, vector, {
    image: 'image',
    rows: { at: loopRows === 1 ? 'top' : `(top + kernelRow * ${dilation[0]})` },
    columns: { at: loopColumns === 1 ? 'left' : `(left + kernelColumn * ${dilation[1]})` },
    channel: multiplier === 1 ? 'channel' : `channel / ${multiplier}`,
    tag: 'X',
    checked:
      Math.max(...before) > 0 ||
      reach(0, tilesDown * rows) >= input.height ||
      reach(1, tilesAcross * columns) >= input.width,
    batchSize,
  })
  const read = new Set<string>()
  const readAt = (row: number, column: number): string => {
    const name = `x${row}_${column}`
    if (read.has(name)) return ''
    read.add(name)
    return reader.read(name, row, column)
  }
  const tapAt = (axis: 'Row' | 'Column', count: number, tap: number): string => {
    const at = `(kernel${axis} + ${tap})`
    return turned ? `(${count - 1} - ${at})` : at
  }
  const multiply = each(tapRows, (tapRow) =>
    each(tapColumns, (tapColumn) => {
      const tag = `${tapRow}_${tapColumn}`
      const tap = `(${tapAt('Row', kernelRows, tapRow)} * ${kernelColumns} + ${tapAt('Column', kernelColumns, tapColumn)})`
      const products = each(rows, (row) =>
        each(columns, (column) => {
          const [y, x] = [row * strides[0] + tapRow * dilation[0], column * strides[1] + tapColumn * dilation[1]]
          return `${readAt(y, x)}\nsum${row}_${column} += x${y}_${x} * w${tag};`
        }),
      )
      return `let w${tag} = ${weightsAt(`${kernelOffset} + ${tap} * ${output.channels} + channel * ${vector}`, vector)};
${products}`
    }),
  )
  const store = each(rows, (row) =>
    each(columns, (column) =>
      when(
        [
          output.height % rows !== 0 && `tileRow + ${row} < ${output.height}`,
          output.width % columns !== 0 && `tileColumn + ${column} < ${output.width}`,
        ],
        `let at = ((image * ${output.height} + tileRow + ${row}) * ${output.width} + tileColumn + ${column}) * ${vectors} + channel;
${texts.finish(`sum${row}_${column}`)}`,
      ),
    ),
  )

  return {
    bindings: [
      { as: 'state', buffer: COMMON.state, type: 'State', access: 'read' },
      valuesAt('source', source, vector, 'read'),
      valuesAt('weights', COMMON.weights, 1, 'read'),
      ...texts.bindings,
    ],
    code: `${STATE_STRUCT}${texts.functions}
${entryPoint(GROUP_SIZE)}
  let item = group * ${GROUP_SIZE}u + local.x;
  if (item >= state.count * ${items}u) { return; }
  let channel = i32(item % ${vectors}u);
  let tileColumn = i32((item / ${vectors}u) % ${tilesAcross}u) * ${columns};
  let tileRow = i32((item / ${vectors * tilesAcross}u) % ${tilesDown}u) * ${rows};
  let image = i32(item / ${items}u);
  let top = tileRow * ${strides[0]} - ${before[0]};
  let left = tileColumn * ${strides[1]} - ${before[1]};
  ${texts.begin}
${each(rows, (row) => each(columns, (column) => `  var sum${row}_${column} = ${valueType(vector)}();`))}
  for (var kernelRow = 0; kernelRow < ${loopRows}; kernelRow++) {
  for (var kernelColumn = 0; kernelColumn < ${loopColumns}; kernelColumn++) {
${multiply}
  }
  }
${store}
}
`,
    workgroups: spreadWorkgroups(Math.ceil((batchSize * items) / GROUP_SIZE)),
  }
}

/** The tile that reads and multiplies least for the whole output, where taps that are unrolled share what they read. */
function chooseTile({ output, strides, dilation }: Geometry, taps: Pair): Pair {
  let best: { readonly tile: Pair; readonly cost: number } | undefined
  for (const rows of [1, 2]) {
    for (const columns of [1, 2, 3, 4]) {
      const tile: Pair = [rows, columns]
      const reads = [0, 1].map((axis) => {
        const at = Array.from({ length: tile[axis]! * taps[axis]! }, (_, i) => {
          const [place, tap] = [Math.floor(i / taps[axis]!), i % taps[axis]!]
          return place * strides[axis]! + tap * dilation[axis]!
        })
        return new Set(at).size
      })
      const tiles = Math.ceil(output.height / rows) * Math.ceil(output.width / columns)
      const cost = tiles * (taps[0] * taps[1] * (1 + 0.25 * rows * columns) + reads[0]! * reads[1]!)
      if (!best || cost < best.cost) best = { tile, cost }
    }
  }
  return best?.tile ?? [1, 1]
}

/** Each pixel gathers from the places that saw it, and from all filters of its channel. */
function gather(spec: DepthwiseConv2dInputGradient): Kernel {
  const { geometry, batchSize, source, kernelOffset, gradient, kept } = spec
  const { input, output, strides, dilation, before } = geometry
  const [kernelRows, kernelColumns] = geometry.kernel
  const multiplier = multiplierOf(geometry)
  const vector = depthwiseVector(geometry)
  const derivative = keptDerivative(kept, vector)
  // The taps that meet a place are a stride apart. With a dilation the stride is 1.
  const loop = (tap: string, place: string, axis: 0 | 1, index: string, taps: number, places: number): string =>
    `for (var ${tap} = (${index} + ${before[axis]}) % ${strides[axis]}; ${tap} < ${taps}; ${tap} += ${strides[axis]}) {
    let ${place} = (${index} + ${before[axis]} - ${tap} * ${dilation[axis]}) / ${strides[axis]};
    if ((${place} < 0) | (${place} >= ${places})) { continue; }`
  const channel = multiplier === 1 ? 'channel' : `channel * ${multiplier} + m`
  const multiply = `let place = ((image * ${output.height} + y) * ${output.width} + x) * ${output.channels / vector} + ${channel};
    sum += source[place] * ${weightsAt(`${kernelOffset} + (tapRow * ${kernelColumns} + tapColumn) * ${output.channels} + (${channel}) * ${vector}`, vector)};`
  return eachPixel({
    size: input,
    batchSize,
    vector,
    bindings: [
      valuesAt('source', source, vector, 'read'),
      valuesAt('weights', COMMON.weights, 1, 'read'),
      ...derivative.bindings,
      valuesAt('gradient', gradient, vector, 'write'),
    ],
    functions: derivative.functions,
    body: `  var sum = ${valueType(vector)}();
  ${loop('tapRow', 'y', 0, 'row', kernelRows, output.height)}
  ${loop('tapColumn', 'x', 1, 'column', kernelColumns, output.width)}
    ${multiplier === 1 ? multiply : `for (var m = 0; m < ${multiplier}; m++) {\n${multiply}\n}`}
  }
  }
  gradient[at] = sum${derivative.factor};`,
  })
}
