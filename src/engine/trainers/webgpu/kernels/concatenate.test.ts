import { beforeAll, expect, it } from 'vitest'
import { openNodeGpu } from '../../../../../scripts/openNodeGpu'
import { createRandom } from '../../../../model/random'
import { errorOf } from '../../errorOf.fixture'
import { stateOf } from '../../executor.fixture'
import { runKernels } from '../runKernels.fixture'
import { concatenateForward, concatenateInputGradient } from './concatenate'

let device: GPUDevice
beforeAll(async () => {
  device = (await openNodeGpu()).device
})

it.each([
  { rows: 12, lengths: [8, 4, 16] },
  { rows: 12, lengths: [3, 5] },
  { rows: 1, lengths: [24, 6] },
  { rows: 5, lengths: [4, 2, 4] },
])('rows of $lengths stand side by side, and their gradients come apart again', async ({ rows, lengths }) => {
  const [batch, count] = [4, 3]
  const random = createRandom(3)
  const draw = (length: number): Float32Array<ArrayBuffer> => Float32Array.from({ length }, () => random.normal())
  const inputs = lengths.map((length) => draw(batch * rows * length))
  const whole = lengths.reduce((sum, length) => sum + length, 0)
  const source = draw(batch * rows * whole)
  const begins = lengths.map((_, i) => lengths.slice(0, i).reduce((sum, length) => sum + length, 0))
  const kernels = lengths.flatMap((length, i) => {
    const part = { batchSize: batch, rows, length, whole, at: begins[i]! }
    const kept = { buffer: `input ${i}`, activation: 'tanh' } as const
    return [
      concatenateForward({ ...part, input: `input ${i}`, output: 'output' }),
      concatenateInputGradient({ ...part, source: 'source', gradient: `gradient ${i}`, ...(i > 0 ? { kept } : {}) }),
    ]
  })
  const actual = await runKernels(
    device,
    kernels,
    { ...stateOf(count), source, ...Object.fromEntries(inputs.map((values, i) => [`input ${i}`, values])) },
    {
      output: source.length,
      ...Object.fromEntries(inputs.map((values, i) => [`gradient ${i}`, values.length])),
    },
  )
  const expected = Array.from({ length: count * rows }, (_, row) =>
    inputs.flatMap((values, i) => [...values.subarray(row * lengths[i]!, (row + 1) * lengths[i]!)]),
  ).flat()
  const output = new Float32Array(actual['output']!)
  expect([...output.subarray(0, expected.length)]).toEqual(expected)
  expect(output.subarray(expected.length).every(Number.isNaN)).toBe(true)
  for (const [i, length] of lengths.entries()) {
    const gradient = Float64Array.from({ length: count * rows * length }, (_, at) => {
      const slope = i > 0 ? 1 - inputs[i]![at]! ** 2 : 1
      return source[Math.floor(at / length) * whole + begins[i]! + (at % length)]! * slope
    })
    expect(errorOf(new Float32Array(actual[`gradient ${i}`]!).subarray(0, gradient.length), gradient)).toBeLessThan(
      1e-5,
    )
  }
})
