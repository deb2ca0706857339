/** Convolutions of 3 x 3 by tiles, which stand before a normalisation; the gradients are in `trainers/kernels/conv2d.test.ts`. */
import { setFlagsFromString } from 'node:v8'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../model/random'
import { errorOf } from '../../errorOf.fixture'
import { stateOf } from '../../executor.fixture'
import { convolve } from '../../kernels/referenceSliding.fixture'
import { COMMON } from '../../plan/buffers'
import { geometryOf, valuesOf } from '../../plan/geometry'
import type { Operation } from '../../plan/operation'
import { knowsRelaxedSimd } from '../relaxedSimd'
import { relaxedWasmExecutor, wasmExecutor } from '../wasmExecutor.fixture'

// Node 20 knows it behind a flag; later ones without.
setFlagsFromString('--experimental-wasm-relaxed-simd')
const EXECUTORS = [wasmExecutor, ...(knowsRelaxedSimd() ? [relaxedWasmExecutor] : [])]

const CASES = [
  { batch: 3, input: [14, 14, 64], filters: 32, padding: 'valid' },
  { batch: 5, input: [9, 10, 20], filters: 24, padding: 'same' },
  { batch: 2, input: [28, 27, 16], filters: 36, padding: 'same' },
  { batch: 9, input: [4, 4, 16], filters: 16, padding: 'same' },
  { batch: 2, input: [3, 3, 128], filters: 20, padding: 'valid' },
  // By fives.
  { batch: 3, input: [14, 14, 128], filters: 16, padding: 'same' },
  { batch: 9, input: [5, 9, 20], filters: 24, padding: 'same' },
] as const

describe.each([true, false])('a convolution that is normalised at once: %s', (isNormalised) => {
  it.each(CASES)('agrees with float64 loops: $input to $filters, $padding', async (one) => {
    const { batch, filters, padding } = one
    const [height, width, channels] = one.input
    const sliding = { kernel: [3, 3], strides: [1, 1], dilation: [1, 1], padding } as const
    const geometry = geometryOf({ height, width, channels }, filters, sliding)
    const random = createRandom(4)
    const draw = (length: number): Float32Array<ArrayBuffer> => Float32Array.from({ length }, () => random.normal())
    const x = draw(batch * valuesOf(geometry.input))
    const kernelLength = 9 * channels * filters
    const weights = draw(kernelLength + filters)
    const { kernel, bias } = { kernel: weights.subarray(0, kernelLength), bias: weights.subarray(kernelLength) }
    const expected = convolve(geometry, batch, x, kernel, bias)

    const layer = 'conv2d'
    const places = { batchSize: batch, positions: geometry.output.height * geometry.output.width, channels: filters }
    const operations: readonly Operation[] = [
      {
        kind: 'conv2dForward',
        layer,
        geometry,
        batchSize: batch,
        activation: 'linear',
        input: 'input',
        kernelOffset: 0,
        biasOffset: kernelLength,
        output: 'output',
        sums: '',
      },
      ...(isNormalised
        ? [{ kind: 'batchMoments', layer, ...places, input: 'output', runs: 1, moments: 'moments' } as const]
        : []),
    ]
    for (const executor of EXECUTORS) {
      const actual = await executor.run(
        operations,
        { ...stateOf(batch), input: x, [COMMON.weights]: weights },
        { output: expected.length, moments: 3 * filters },
      )
      expect(errorOf(new Float32Array(actual['output']!), expected)).toBeLessThan(1e-5)
    }
  })
})

it('plain products leave exactly 0 where a window sees nothing, so that no background is taken for something', async () => {
  const size = { height: 12, width: 12, channels: 16 }
  const geometry = geometryOf(size, 16, { kernel: [3, 3], strides: [1, 1], dilation: [1, 1], padding: 'same' })
  const random = createRandom(5)
  // Something in one corner of each tile.
  const x = Float32Array.from({ length: valuesOf(size) }, (_, i) =>
    Math.floor(i / 16) % 4 === 0 ? random.normal() : 0,
  )
  for (let row = 0; row < 12; row++) if (row % 4 > 0) x.fill(0, row * 192, (row + 1) * 192)
  const weights = Float32Array.from({ length: 9 * 256 }, () => random.normal())
  const actual = await wasmExecutor.run(
    [
      {
        kind: 'conv2dForward',
        layer: 'conv2d',
        geometry,
        batchSize: 1,
        activation: 'relu',
        input: 'input',
        kernelOffset: 0,
        output: 'output',
        sums: '',
      },
    ],
    { ...stateOf(1), input: x, [COMMON.weights]: weights },
    { output: valuesOf(size) },
  )
  const output = new Float32Array(actual['output']!)
  // Two rows and columns behind each corner, no window sees anything.
  for (const row of [2, 6, 10]) expect([...output.subarray(row * 192, (row + 1) * 192)]).toEqual(new Array(192).fill(0))
})
