/**
 * A convolution backwards, from its output to its input. With stride 1 it is a convolution with the kernel turned round. With a larger
 * stride, each pixel gathers from the few places that saw it. Both read a copy of the kernel with its channels swapped (`transposeKernel`).
 * Conv2D's input gradient is one, and Conv2DTranspose's output.
 */
import type { Pair } from '../../../../model/layers/pair'
import { turnedRound, type Geometry } from '../../plan/geometry'
import type { ImageSource } from '../../plan/operations/conv2d'
import type { Binding, Kernel } from '../kernel'
import type { Tuning } from '../tuning'
import { dealChannels, dealQuads, each, entryPoint, spreadWorkgroups, STATE_STRUCT, unitOf, type Lanes } from '../wgsl'
import { chooseTile, convolve, dealOutput, storeTile, type StoreSum } from './convolve'
import { readPatch, sourceBindings, valueType, vectorOf } from './imageSource'

export interface BackConvolution {
  /** Of the convolution that is run backwards. */
  readonly geometry: Geometry
  readonly batchSize: number
  /** How the channels of what is written are dealt out. */
  readonly deal: Lanes
  readonly tuning: Tuning
  readonly source: ImageSource
  /** rows x columns x filters x channels; turned round for stride 1. */
  readonly kernel: string
  readonly bindings: readonly Binding[]
  /** WGSL declarations that `store` uses. */
  readonly functions: string
  readonly store: StoreSum
}

/** How the input's channels are dealt out. */
export function dealBack(
  { input, output, strides }: Geometry,
  tuning: Tuning,
  unit: 1 | 4 = unitOf(input.channels),
): Lanes {
  if (Math.max(...strides) > 1)
    return tuning.byFours && unit === 4 ? dealQuads(input.channels) : dealChannels(input.channels)
  return dealOutput({ input: output, output: input }, tuning, unit)
}

export function convolveBack(convolution: BackConvolution): Kernel {
  return Math.max(...convolution.geometry.strides) > 1 ? gather(convolution) : convolveTurned(convolution)
}

function convolveTurned(convolution: BackConvolution): Kernel {
  const { geometry, source, batchSize, deal, tuning, kernel, bindings, functions, store } = convolution
  const turned = turnedRound(geometry)
  // A tile is made of whole pooling windows, so that each pixel's place in its window is known.
  const tile = chooseTile({ geometry: turned, deal, batchSize, tuning, window: source.pooled?.pool ?? [1, 1] })
  return convolve({
    geometry: turned,
    source,
    batchSize,
    deal,
    tuning,
    kernel: { buffer: kernel, offset: 0 },
    tile,
    bindings,
    functions,
    finish: storeTile(geometry.input, tile, deal, store),
  })
}

/** Pixels that one stride apart share their taps: a tile is four of them in a row. */
function gather(convolution: BackConvolution): Kernel {
  const { geometry, source, batchSize, deal, kernel, bindings, functions, store } = convolution
  const { input, output, strides, dilation, before } = geometry
  const [kernelRows, kernelColumns] = geometry.kernel
  const tile: Pair = [1, Math.min(4, Math.ceil(input.width / strides[1]))]
  const vector = vectorOf(output)
  const vectors = output.channels / vector
  const type = valueType(deal.unit)
  const runs = Math.ceil(Math.ceil(input.width / strides[1]) / tile[1])
  const places = input.height * strides[1] * runs
  const tilesPerGroup = Math.floor(64 / deal.lanes)

  const reader = readPatch('source', source, vector, {
    image: 'i32(image)',
    rows: { at: 'row' },
    columns: { at: 'firstColumn' },
    channel: 'c',
    tag: 'X',
    checked: true,
    batchSize,
  })
  const load = each(tile[1], (column) => reader.read(`x${column}`, 0, column))
  const multiply = each(deal.each, (k) => {
    const weights = each(vector, (part) => `let w${k}_${part} = weights[at + ${part * deal.units} + channelAt${k}];`)
    const products = each(tile[1], (column) => {
      const terms = Array.from({ length: vector }, (_, part) => {
        return `w${k}_${part} * x${column}${vector === 4 ? `.${'xyzw'[part]}` : ''}`
      })
      return `sum0_${column}_${k} = ${[`sum0_${column}_${k}`, ...terms].join(' + ')};`
    })
    return `${weights}\n${products}`
  })

  const code = `${STATE_STRUCT}${functions}
${entryPoint(deal.lanes, tilesPerGroup)}
  let item = (group / ${deal.groups}u) * ${tilesPerGroup}u + local.y;
  if (item >= state.count * ${places}u) { return; }
  let image = item / ${places}u;
  let place = item % ${places}u;
  let tileRow = place / ${strides[1] * runs}u;
  let tileColumn = (place % ${strides[1]}u) + ((place / ${strides[1]}u) % ${runs}u) * ${strides[1] * tile[1]}u;
${each(deal.each, (k) => `  let channel${k} = (group % ${deal.groups}u) * ${deal.lanes * deal.each}u + local.x + ${k * deal.lanes}u;\n  let channelAt${k} = i32(min(channel${k}, ${deal.units - 1}u));`)}
${each(tile[1], (column) => each(deal.each, (k) => `  var sum0_${column}_${k} = ${type}();`))}
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
  let at = ((kernelRow * ${kernelColumns} + kernelColumn) * ${output.channels} + c * ${vector}) * ${deal.units};
${multiply}
  }
  }
  }
${storeTile(input, tile, deal, store, strides[1])}
}
`
  return {
    bindings: [
      { as: 'state', buffer: 'state', type: 'State', access: 'read' },
      ...sourceBindings('source', source, vector),
      { as: 'weights', buffer: kernel, type: `array<${type}>`, access: 'read' },
      ...bindings,
    ],
    code,
    workgroups: spreadWorkgroups(Math.ceil((batchSize * places) / tilesPerGroup) * deal.groups),
  }
}
