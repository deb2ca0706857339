import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../model/random'
import { errorOf } from '../errorOf.fixture'
import { valuesOf } from '../plan/geometry'
import { PlanBuilder } from '../plan/lower/builder'
import { ACTIVATIONS } from './referenceActivations.fixture'
import { pool, poolBackward } from './referenceSliding.fixture'
import { stateOf } from '../executor.fixture'
import { EXECUTORS_OF_CLASSES } from './executors.fixture'
import { geometryOfCase, POOLING_CASES } from './poolingCases.fixture'

describe.each(EXECUTORS_OF_CLASSES)('MaxPooling2D on %s', (_executor, executor) => {
  it.each(POOLING_CASES)('agrees with float64 loops: $input, $kernel every $strides, $padding', async (one) => {
    const batch = 3
    const geometry = geometryOfCase(one)
    const random = createRandom(3)
    const length = batch * valuesOf(geometry.input)
    // All negative in places, so that a padded zero would show; with ties, as relu leaves them.
    const x = Float32Array.from({ length }, () => Math.min(0.5, random.normal() - 1))
    const { maxima, origins } = pool(geometry, batch, x)
    const gradient = Float32Array.from(maxima, () => random.normal())
    const dx = poolBackward(origins, gradient, length).map(
      (value, i) => value * ACTIVATIONS.tanh.df(Math.atanh(x[i]! / 8)),
    )

    const kept = { buffer: 'kept', activation: 'tanh' } as const
    const { channels } = geometry.output
    const packed = new PlanBuilder(batch, [], executor).packsCodesOf(channels, geometry.kernel)
    const common = { layer: 'layer', geometry, batchSize: batch, codes: 'codes', packed }
    const actual = await executor.run(
      [
        { kind: 'maxPooling2dForward', ...common, input: 'input', output: 'output' },
        { kind: 'maxPooling2dInputGradient', ...common, source: 'source', gradient: 'gradient', kept },
      ],
      { ...stateOf(batch), input: x, source: gradient, kept: x.map((value) => value / 8) },
      {
        output: batch * valuesOf(geometry.output),
        codes: (batch * valuesOf(geometry.output)) / (packed ? 4 : 1),
        gradient: length,
      },
    )
    expect(errorOf(new Float32Array(actual['output']!), maxima)).toBe(0)
    expect(errorOf(new Float32Array(actual['gradient']!), dx)).toBeLessThan(1e-5)
  })
})
