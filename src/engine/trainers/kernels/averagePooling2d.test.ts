import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../model/random'
import { valuesOf } from '../plan/geometry'
import { errorOf } from '../errorOf.fixture'
import { stateOf } from '../executor.fixture'
import { EXECUTORS } from './executors.fixture'
import { average } from './referenceSliding.fixture'
import { geometryOfCase, POOLING_CASES } from './poolingCases.fixture'

describe.each(EXECUTORS)('AveragePooling2D on %s', (_executor, executor) => {
  it.each(POOLING_CASES)('agrees with float64 loops: $input, $kernel every $strides, $padding', async (one) => {
    const [batch, count] = [4, 3]
    const geometry = geometryOfCase(one)
    const random = createRandom(3)
    const draw = (length: number): Float32Array<ArrayBuffer> => Float32Array.from({ length }, () => random.normal())
    const x = draw(count * valuesOf(geometry.input))
    const source = draw(count * valuesOf(geometry.output))
    const kept = draw(x.length).map(Math.tanh)
    const { means, dx } = average(geometry, count, x, source)

    const common = { layer: 'layer', geometry, batchSize: batch }
    const actual = await executor.run(
      [
        { kind: 'averagePooling2dForward', ...common, input: 'input', output: 'output' },
        {
          kind: 'averagePooling2dInputGradient',
          ...common,
          source: 'source',
          gradient: 'gradient',
          kept: { buffer: 'kept', activation: 'tanh' },
        },
      ],
      { ...stateOf(count), input: x, source, kept },
      { output: means.length, gradient: x.length },
    )
    expect(errorOf(new Float32Array(actual['output']!), means)).toBeLessThan(1e-5)
    const expected = dx.map((value, i) => value * (1 - kept[i]! ** 2))
    expect(errorOf(new Float32Array(actual['gradient']!), expected)).toBeLessThan(1e-5)
  })
})
