import { describe, expect, it } from 'vitest'
import { readRegularizerVectors } from '../../../model/kerasVectors.fixture'
import { weightArguments } from '../../../model/layers/weightArguments'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import { COMMON } from '../plan/buffers'
import { errorOf } from '../errorOf.fixture'
import { stateOf } from '../executor.fixture'
import { EXECUTORS } from './executors.fixture'

const KERNEL = weightArguments('kernel', 'Kernel', 'glorot_uniform')

describe.each(EXECUTORS)('on %s', (_executor, executor) => {
  it.each(readRegularizerVectors().map((vector) => [JSON.stringify(vector.config), vector] as const))(
    'a step moves weights by Keras’s gradient of %s',
    async (_config, { config, weight, gradient }) => {
      const { regularizer } = KERNEL.spec(KERNEL.fromConfig({ kernel_regularizer: config }))
      expect(regularizer).toBeDefined()
      const length = weight.length
      const results = await executor.run(
        [
          {
            kind: 'optimize',
            layer: 'optimizer',
            rule: { name: 'sgd', ...DEFAULT_RECIPE.sgd },
            segments: [{ offset: 0, length, splits: 1, partials: 'partials' }],
            penalties: [{ offset: 0, length, ...regularizer! }],
            total: length,
          },
        ],
        {
          ...stateOf(1, { learningRate: 1 }),
          [COMMON.weights]: Float32Array.from(weight),
          partials: new Float32Array(length),
        },
        { [COMMON.weights]: length },
      )
      const moved = new Float32Array(results[COMMON.weights]!)
      expect(
        errorOf(
          moved,
          weight.map((value, i) => value - gradient[i]!),
        ),
      ).toBeLessThan(1e-6)
    },
  )
})
