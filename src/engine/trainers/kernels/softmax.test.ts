import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../model/random'
import { errorOf } from '../errorOf.fixture'
import { isLeftBehind, stateOf } from '../executor.fixture'
import { EXECUTORS } from './executors.fixture'
import { ACTIVATIONS } from './referenceActivations.fixture'

const CASES = [
  { rows: 1, length: 1, size: 1 },
  { rows: 4, length: 5, size: 1 },
  { rows: 49, length: 10, size: 30 },
  { rows: 3, length: 511, size: 3 },
  { rows: 2, length: 512, size: 3 },
  { rows: 3, length: 5001, size: 30 },
] as const

describe.each(EXECUTORS)('within the stack on %s', (_executor, executor) => {
  describe.each(['softmax', 'log_softmax'] as const)('%s', (activation) => {
    it.each(CASES)(
      'agrees with float64, forward and backward: $rows rows of $length',
      async ({ rows, length, size }) => {
        const [count, batch] = [2, 3]
        const random = createRandom(length)
        const draw = (scale: number) =>
          Float32Array.from({ length: batch * rows * length }, () => scale * random.normal())
        const input = draw(size)
        const source = draw(1)
        const kept = draw(0.3).map(Math.tanh)
        const output = new Float64Array(count * rows * length)
        const dx = new Float64Array(output.length)
        for (let at = 0; at < output.length; at += length) {
          const row = Array.from(input.subarray(at, at + length))
          const largest = Math.max(...row)
          const total = row.reduce((sum, value) => sum + Math.exp(value - largest), 0)
          const logs = row.map((value) => value - largest - Math.log(total))
          const mean = logs.reduce(
            (sum, log, i) => sum + source[at + i]! * (activation === 'softmax' ? Math.exp(log) : 1),
            0,
          )
          logs.forEach((log, i) => {
            const share = Math.exp(log)
            const slope = ACTIVATIONS.tanh.df(Math.atanh(kept[at + i]!))
            output[at + i] = activation === 'softmax' ? share : log
            dx[at + i] =
              slope * (activation === 'softmax' ? share * (source[at + i]! - mean) : source[at + i]! - share * mean)
          })
        }
        const common = { layer: 'layer', activation, batchSize: batch, rows, length, output: 'output' }
        const actual = await executor.run(
          [
            { kind: 'softmaxForward', ...common, input: 'input' },
            {
              kind: 'softmaxInputGradient',
              ...common,
              source: 'source',
              gradient: 'gradient',
              kept: { buffer: 'kept', activation: 'tanh' },
            },
          ],
          { ...stateOf(count), input, source, kept },
          { output: input.length, gradient: input.length },
        )
        const [made, gradient] = [new Float32Array(actual['output']!), new Float32Array(actual['gradient']!)]
        expect(errorOf(made, output)).toBeLessThan(1e-5)
        expect(errorOf(gradient, dx)).toBeLessThan(1e-5)
        expect(isLeftBehind(executor, actual['output'], output.length)).toBe(true)
        expect(isLeftBehind(executor, actual['gradient'], output.length)).toBe(true)
      },
    )
  })
})
