/**
 * The gradient of DepthwiseConv2D's kernel and its bias, if any. An invocation holds a block of taps of one channel, or of four where each
 * has one filter, and walks some rows. The bias's gradient falls out on the way.
 */
import { borderOf } from '../../plan/geometry'
import { multiplierOf, type DepthwiseFilterGradient } from '../../plan/operations/depthwiseConv2d'
import type { Kernel } from '../kernel'
import { each } from '../wgsl'
import { depthwiseVector } from './depthwiseConv2d'
import { valuesAt } from './eachPixel'
import { readPatch } from './imageSource'
import { sumRows } from './sumRows'

/** Sums that an invocation holds in registers at most, and taps of one row of the kernel. */
const MOST_SUMS = { 1: 25, 4: 9 }
const MOST_TAPS_ACROSS = { 1: 7, 4: 5 }

export function depthwiseFilterGradient(spec: DepthwiseFilterGradient): Kernel {
  const { geometry, bias } = spec
  const { input, output, strides, dilation, before } = geometry
  const [kernelRows, kernelColumns] = geometry.kernel
  const multiplier = multiplierOf(geometry)
  const vector = depthwiseVector(geometry)
  const across = Math.min(kernelColumns, MOST_TAPS_ACROSS[vector])
  const down = Math.min(kernelRows, Math.max(1, Math.floor(MOST_SUMS[vector] / across)))
  const blocksAcross = Math.ceil(kernelColumns / across)
  const step = stepAlong(output.width)

  const gradients = readPatch('source', { size: output, buffer: spec.source }, vector, {
    image: 'image',
    rows: { at: 'row' },
    columns: { at: 'begin' },
    channel: 'channel',
    tag: 'G',
    checked: output.width % step !== 0,
    batchSize: spec.batchSize,
  })
  const readGradients = each(
    step,
    (column) => `${gradients.read(`g${column}`, 0, column)}${bias ? `\nsum${down * across} += g${column};` : ''}`,
  )
  // Taps and places beyond the last are computed in vain, but what is read for them may not be a number.
  const checked =
    borderOf(geometry) !== undefined ||
    output.width % step !== 0 ||
    kernelRows % down !== 0 ||
    kernelColumns % across !== 0
  const products = each(down, (tapRow) => {
    const inputs = readPatch('input', { size: input, buffer: spec.input }, vector, {
      image: 'image',
      rows: { at: `(row * ${strides[0]} + (tapRow + ${tapRow}) * ${dilation[0]} - ${before[0]})` },
      columns: { at: `(begin * ${strides[1]} + tapColumn * ${dilation[1]} - ${before[1]})` },
      channel: multiplier === 1 ? 'channel' : `channel / ${multiplier}`,
      tag: `X${tapRow}`,
      checked,
      batchSize: spec.batchSize,
    })
    const at = (tap: number, column: number): number => column * strides[1] + tap * dilation[1]
    const wanted = Array.from({ length: step * across }, (_, i) => at(Math.floor(i / step), i % step))
    return `${[...new Set(wanted)].map((column) => inputs.read(`x${tapRow}_${column}`, 0, column)).join('\n')}
${each(across, (tap) => each(step, (column) => `sum${tapRow * across + tap} += x${tapRow}_${at(tap, column)} * g${column};`))}`
  })

  return sumRows({
    batchSize: spec.batchSize,
    rows: output.height,
    vectors: output.channels / vector,
    vector,
    blocks: blocksAcross * Math.ceil(kernelRows / down),
    sums: down * across + (bias ? 1 : 0),
    bindings: [valuesAt('input', spec.input, vector, 'read'), valuesAt('source', spec.source, vector, 'read')],
    begin: `let tapColumn = (block % ${blocksAcross}) * ${across};
  let tapRow = (block / ${blocksAcross}) * ${down};`,
    add: `for (var begin = 0; begin < ${output.width}; begin += ${step}) {
${readGradients}
${products}
  }`,
    put: `let isBias = which == ${down * across};
    let atRow = tapRow + which / ${across};
    let atColumn = tapColumn + which % ${across};
    let wanted = select((atRow < ${kernelRows}) & (atColumn < ${kernelColumns}), block == 0, isBias);
    let place = select(atRow * ${kernelColumns} + atColumn, ${kernelRows * kernelColumns}, isBias);`,
    places: kernelRows * kernelColumns + (bias ? 1 : 0),
    splits: spec.splits,
    partials: spec.partials,
  })
}

/** Places taken at once, which share what they read: few of them beyond the last column. */
function stepAlong(columns: number): number {
  const covered = (step: number): number => Math.ceil(columns / step) * step
  if (columns < 3) return columns
  return [4, 5, 3].reduce((best, step) => (covered(step) < covered(best) ? step : best))
}
