import type { RunEvent } from '../protocol/run'
import { choicesFor } from '../../model/dataChoices'
import type { Evaluation } from '../../model/metrics/evaluation'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import type { EndedRun } from './endedRun'
import { examplesOf } from './loop/examples'
import { createGate } from './loop/gate'
import { classWeightsOf, normalisationOf } from './measureTrainImages'
import { makeStripes, STRIPES_RECIPE, STRIPES_STACK } from '../stripes.fixture'
import { trainModel } from './trainModel'
import { openTroubledDevice } from '../device/troubledDevice.fixture'

const dataset = makeStripes({ train: 200, validation: 0, test: 60 })
const examples = examplesOf(dataset, 0.15, 42)

describe('what a recipe takes from the images that are trained on', () => {
  it('is their mean and deviation, and not those of the images kept aside', async () => {
    const recipe = { normalisation: 'standardise' } as const
    const values = [...examples.train].flatMap((row) => [...dataset.pixels.subarray(64 * row, 64 * (row + 1))])
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    const measured = await normalisationOf(recipe, dataset, examples.train, new AbortController().signal)
    expect(measured.mean[0]).toBeCloseTo(mean, 9)
    expect(measured.deviation[0]).toBeCloseTo(Math.sqrt(variance), 9)
  })

  it('is not waited for once it is no longer wanted', async () => {
    const measured = normalisationOf({ normalisation: 'standardise' }, dataset, examples.train, AbortSignal.abort())
    await expect(measured).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('is the classes’ balance', () => {
    const labels = Uint16Array.of(0, 0, 0, 1, 2, 2)
    const uneven = { labels, classes: ['a', 'b', 'c'], train: Uint32Array.of(0, 1, 2, 3) }
    expect(classWeightsOf({ classWeight: 'balanced' }, uneven)).toEqual({ classWeights: [4 / 6, 2, 0] })
    expect(classWeightsOf({ classWeight: 'none' }, uneven)).toEqual({})
  })
})

describe('a run on images that the recipe changes', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu')
  })

  const augmentation = { ...DEFAULT_RECIPE.augmentation, widthShift: 0.1, noise: 0.1, verticalFlip: true }
  const recipe = { ...STRIPES_RECIPE, normalisation: 'standardise', classWeight: 'balanced', augmentation } as const
  const request = { runId: 1, stack: STRIPES_STACK, recipe, data: choicesFor(1), from: 'start' } as const

  const train = async (on: (event: RunEvent, stop: AbortController) => void, from?: EndedRun) => {
    const stop = new AbortController()
    const validations: Evaluation[] = []
    const trained = await trainModel({
      request,
      dataset,
      openDevice: () => Promise.resolve(openTroubledDevice().device),
      gate: createGate(),
      stop: stop.signal,
      modelId: 1,
      emitDevice: () => undefined,
      emit(event) {
        if (event.type === 'epochEnd' && event.validation) validations.push(event.validation)
        on(event, stop)
      },
      ...(from ? { from } : {}),
    })
    return { ...trained, validations }
  }

  it('learns, keeps the numbers with the model, and goes on in the middle of an epoch to the same weights', async () => {
    const whole = await train(() => undefined)
    expect(whole.outcome.kind).toBe('finished')
    expect(whole.validations[2]!.loss).toBeLessThan(whole.validations[0]!.loss)
    expect(whole.validations[2]!.accuracy).toBeGreaterThan(0.9)
    expect(whole.model!.normalisation).toEqual(
      await normalisationOf(recipe, dataset, examples.train, new AbortController().signal),
    )

    const half = await train((event, stop) => {
      if (event.type === 'points') stop.abort()
    })
    expect(half.outcome).toMatchObject({ kind: 'stopped' })
    const continued = await train(() => undefined, half.ended)
    expect([...continued.model!.weights]).toEqual([...whole.model!.weights])
    expect(continued.model!.normalisation).toEqual(whole.model!.normalisation)
  })
})
