import { describe, expect, it } from 'vitest'
import { sizeOf, type Shape } from '../../../../model/layers/define'
import { createLayer } from '../../../../model/graph/stack'
import { createRandom } from '../../../../model/random'
import type { MergeMethod } from '../../plan/operations/merge'
import { errorOf } from '../../errorOf.fixture'
import { runLayer } from '../../runLayer.fixture'
import { merge } from '../../webgpu/kernels/referenceMerge.fixture'
import { wasmExecutor } from '../wasmExecutor.fixture'

const LAYERS = {
  add: 'Add',
  subtract: 'Subtract',
  multiply: 'Multiply',
  average: 'Average',
  maximum: 'Maximum',
} as const satisfies Record<MergeMethod, string>

const CASES: readonly { method: MergeMethod; output: Shape; inputs: readonly Shape[] }[] = [
  {
    method: 'add',
    output: [5, 6, 8],
    inputs: [
      [5, 6, 8],
      [5, 6, 8],
    ],
  },
  { method: 'add', output: [7], inputs: Array.from({ length: 9 }, () => [7]) },
  { method: 'add', output: [600], inputs: [[1], [600]] },
  {
    method: 'subtract',
    output: [3, 5, 3],
    inputs: [
      [3, 5, 3],
      [3, 1, 3],
    ],
  },
  {
    method: 'subtract',
    output: [4, 4, 4],
    inputs: [
      [1, 1, 4],
      [4, 4, 1],
    ],
  },
  {
    method: 'average',
    output: [3, 4, 6],
    inputs: [
      [3, 4, 6],
      [1, 4, 6],
      [3, 4, 1],
    ],
  },
  {
    method: 'multiply',
    output: [25, 24, 8],
    inputs: [
      [25, 24, 8],
      [1, 1, 8],
    ],
  },
  {
    method: 'multiply',
    output: [9, 8, 70],
    inputs: [
      [9, 8, 70],
      [1, 1, 70],
    ],
  },
  {
    method: 'multiply',
    output: [5, 6, 12],
    inputs: [
      [5, 6, 1],
      [5, 6, 12],
    ],
  },
  {
    method: 'multiply',
    output: [5, 6, 3],
    inputs: [
      [5, 1, 3],
      [1, 6, 1],
    ],
  },
  {
    method: 'multiply',
    output: [1, 1, 5],
    inputs: [
      [1, 1, 1],
      [1, 1, 5],
    ],
  },
  {
    method: 'maximum',
    output: [5, 4, 4],
    inputs: [
      [5, 4, 4],
      [5, 4, 4],
      [5, 4, 4],
    ],
  },
  {
    method: 'maximum',
    output: [3, 3, 5],
    inputs: [
      [3, 3, 5],
      [1, 3, 1],
      [3, 1, 5],
      [3, 3, 5],
      [3, 3, 1],
      [3, 3, 5],
    ],
  },
  {
    method: 'maximum',
    output: [6, 7, 1],
    inputs: [
      [6, 1, 1],
      [6, 7, 1],
      [1, 7, 1],
    ],
  },
]

describe('merges', () => {
  it.each(CASES)('agree with float64 loops: $method of $inputs', async ({ method, output, inputs: shapes }) => {
    const count = 3
    const random = createRandom(3)
    // With ties, as relu leaves them.
    const draw = (length: number) => Float32Array.from({ length }, () => Math.max(-0.5, random.normal()))
    const inputs = shapes.map((shape) => draw(count * sizeOf(shape)))
    const kept = inputs.map((values) => values.map(Math.tanh))
    const cotangent = draw(count * sizeOf(output))
    const actual = await runLayer(wasmExecutor, {
      ...{ layer: createLayer(LAYERS[method]), shapes, count, inputs, weights: [], training: true, cotangent, kept },
    })

    const seen = shapes.map((shape, i) => ({ shape: [count, ...shape], values: inputs[i]! }))
    const { sums, gradients } = merge(method, seen, [count, ...output], cotangent)
    expect(errorOf(actual.output, sums)).toBeLessThan(1e-5)
    for (const [i, gradient] of gradients.entries()) {
      const expected = gradient.map((value, at) => value * (1 - kept[i]![at]! ** 2))
      expect(errorOf(actual.inputGradients[i]!, expected)).toBeLessThan(1e-5)
    }
  })

  it('give the maximum that is no number where one is none', async () => {
    const inputs = [
      [1, NaN, 3, NaN],
      [NaN, 2, 1, NaN],
    ]
    const run = { layer: createLayer('Maximum'), shapes: [[4], [4]], count: 1, inputs, weights: [], training: true }
    expect([...(await runLayer(wasmExecutor, run)).output]).toEqual([NaN, NaN, 3, NaN])
  })
})
