import { beforeAll, describe, expect, it } from 'vitest'
import { openNodeGpu } from '../../../../../scripts/openNodeGpu'
import { createRandom } from '../../../../model/random'
import { valuesOf } from '../../plan/geometry'
import { errorOf } from '../../errorOf.fixture'
import { stateOf } from '../../executor.fixture'
import { runKernels } from '../runKernels.fixture'
import { averagePooling2dForward, averagePooling2dInputGradient } from './averagePooling2d'
import { average } from '../../kernels/referenceSliding.fixture'
import { geometryOfCase, POOLING_CASES } from './poolingCases.fixture'

let device: GPUDevice
beforeAll(async () => {
  device = (await openNodeGpu()).device
})

describe('AveragePooling2D', () => {
  it.each(POOLING_CASES)('agrees with float64 loops: $input, $kernel every $strides, $padding', async (one) => {
    const [batch, count] = [4, 3]
    const geometry = geometryOfCase(one)
    const random = createRandom(3)
    const draw = (length: number): Float32Array<ArrayBuffer> => Float32Array.from({ length }, () => random.normal())
    const x = draw(count * valuesOf(geometry.input))
    const source = draw(count * valuesOf(geometry.output))
    const kept = draw(x.length).map(Math.tanh)
    const { means, dx } = average(geometry, count, x, source)

    const common = { geometry, batchSize: batch }
    const actual = await runKernels(
      device,
      [
        averagePooling2dForward({ ...common, input: 'input', output: 'output' }),
        averagePooling2dInputGradient({
          ...common,
          source: 'source',
          gradient: 'gradient',
          kept: { buffer: 'kept', activation: 'tanh' },
        }),
      ],
      { ...stateOf(count), input: x, source, kept },
      { output: means.length, gradient: x.length },
    )
    expect(errorOf(new Float32Array(actual['output']!), means)).toBeLessThan(1e-5)
    const expected = dx.map((value, i) => value * (1 - kept[i]! ** 2))
    expect(errorOf(new Float32Array(actual['gradient']!), expected)).toBeLessThan(1e-5)
  })
})
