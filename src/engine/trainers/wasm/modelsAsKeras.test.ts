/** Small whole models, trained five steps as Keras trains them: from the same weights, on the same batches. */
import { describe, expect, it } from 'vitest'
import { readModelVectors } from '../../../model/kerasVectors.fixture'
import { compareModel } from '../compareModel.fixture'
import { processorOf } from '../trainers.fixture'

describe('five steps of training', () => {
  it.each(readModelVectors().map((vector) => [vector.name, vector.recipe.optimizer, vector] as const))(
    '%s, by %s',
    async (_name, _optimizer, vector) => {
      const { losses, weights, classified, isRight } = await compareModel(processorOf(2), vector)
      expect(losses).toBeLessThan(1e-5)
      expect(weights).toBeLessThan(1e-5)
      expect(classified).toBeLessThan(1e-5)
      expect(isRight).toBe(true)
    },
  )
})
