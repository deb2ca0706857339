/**
 * A convolution backwards, from its output to its input. With stride 1 it is a convolution with the kernel turned round. With a larger
 * stride, each pixel gathers from the few places that saw it. Both read a copy of the kernel with its channels swapped (`transposeKernel`).
 * Conv2D's input gradient is one, and Conv2DTranspose's output.
 */
import type { Pair } from '../../../../model/layers/pair'
import { turnedRound, type Geometry } from '../../plan/geometry'
import type { ImageSource } from '../../plan/operations/conv2d'
import type { Binding, Kernel } from '../kernel'
import { dealChannels, each, entryPoint, spreadWorkgroups, STATE_STRUCT } from '../wgsl'
import { chooseTile, convolve, storeTile, type StoreSum } from './convolve'
import { readPatch, sourceBindings, vectorOf } from './imageSource'

export interface BackConvolution {
  /** Of the convolution that is run backwards. */
  readonly geometry: Geometry
  readonly batchSize: number
  readonly source: ImageSource
  /** rows x columns x filters x channels; turned round for stride 1. */
  readonly kernel: string
  readonly bindings: readonly Binding[]
  /** WGSL declarations that `store` uses. */
  readonly functions: string
  readonly store: StoreSum
}

export function convolveBack(convolution: BackConvolution): Kernel {
  return Math.max(...convolution.geometry.strides) > 1 ? gather(convolution) : convolveTurned(convolution)
}

function convolveTurned(convolution: BackConvolution): Kernel {
  const { geometry, source, batchSize, kernel, bindings, functions, store } = convolution
  const turned = turnedRound(geometry)
  // A tile is made of whole pooling windows, so that each pixel's place in its window is known.
  const tile = chooseTile(turned, source.pooled?.pool ?? [1, 1])
  return convolve({
    geometry: turned,
    source,
    batchSize,
    kernel: { buffer: kernel, offset: 0 },
    tile,
    bindings,
    functions,
    finish: (channels) => storeTile(geometry.input, tile, channels, store),
  })
}

/** Pixels that one stride apart share their taps: a tile is four of them in a row. */
function gather(convolution: BackConvolution): Kernel {
  const { geometry, source, batchSize, kernel, bindings, functions, store } = convolution
  const { input, output, strides, dilation, before } = geometry
  const [kernelRows, kernelColumns] = geometry.kernel
  const tile: Pair = [1, Math.min(4, Math.ceil(input.width / strides[1]))]
  const vector = vectorOf(output)
  const vectors = output.channels / vector
  const deal = dealChannels(input.channels)
  const runs = Math.ceil(Math.ceil(input.width / strides[1]) / tile[1])
  const places = input.height * strides[1] * runs
  const tilesPerGroup = 64 / deal.lanes

  const reader = readPatch('source', source, vector, {
    image: 'i32(image)',
    rows: { at: 'row' },
    columns: { at: 'firstColumn' },
    channel: 'c',
    tag: 'X',
    checked: true,
  })
  const load = each(tile[1], (column) => reader.read(`x${column}`, 0, column))
  const multiply = each(deal.each, (k) => {
    const at = (part: number): string => `weights[at + ${part * input.channels} + channelAt${k}]`
    const value = vector === 4 ? `vec4f(${[0, 1, 2, 3].map(at).join(', ')})` : at(0)
    const product = (column: number): string => (vector === 4 ? `dot(x${column}, w${k})` : `x${column} * w${k}`)
    return `let w${k} = ${value};\n${each(tile[1], (column) => `sum0_${column}_${k} += ${product(column)};`)}`
  })

  const code = `${STATE_STRUCT}${functions}
${entryPoint(deal.lanes, tilesPerGroup)}
  let item = (group / ${deal.groups}u) * ${tilesPerGroup}u + local.y;
  if (item >= state.count * ${places}u) { return; }
  let image = item / ${places}u;
  let place = item % ${places}u;
  let tileRow = place / ${strides[1] * runs}u;
  let tileColumn = (place % ${strides[1]}u) + ((place / ${strides[1]}u) % ${runs}u) * ${strides[1] * tile[1]}u;
${each(deal.each, (k) => `  let channel${k} = (group % ${deal.groups}u) * ${deal.lanes * deal.each}u + local.x + ${k * deal.lanes}u;\n  let channelAt${k} = i32(min(channel${k}, ${input.channels - 1}u));`)}
${each(tile[1], (column) => each(deal.each, (k) => `  var sum0_${column}_${k} = 0.0;`))}
  for (var kernelRow = 0; kernelRow < ${kernelRows}; kernelRow++) {
  let down = i32(tileRow) + ${before[0]} - kernelRow * ${dilation[0]};
  if ((down < 0) | (down % ${strides[0]} != 0)) { continue; }
  let row = down / ${strides[0]};
  for (var kernelColumn = 0; kernelColumn < ${kernelColumns}; kernelColumn++) {
  // The columns before the first are no place of the kernel, but later ones of the tile may be: the quotient rounds down.
  let across = i32(tileColumn) + ${before[1]} - kernelColumn * ${dilation[1]} + ${strides[1] * kernelColumns * dilation[1]};
  if (across % ${strides[1]} != 0) { continue; }
  let firstColumn = across / ${strides[1]} - ${kernelColumns * dilation[1]};
  for (var c = 0; c < ${vectors}; c++) {
${load}
  let at = ((kernelRow * ${kernelColumns} + kernelColumn) * ${output.channels} + c * ${vector}) * ${input.channels};
${multiply}
  }
  }
  }
${storeTile(input, tile, deal.each, store, strides[1])}
}
`
  return {
    bindings: [
      { as: 'state', buffer: 'state', type: 'State', access: 'read' },
      ...sourceBindings('source', source, vector),
      { as: 'weights', buffer: kernel, type: 'array<f32>', access: 'read' },
      ...bindings,
    ],
    code,
    workgroups: spreadWorkgroups(Math.ceil((batchSize * places) / tilesPerGroup) * deal.groups),
  }
}
