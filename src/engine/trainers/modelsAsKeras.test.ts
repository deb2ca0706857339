/** Whole models, trained as Keras trains them: from the same weights, on the same batches. */
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  readAveragedModelVectors,
  readClippedModelVectors,
  readFrozenModelVectors,
  readLongModelVectors,
  readModelVectors,
  readOptimizedModelVectors,
  readScheduledModelVectors,
  readSmoothedModelVectors,
  type ModelVector,
} from '../../model/kerasVectors.fixture'
import { NO_CLIPPING } from '../../model/training/clipping'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { compareModel } from './compareModel.fixture'
import { OWN_TRAINERS } from './ownTrainers.fixture'
import { openOracle, processorOf } from './trainers.fixture'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

const named = (vectors: readonly ModelVector[]) =>
  vectors.map((vector) => {
    const { recipe, classWeights } = vector
    const { optimizer, sgd, schedule, clipping = NO_CLIPPING, labelSmoothing, accumulation, movingAverage } = recipe
    const more = [
      accumulation && `accumulation over ${accumulation.gradientAccumulationSteps} steps`,
      movingAverage && `averages ${movingAverage.emaMomentum} ${movingAverage.emaOverwriteFrequency ?? ''}`.trim(),
      schedule?.kind,
      ...Object.entries(clipping).map(([name, most]) => most !== null && `${name} ${most}`),
      labelSmoothing !== undefined && `label smoothing ${labelSmoothing}`,
      classWeights && 'class weights',
    ]
    const by = [sgd?.momentum ? 'momentum' : optimizer, ...more.filter((each) => each)].join(' and ')
    return [vector.name, by, vector] as const
  })

const WITH_MORE = named([...readClippedModelVectors(), ...readSmoothedModelVectors(), ...readAveragedModelVectors()])
const TWENTY = [...named(readOptimizedModelVectors()), ...WITH_MORE]

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
    it.each(TWENTY)('twenty steps of %s, by %s', async (_name, _by, vector) => {
      expect(vector.steps).toHaveLength(20)
      const { losses, weights, finalized, classified, isRight } = await compareModel(open, vector)
      expect(losses).toBeLessThan(1e-5)
      expect(weights).toBeLessThan(1e-4)
      expect(finalized).toBeLessThan(1e-4)
      expect(classified).toBeLessThan(1e-4)
      expect(isRight).toBe(true)
    })

    it.each(named(readFrozenModelVectors()))('forty steps of %s, by %s', async (_name, _by, vector) => {
      expect(vector.steps).toHaveLength(40)
      const { losses, ofOwnLoss, weights, frozen, classified, isRight } = await compareModel(open, vector)
      expect(losses).toBeLessThan(1e-5)
      expect(ofOwnLoss).toBeLessThan(1e-3)
      expect(weights).toBeLessThan(1e-4)
      expect(classified).toBeLessThan(1e-3)
      expect(isRight).toBe(true)
      expect(frozen.length).toBeGreaterThan(4)
      expect(frozen.filter(({ isKept }) => !isKept)).toEqual([])
    })
  },
)

it.each(WITH_MORE)('the twenty steps of %s, by %s, are others than without', async (_name, _by, vector) => {
  const { clipping, labelSmoothing, accumulation, movingAverage } = DEFAULT_RECIPE
  const open = processorOf(2)
  const plain = { ...vector, recipe: { ...vector.recipe, clipping, labelSmoothing, accumulation, movingAverage } }
  // Without an average, what is left are the weights themselves.
  const { weights, finalized } = await compareModel(open, plain)
  expect(Math.max(weights, finalized)).toBeGreaterThan(1e-2)
})
