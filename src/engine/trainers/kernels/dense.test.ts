import { describe, expect, it } from 'vitest'
import { createLayer } from '../../../model/graph/stack'
import { createRandom } from '../../../model/random'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import { errorOf } from '../errorOf.fixture'
import { PlanBuilder } from '../plan/lower/builder'
import { lowerDense } from '../plan/lower/dense'
import { COMMON } from '../plan/buffers'
import { ACTIVATIONS } from './referenceActivations.fixture'
import { stateOf } from '../executor.fixture'
import { EXECUTORS } from './executors.fixture'
import type { PointwiseName } from '../plan/activations'

const CASES: readonly { batch: number; inputs: number; units: number; activation: PointwiseName }[] = [
  { batch: 64, inputs: 1152, units: 10, activation: 'linear' },
  { batch: 1, inputs: 1, units: 1, activation: 'relu' },
  { batch: 5, inputs: 7, units: 3, activation: 'tanh' },
  { batch: 3, inputs: 130, units: 84, activation: 'relu' },
  { batch: 130, inputs: 33, units: 17, activation: 'gelu' },
  { batch: 2, inputs: 400, units: 300, activation: 'sigmoid' },
  { batch: 9, inputs: 256, units: 1, activation: 'swish' },
  { batch: 6, inputs: 331, units: 253, activation: 'tanh' },
]

describe.each(EXECUTORS)('Dense on %s', (_executor, executor) => {
  it.each(CASES)('agrees with float64 loops: $batch x $inputs to $units, $activation', async (one) => {
    const { batch, inputs, units, activation } = one
    const random = createRandom(2)
    const draw = (length: number): Float32Array<ArrayBuffer> => Float32Array.from({ length }, () => random.normal())
    const x = draw(batch * inputs)
    const weights = draw((inputs + 1) * units).map((value) => value / Math.sqrt(inputs))
    const kernelLength = inputs * units

    const sums = new Float64Array(batch * units)
    for (let n = 0; n < batch; n++)
      for (let u = 0; u < units; u++) {
        sums[n * units + u] = weights[kernelLength + u]!
        for (let i = 0; i < inputs; i++) sums[n * units + u]! += x[n * inputs + i]! * weights[i * units + u]!
      }
    const { f, df } = ACTIVATIONS[activation]
    const gradient = draw(batch * units).map((value, i) => value * df(sums[i]!))
    const dx = new Float64Array(x.length)
    const dWeights = new Float64Array(weights.length)
    for (let n = 0; n < batch; n++)
      for (let u = 0; u < units; u++) {
        dWeights[kernelLength + u]! += gradient[n * units + u]!
        for (let i = 0; i < inputs; i++) {
          dx[n * inputs + i]! += gradient[n * units + u]! * weights[i * units + u]!
          dWeights[i * units + u]! += gradient[n * units + u]! * x[n * inputs + i]!
        }
      }

    const plan = new PlanBuilder(
      batch,
      [
        { key: 'dense/kernel', offset: 0, length: kernelLength },
        { key: 'dense/bias', offset: kernelLength, length: units },
      ],
      executor,
    )
    lowerDense({
      args: createLayer('Dense', { units, activation }).args as Parameters<typeof lowerDense>[0]['args'],
      name: 'dense',
      index: 0,
      inputs: [],
      input: { buffer: 'input', gradient: 'input gradient', shape: [inputs] },
      frozen: false,
      next: undefined,
      plan,
    })
    const sgd = {
      kind: 'optimize',
      layer: 'optimizer',
      rule: { name: 'sgd', ...DEFAULT_RECIPE.sgd },
      segments: plan.segments,
      penalties: [],
      total: weights.length,
    } as const
    const outputs = Object.fromEntries(plan.buffers.map(({ name, bytes }) => [name, bytes / 4]))
    const actual = await executor.run(
      [...plan.forward, ...plan.backward, sgd],
      { ...stateOf(batch, { learningRate: 1 }), input: x, [COMMON.weights]: weights, 'dense gradient': gradient },
      { ...outputs, 'input gradient': x.length, [COMMON.weights]: weights.length },
    )
    const read = (name: string): Float32Array => new Float32Array(actual[name]!)
    expect(errorOf(read('dense output'), sums.map(f))).toBeLessThan(1e-5)
    expect(errorOf(read('input gradient'), dx)).toBeLessThan(1e-5)
    const change = read(COMMON.weights).map((after, i) => weights[i]! - after)
    expect(errorOf(change, dWeights)).toBeLessThan(1e-5)
  })

  it('leaves out a bias that it does not have', async () => {
    const [batch, inputs, units] = [3, 9, 5]
    const random = createRandom(4)
    const draw = (length: number): Float32Array<ArrayBuffer> => Float32Array.from({ length }, () => random.normal())
    const [x, kernel] = [draw(batch * inputs), draw(inputs * units)]
    const sums = Float64Array.from({ length: batch * units }, (_, at) =>
      Array.from(
        { length: inputs },
        (_, i) => x[Math.floor(at / units) * inputs + i]! * kernel[i * units + (at % units)]!,
      ).reduce((sum, product) => sum + product),
    )
    const actual = await executor.run(
      [
        {
          kind: 'denseForward',
          layer: 'layer',
          batchSize: batch,
          inputs,
          units,
          activation: 'tanh',
          input: 'input',
          kernelOffset: 0,
          output: 'output',
          sums: '',
        },
      ],
      { ...stateOf(batch), input: x, [COMMON.weights]: kernel },
      { output: batch * units },
    )
    expect(errorOf(new Float32Array(actual['output']!), sums.map(Math.tanh))).toBeLessThan(1e-5)
  })
})
