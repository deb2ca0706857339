/** Small whole models, trained five steps as Keras trains them: from the same weights, on the same batches. */
import { beforeAll, describe, expect, it } from 'vitest'
import { openNodeGpu } from '../../../../scripts/openNodeGpu'
import { readModelVectors } from '../../../model/kerasVectors.fixture'
import { compareModel } from '../compareModel.fixture'
import { compiledOn } from '../trainers.fixture'

let device: GPUDevice
beforeAll(async () => {
  device = (await openNodeGpu()).device
})

describe('five steps of training', () => {
  it.each(readModelVectors().map((vector) => [vector.name, vector.recipe.optimizer, vector] as const))(
    '%s, by %s',
    async (_name, _optimizer, vector) => {
      const { losses, weights, classified, isRight } = await compareModel(compiledOn(device), vector)
      expect(losses).toBeLessThan(1e-5)
      expect(weights).toBeLessThan(1e-5)
      expect(classified).toBeLessThan(1e-5)
      expect(isRight).toBe(true)
    },
  )
})
