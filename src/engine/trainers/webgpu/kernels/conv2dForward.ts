/** Conv2D forward: convolution, bias, activation and, when a MaxPooling2D follows at once, its maximum with a code of where it was. */
import { isRising, keepsSum } from '../../plan/activations'
import { COMMON } from '../../plan/buffers'
import { DEAD, type Conv2dForward } from '../../plan/operations/conv2d'
import type { Kernel } from '../kernel'
import type { Tuning } from '../tuning'
import { each, unitOf, when } from '../wgsl'
import { activate, activationFunction } from './activations'
import { chooseTile, convolve, dealOutput } from './convolve'
import { valuesAt } from './eachPixel'
import { valueType } from './imageSource'
import { codesAt, codeType, stored } from './poolCodes'

export function conv2dForward(spec: Conv2dForward, tuning: Tuning): Kernel {
  const { geometry, batchSize, activation, kernelOffset, biasOffset, pool } = spec
  const { output } = geometry
  const deal = dealOutput(geometry, tuning, unitOf(output.channels, kernelOffset, biasOffset ?? 0))
  const { unit } = deal
  const tile = chooseTile({ geometry, deal, batchSize, tuning, window: pool?.size ?? [1, 1] })
  const code = codeType(unit)
  const withSums = keepsSum(activation)
  const written = pool?.output ?? output
  const [poolRows, poolColumns] = pool?.size ?? [1, 1]

  // An activation that rises with its sum is largest where the sum is, so a window needs one bias and one activation, not one for each
  // place. When several places round to one output, the derivative is next to nothing, so it hardly matters which of them gets it.
  const poolsFirst = isRising(activation)

  const finishCell = (cellRow: number, cellColumn: number, k: number): string => {
    const values: string[] = []
    for (let row = 0; row < poolRows; row++) {
      for (let column = 0; column < poolColumns; column++) {
        const product = `sum${cellRow * poolRows + row}_${cellColumn * poolColumns + column}_${k}`
        const sum = `(${product} + bias${k})`
        const value = poolsFirst ? product : activate(sum, unit)
        const place = row * poolColumns + column
        values.push(
          place === 0
            ? `var best = ${value};\nvar code = ${code}();\n${withSums ? `var z = ${sum};` : ''}`
            : `{ let value = ${value}; let larger = (value > best) | (value != value); best = select(best, value, larger); code = select(code, ${code}(${place}u), larger); ${withSums ? `z = select(z, ${sum}, larger);` : ''} }`,
        )
      }
    }
    return `{
${values.join('\n')}
let row = tileRow / ${poolRows}u + ${cellRow}u;
let column = tileColumn / ${poolColumns}u + ${cellColumn}u;
${when(
  [
    Math.ceil(output.height / tile[0]) * (tile[0] / poolRows) > written.height && `row < ${written.height}u`,
    Math.ceil(output.width / tile[1]) * (tile[1] / poolColumns) > written.width && `column < ${written.width}u`,
    deal.ragged && `channel${k} < ${deal.units}u`,
  ],
  `let at = ((image * ${written.height}u + row) * ${written.width}u + column) * ${deal.units}u + channel${k};
let kept = ${poolsFirst ? activate(`best + bias${k}`, unit) : 'best'};
output[at] = kept;
${withSums ? 'sums[at] = z;' : ''}
${pool?.marksDead ? `code = select(code, ${code}(${DEAD}u), kept <= ${valueType(unit)}());` : ''}
${pool ? `codes[at] = ${stored('code', pool.packed ?? false)};` : ''}`,
)}
}`
  }

  return convolve({
    geometry,
    batchSize,
    source: { size: geometry.input, buffer: spec.input },
    kernel: { buffer: COMMON.weights, offset: kernelOffset },
    deal,
    tuning,
    tile,
    functions: activationFunction(activation, unit),
    bindings: [
      valuesAt('output', spec.output, unit, 'write'),
      ...(withSums ? [valuesAt('sums', spec.sums, unit, 'write')] : []),
      ...(pool ? [codesAt('codes', pool.codes, { vector: unit, packed: pool.packed ?? false }, 'write')] : []),
    ],
    finish: `${each(deal.each, (k) => `let bias${k} = ${biasOffset === undefined ? `${valueType(unit)}()` : `weights[${biasOffset / unit} + channelAt${k}]`};`)}
${each(tile[0] / poolRows, (row) => each(tile[1] / poolColumns, (column) => each(deal.each, (k) => finishCell(row, column, k))))}`,
  })
}
