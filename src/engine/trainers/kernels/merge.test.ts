import { describe, expect, it } from 'vitest'
import { sizeOf, type Shape } from '../../../model/layers/define'
import { createRandom } from '../../../model/random'
import type { PointwiseActivation } from '../plan/activations'
import type { Operation } from '../plan/operation'
import type { MergeMethod } from '../plan/operations/merge'
import { errorOf } from '../errorOf.fixture'
import { isLeftBehind, stateOf } from '../executor.fixture'
import { EXECUTORS } from './executors.fixture'
import { ACTIVATIONS, referenceOf } from './referenceActivations.fixture'
import { merge } from './referenceMerge.fixture'

const CASES: readonly {
  method: MergeMethod
  output: Shape
  inputs: readonly Shape[]
  activation?: PointwiseActivation
}[] = [
  {
    method: 'add',
    output: [5, 6, 8],
    inputs: [
      [5, 6, 8],
      [5, 6, 8],
    ],
    activation: 'relu',
  },
  { method: 'add', output: [7], inputs: Array.from({ length: 9 }, () => [7]), activation: 'swish' },
  {
    method: 'subtract',
    output: [3, 5, 3],
    inputs: [
      [3, 5, 3],
      [3, 1, 3],
    ],
    activation: 'gelu',
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
    activation: 'tanh',
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
    output: [5, 6, 12],
    inputs: [
      [5, 6, 1],
      [5, 6, 12],
    ],
    activation: 'sigmoid',
  },
  {
    method: 'multiply',
    output: [5, 6, 3],
    inputs: [
      [5, 1, 3],
      [1, 6, 1],
    ],
  },
  { method: 'multiply', output: [10], inputs: [[1], [10]] },
  { method: 'multiply', output: [600], inputs: [[600], [1]] },
  { method: 'add', output: [600], inputs: [[1], [600]] },
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
    activation: 'relu',
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

describe.each(EXECUTORS)('merges on %s', (_executor, executor) => {
  it.each(CASES)('agree with float64 loops: $method of $inputs, $activation', async (one) => {
    const { method, output, activation = 'linear' } = one
    const [batch, count] = [4, 3]
    const random = createRandom(3)
    const draw = (length: number): Float32Array<ArrayBuffer> =>
      // With ties, as relu leaves them.
      Float32Array.from({ length }, () => Math.max(-0.5, random.normal()))
    const inputs = one.inputs.map((shape, i) => ({ buffer: `input ${i}`, shape, values: draw(batch * sizeOf(shape)) }))
    const length = batch * sizeOf(output)
    const source = draw(length)

    const isMaximum = method === 'maximum'
    const forward: Operation = {
      kind: 'mergeForward',
      layer: 'layer',
      method,
      batchSize: batch,
      shape: output,
      inputs,
      activation,
      output: 'output',
      sums: 'sums',
      ...(isMaximum ? { codes: 'codes' } : {}),
    }
    const backward = inputs.map(({ shape }, i): Operation => {
      const factor = inputs[1 - i]
      return {
        kind: 'mergeInputGradient',
        layer: 'layer',
        batchSize: batch,
        shape: output,
        input: shape,
        source: 'source',
        scale: method === 'average' ? 1 / inputs.length : method === 'subtract' && i > 0 ? -1 : 1,
        gradient: `gradient ${i}`,
        ...(method === 'multiply' && factor ? { factor } : {}),
        ...(isMaximum ? { chosen: { codes: 'codes', code: i } } : {}),
        ...(i === 0 ? {} : { kept: { buffer: `kept ${i}`, activation: 'tanh' } }),
      }
    })
    const byName = (prefix: string, text: (values: Float32Array<ArrayBuffer>) => Float32Array<ArrayBuffer>) =>
      Object.fromEntries(inputs.map(({ values }, i) => [`${prefix} ${i}`, text(values)]))
    const actual = await executor.run(
      [forward, ...backward],
      {
        ...stateOf(count),
        source,
        ...byName('input', (values) => values),
        ...byName('kept', (values) => values.map(Math.tanh)),
      },
      {
        output: length,
        sums: length,
        codes: length,
        ...Object.fromEntries(inputs.map(({ values }, i) => [`gradient ${i}`, values.length])),
      },
    )
    const used = count * sizeOf(output)
    const seen = inputs.map(({ shape, values }) => ({ shape: [count, ...shape], values }))
    const { sums, gradients } = merge(method, seen, [count, ...output], source)
    const read = (name: string): Float32Array => new Float32Array(actual[name]!)
    expect(errorOf(read('output').subarray(0, used), sums.map(referenceOf(activation).f))).toBeLessThan(1e-5)
    if (activation === 'gelu') expect(errorOf(read('sums').subarray(0, used), sums)).toBeLessThan(1e-5)
    expect(isLeftBehind(executor, actual['output'], used)).toBe(true)
    for (const [i, { values }] of inputs.entries()) {
      const expected = gradients[i]!.map((value, at) => (i === 0 ? value : value * ACTIVATIONS.tanh.df(values[at]!)))
      expect(errorOf(read(`gradient ${i}`).subarray(0, expected.length), expected)).toBeLessThan(1e-5)
    }
  })
})
