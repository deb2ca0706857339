import { beforeAll, describe, expect, it } from 'vitest'
import { openNodeGpu } from '../../../../../scripts/openNodeGpu'
import { createRandom } from '../../../../model/random'
import { COMMON } from '../../plan/buffers'
import { updatesOf } from '../../kernels/referenceOptimizers.fixture'
import { stateOf } from '../../executor.fixture'
import { runKernels } from '../runKernels.fixture'
import { momentsOf } from '../../plan/operations/step'
import { TUNINGS } from '../tuning'
import { optimize } from './optimizer'
import { finishStep } from './step'

let device: GPUDevice
beforeAll(async () => {
  device = (await openNodeGpu()).device
})

const draw = (length: number, seed = 1): Float32Array<ArrayBuffer> => {
  const random = createRandom(seed)
  return Float32Array.from({ length }, () => random.normal())
}

describe('a step on the device', () => {
  it('moves on by itself from step to step: metrics, and the corrections of Adam’s moments', async () => {
    const recipe = { optimizer: 'adam', momentum: 0.9 } as const
    const steps = 4
    const splits = 3
    const lengths = [70, 5]
    const total = 75
    const learningRate = 0.01
    const weights = draw(total)
    // Gradients from tiny to large: where epsilon counts and where it doesn't.
    const partials = lengths.map((length, i) =>
      draw(splits * length, 5 + i).map((value, at) => value * 10 ** ((at % 5) - 3)),
    )
    const segments = lengths.map((length, i) => ({
      offset: i === 0 ? 0 : 70,
      length,
      splits,
      partials: `partials${i}`,
    }))
    const operations = Array.from({ length: steps }, () => [
      ...optimize({ ...recipe, segments, penalties: [], total }, TUNINGS.few),
      finishStep({ batchSize: 1 }),
    ]).flat()
    const actual = await runKernels(
      device,
      operations,
      {
        ...stateOf(1, { learningRate, length: 10 }),
        [COMMON.weights]: weights,
        [COMMON.moments]: new Float32Array(total * Math.max(1, momentsOf(recipe))),
        [COMMON.order]: new Uint32Array(16),
        [COMMON.labels]: new Uint32Array(16),
        [COMMON.losses]: Float32Array.of(2),
        [COMMON.predictions]: new Uint32Array(2),
        partials0: partials[0]!,
        partials1: partials[1]!,
      },
      { [COMMON.weights]: total, [COMMON.ring]: 2 * 1024 },
    )
    const change = new Float32Array(actual[COMMON.weights]!).map((after, i) => after - weights[i]!)
    const expected = Float64Array.from({ length: total }, (_, at) => {
      const segment = at < 70 ? 0 : 1
      const within = at - segment * 70
      let gradient = 0
      for (let split = 0; split < splits; split++) gradient += partials[segment]![split * lengths[segment]! + within]!
      const start = weights[at]!
      return updatesOf({ ...recipe, learningRate }, start, new Array<number>(steps).fill(gradient)).at(-1)! - start
    })
    // A change is the difference of two float32 weights: their own rounding is most of the error.
    for (const [i, value] of change.entries())
      expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-6 + 1e-5 * Math.abs(expected[i]!))
    expect([...new Float32Array(actual[COMMON.ring]!).subarray(0, 2 * steps)]).toEqual(
      Array.from({ length: steps }, () => [2, 1]).flat(),
    )
  })
})
