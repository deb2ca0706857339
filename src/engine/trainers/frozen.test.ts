/** A model of which all layers are frozen can't be trained, and classifies as it did. */
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, it } from 'vitest'
import { createLayer, createStack, freezeLayers } from '../../model/graph/stack'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { OWN_TRAINERS } from './ownTrainers.fixture'
import { openOracle, ORDER, withTrainer } from './trainers.fixture'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

it.each([...OWN_TRAINERS, ['TensorFlow.js', { open: openOracle }] as const])(
  'frozen from end to end, a model classifies on %s as if it were not',
  async (_trainer, { open }) => {
    const stack = createStack('image', [
      createLayer('Conv2D', { filters: 4 }),
      createLayer('BatchNormalization', { movingMeanInitializer: 'ones' }),
      createLayer('Flatten'),
      createLayer('Dense', { units: 3, activation: 'softmax' }),
    ])
    const ids = stack.layers.map(({ id }) => id)
    const lossOf = async (each: typeof stack): Promise<number> => {
      const data = { height: 8, width: 8, channels: 1, classes: 3 }
      const run = { stack: each, data, recipe: DEFAULT_RECIPE }
      return withTrainer(open, run, async (trainer) => (await trainer.classify(ORDER)).lossSum)
    }
    const loss = await lossOf(stack)
    expect(loss).toBeGreaterThan(1)
    expect(await lossOf(freezeLayers(stack, ids, true))).toBeCloseTo(loss, 3)
  },
)
