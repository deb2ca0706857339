/** Gradients that are accumulated over steps and weights that are averaged, on every trainer, and from one to another. */
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { createLayer, createStack } from '../../model/graph/stack'
import { DEFAULT_RECIPE, type Recipe } from '../../model/training/recipe'
import type { Trainer, TrainerState } from '../trainer'
import { errorOf } from './errorOf.fixture'
import { OWN_TRAINERS } from './ownTrainers.fixture'
import { concat, openOracle, ORDER, withTrainer, type OpenTrainer } from './trainers.fixture'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

const DATA = { height: 6, width: 6, channels: 1, classes: 3 }
const STACK = createStack('image', [
  createLayer('Conv2D', { filters: 4, kernelSize: [3, 3], activation: 'relu' }),
  createLayer('Flatten'),
  createLayer('Dense', { units: 3, activation: 'softmax' }),
])

const TRAINERS: readonly (readonly [string, OpenTrainer])[] = [
  ...OWN_TRAINERS.map(([name, { open }]) => [name, open] as const),
  ['TensorFlow.js', openOracle],
]

const runOf = (changes: Partial<Recipe>) => ({
  stack: STACK,
  data: DATA,
  recipe: { ...DEFAULT_RECIPE, batchSize: 4, ...changes },
})

const BOTH: Partial<Recipe> = {
  optimizer: 'nadam',
  learningRate: 0.01,
  accumulation: { gradientAccumulationSteps: 3 },
  movingAverage: { on: true, emaMomentum: 0.8, emaOverwriteFrequency: 2 },
}

/** Epochs of five steps. */
async function train(trainer: Trainer, from: number, to: number): Promise<void> {
  for (let step = from; step < to; step++) {
    if (step % 5 === 0) trainer.beginEpoch(ORDER.subarray(0, 20))
    trainer.trainBatches(1)
  }
  await trainer.readSteps()
}

describe.each(TRAINERS)('on %s', (_trainer, open) => {
  it('the weights change in every so many steps, over the end of an epoch, and in no others', async () => {
    const changedIn = await withTrainer(
      open,
      runOf({ accumulation: { gradientAccumulationSteps: 4 } }),
      async (trainer) => {
        const changed: number[] = []
        let before = concat(await trainer.readWeights())
        for (let step = 0; step < 14; step++) {
          await train(trainer, step, step + 1)
          const now = concat(await trainer.readWeights())
          if (now.some((value, at) => value !== before[at])) changed.push(step + 1)
          before = now
        }
        return changed
      },
    )
    expect(changedIn).toEqual([4, 8, 12])
  })

  it('two steps are a step on the images of both', async () => {
    const sgd = { optimizer: 'sgd', learningRate: 0.1, sgd: { ...DEFAULT_RECIPE.sgd, momentum: 0.9 } } as const
    const weightsBy = (changes: Partial<Recipe>) =>
      withTrainer(open, runOf({ ...sgd, ...changes }), async (trainer) => {
        trainer.beginEpoch(ORDER)
        while (trainer.trainBatches(99) > 0) await trainer.readSteps()
        return concat(await trainer.readWeights())
      })
    const parts = await weightsBy({ batchSize: 4, accumulation: { gradientAccumulationSteps: 2 } })
    expect(errorOf(parts, await weightsBy({ batchSize: 8 }))).toBeLessThan(1e-5)
    expect(errorOf(parts, await weightsBy({ batchSize: 4 }))).toBeGreaterThan(1e-2)
  })

  it('the time of a step can be measured, and leaves the weights as they are', async () => {
    const run = runOf({ ...BOTH, movingAverage: { on: true, emaMomentum: 0.5, emaOverwriteFrequency: 1 } })
    await withTrainer(open, run, async (trainer) => {
      await train(trainer, 0, 4)
      const before = await trainer.readWeights()
      await trainer.measureStep?.(new AbortController().signal, () => undefined)
      expect(await trainer.readWeights()).toEqual(before)
    })
  })

  it('a run goes on after any step as if it had never stopped, bit for bit', async () => {
    const run = runOf(BOTH)
    const saved: TrainerState[] = []
    await withTrainer(open, run, async (trainer) => {
      for (let step = 0; step < 13; step++) {
        await train(trainer, step, step + 1)
        saved.push(await trainer.saveState())
      }
    })
    await withTrainer(open, run, async (trainer) => {
      for (const steps of [1, 3, 4, 7]) {
        trainer.restoreState(saved[steps - 1]!)
        await train(trainer, steps, 13)
        expect(await trainer.saveState()).toEqual(saved.at(-1))
      }
    })
  })

  it.each(TRAINERS)('another trainer takes over in the midst of an update’s steps: %s', async (_other, openOther) => {
    const run = runOf(BOTH)
    const [half, whole] = await withTrainer(open, run, async (trainer) => {
      await train(trainer, 0, 7)
      const state = await trainer.saveState()
      await train(trainer, 7, 13)
      return [state, await trainer.saveState()] as const
    })
    const handed = await withTrainer(openOther, run, async (trainer) => {
      trainer.restoreState(half)
      await train(trainer, 7, 13)
      return trainer.saveState()
    })
    expect(errorOf(concat(handed.weights), concat(whole.weights))).toBeLessThan(1e-4)
    expect(handed.moments).toHaveLength(4)
    for (const [at, moment] of handed.moments.entries())
      expect(errorOf(concat(moment), concat(whole.moments[at]!))).toBeLessThan(1e-3)
  })
})
