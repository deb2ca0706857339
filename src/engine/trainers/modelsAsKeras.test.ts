/** Whole models, trained as Keras trains them: from the same weights, on the same batches. */
import { describe, expect, it } from 'vitest'
import {
  readLongModelVectors,
  readModelVectors,
  readScheduledModelVectors,
  type ModelVector,
} from '../../model/kerasVectors.fixture'
import { compareModel } from './compareModel.fixture'
import { OWN_TRAINERS } from './ownTrainers.fixture'

const named = (vectors: readonly ModelVector[]) =>
  vectors.map((vector) => {
    const { optimizer, schedule } = vector.recipe
    return [vector.name, schedule ? `${optimizer} and ${schedule.kind}` : optimizer, vector] as const
  })

describe.each(OWN_TRAINERS)('training on %s', (_trainer, { open }) => {
  it.each(named(readModelVectors()))('five steps of %s, by %s', async (_name, _optimizer, vector) => {
    expect(vector.steps).toHaveLength(5)
    const { losses, weights, classified, isRight } = await compareModel(open, vector)
    expect(losses).toBeLessThan(1e-5)
    expect(weights).toBeLessThan(1e-5)
    expect(classified).toBeLessThan(1e-5)
    expect(isRight).toBe(true)
  })

  it.each([...named(readLongModelVectors()), ...named(readScheduledModelVectors())])(
    'forty steps of %s, by %s',
    async (_name, _optimizer, vector) => {
      expect(vector.steps).toHaveLength(40)
      const { losses, ofOwnLoss, weights, classified, isRight } = await compareModel(open, vector)
      expect(losses).toBeLessThan(1e-5)
      // The last losses are a thousandth of the first ones.
      expect(ofOwnLoss).toBeLessThan(1e-3)
      expect(weights).toBeLessThan(1e-4)
      expect(classified).toBeLessThan(1e-3)
      expect(isRight).toBe(true)
    },
  )
})
