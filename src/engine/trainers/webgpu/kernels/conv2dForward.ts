/** Conv2D forward: convolution, bias, activation and, when a MaxPooling2D follows at once, its maximum with a code of where it was. */
import { isRising, keepsSum } from '../../plan/activations'
import { COMMON } from '../../plan/buffers'
import type { Conv2dForward } from '../../plan/operations/conv2d'
import type { Kernel } from '../kernel'
import { each, when } from '../wgsl'
import { activationFunction } from './activations'
import { chooseTile, convolve, dealOutput } from './convolve'

export function conv2dForward(spec: Conv2dForward): Kernel {
  const { geometry, batchSize, activation, biasOffset, pool } = spec
  const { output } = geometry
  const tile = chooseTile(geometry, pool?.size ?? [1, 1])
  const withSums = keepsSum(activation)
  const stored = pool?.output ?? output
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
        const value = poolsFirst ? product : `activate${sum}`
        const code = row * poolColumns + column
        values.push(
          code === 0
            ? `var best = ${value};\nvar code = 0u;\n${withSums ? `var z = ${sum};` : ''}`
            : `{ let value = ${value}; let larger = (value > best) | (value != value); best = select(best, value, larger); code = select(code, ${code}u, larger); ${withSums ? `z = select(z, ${sum}, larger);` : ''} }`,
        )
      }
    }
    return `{
${values.join('\n')}
let row = tileRow / ${poolRows}u + ${cellRow}u;
let column = tileColumn / ${poolColumns}u + ${cellColumn}u;
${when(
  [
    Math.ceil(output.height / tile[0]) * (tile[0] / poolRows) > stored.height && `row < ${stored.height}u`,
    Math.ceil(output.width / tile[1]) * (tile[1] / poolColumns) > stored.width && `column < ${stored.width}u`,
    dealOutput(geometry).ragged && `channel${k} < ${stored.channels}u`,
  ],
  `let at = ((image * ${stored.height}u + row) * ${stored.width}u + column) * ${stored.channels}u + channel${k};
output[at] = ${poolsFirst ? `activate(best + bias${k})` : 'best'};
${withSums ? 'sums[at] = z;' : ''}
${pool ? 'codes[at] = code;' : ''}`,
)}
}`
  }

  return convolve({
    geometry,
    batchSize,
    source: { size: geometry.input, buffer: spec.input },
    kernel: { buffer: COMMON.weights, offset: spec.kernelOffset },
    tile,
    functions: activationFunction(activation),
    bindings: [
      { as: 'output', buffer: spec.output, type: 'array<f32>', access: 'write' },
      ...(withSums ? [{ as: 'sums', buffer: spec.sums, type: 'array<f32>', access: 'write' } as const] : []),
      ...(pool ? [{ as: 'codes', buffer: pool.codes, type: 'array<u32>', access: 'write' } as const] : []),
    ],
    finish: (channels) =>
      `${each(channels, (k) => `let bias${k} = ${biasOffset === undefined ? '0.0' : `weights[${biasOffset} + channelAt${k}]`};`)}
${each(tile[0] / poolRows, (row) => each(tile[1] / poolColumns, (column) => each(channels, (k) => finishCell(row, column, k))))}`,
  })
}
