/** Whole models, trained as Keras trains them: from the same weights, on the same batches. */
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  readLongModelVectors,
  readModelVectors,
  readOptimizedModelVectors,
  readScheduledModelVectors,
  type ModelVector,
} from '../../model/kerasVectors.fixture'
import { compareModel } from './compareModel.fixture'
import { OWN_TRAINERS } from './ownTrainers.fixture'
import { openOracle } from './trainers.fixture'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

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

describe.each([...OWN_TRAINERS, ['TensorFlow.js', { open: openOracle }] as const])(
  'training on %s',
  (_trainer, { open }) => {
    it.each(named(readOptimizedModelVectors()))('twenty steps of %s, by %s', async (_name, _optimizer, vector) => {
      expect(vector.steps).toHaveLength(20)
      const { losses, weights, classified, isRight } = await compareModel(open, vector)
      expect(losses).toBeLessThan(1e-5)
      expect(weights).toBeLessThan(1e-4)
      expect(classified).toBeLessThan(1e-4)
      expect(isRight).toBe(true)
    })
  },
)
