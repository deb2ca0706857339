import { beforeAll, describe, expect, it } from 'vitest'
import { openNodeGpu } from '../../../../../scripts/openNodeGpu'
import { readOptimizerVectors } from '../../../../model/kerasVectors.fixture'
import { initialMoments } from '../../../../model/training/optimizers/optimizers'
import { COMMON } from '../../plan/buffers'
import { createCorrections, progressOf } from '../../plan/corrections'
import { packMoments } from '../../plan/moments'
import { expectMoved } from '../../kernels/expectMoved.fixture'
import { stateOf } from '../../executor.fixture'
import { runKernels } from '../runKernels.fixture'
import { TUNINGS } from '../tuning'
import { optimize } from './optimizer'
import { finishStep } from './step'

let device: GPUDevice
beforeAll(async () => {
  device = (await openNodeGpu()).device
})

/** After five steps. */
const LOOK = 2

describe('a step on the device', () => {
  it.each(readOptimizerVectors().map((vector) => [vector.name, vector] as const))(
    'moves on by itself from step to step, metrics and corrections: %s',
    async (_name, vector) => {
      const { rule, learningRate, kept, start, gradients, after } = vector
      const total = start.length
      const { steps } = after[LOOK]!
      const operations = Array.from({ length: steps }, (_, step) => [
        ...optimize(
          {
            rule,
            penalties: [],
            total,
            segments: [{ offset: 0, length: total, splits: 1, partials: `partials${step}` }],
          },
          TUNINGS.few,
        ),
        finishStep({ batchSize: 1, progress: progressOf(rule) }),
      ]).flat()
      const actual = await runKernels(
        device,
        operations,
        {
          ...stateOf(1, { learningRate, length: 10, ...createCorrections(rule)(0) }),
          [COMMON.weights]: Float32Array.from(start),
          [COMMON.moments]: packMoments(
            { weights: [], weightValues: total, moments: Math.max(1, kept.length) },
            [],
            initialMoments(rule),
          ),
          [COMMON.order]: new Uint32Array(16),
          [COMMON.labels]: new Uint32Array(16),
          [COMMON.losses]: Float32Array.of(2),
          [COMMON.predictions]: new Uint32Array(2),
          ...Object.fromEntries(gradients.map((gradient, step) => [`partials${step}`, Float32Array.from(gradient)])),
        },
        { [COMMON.weights]: total, [COMMON.ring]: 2 * 1024 },
      )
      expectMoved(new Float32Array(actual[COMMON.weights]!), vector, LOOK)
      expect([...new Float32Array(actual[COMMON.ring]!).subarray(0, 2 * steps)]).toEqual(
        Array.from({ length: steps }, () => [2, 1]).flat(),
      )
    },
  )
})
