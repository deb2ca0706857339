import { expect, it } from 'vitest'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import type { RunState } from '../../store/session/runPart'
import { whyNoImages } from './useImagesShown'

type Done = Extract<RunState, { status: 'done' }>

const done = (change: Partial<Done> = {}): Done => ({
  ...{ status: 'done', runId: 1, ending: 'finished', seconds: 1, place: { epoch: 3, step: 5, steps: 5 } },
  ...change,
})
const averaged = { ...DEFAULT_RECIPE, movingAverage: { ...DEFAULT_RECIPE.movingAverage, on: true } }
const checkpointed = { ...averaged, modelCheckpoint: { ...averaged.modelCheckpoint, on: true } }
const OTHER = 'it may take other images for a class'

it('shows the images of the epoch whose weights the model has, and of no other', () => {
  expect(whyNoImages(done(), DEFAULT_RECIPE, 3)).toBeUndefined()
  expect(whyNoImages(done(), DEFAULT_RECIPE, 2)).toContain('after epoch 3,')
  expect(whyNoImages(done({ weightsOf: 1 }), DEFAULT_RECIPE, 1)).toBeUndefined()
  expect(whyNoImages(done({ weightsOf: 1 }), DEFAULT_RECIPE, 3)).toContain('after epoch 1,')
})

it('shows none of a run that was stopped within an epoch, or failed', () => {
  const within = { ending: 'stopped', place: { epoch: 4, step: 2, steps: 5 } } as const
  expect(whyNoImages(done(within), DEFAULT_RECIPE, 3)).toContain('within an epoch')
  expect(whyNoImages(done({ ...within, weightsOf: 2 }), DEFAULT_RECIPE, 2)).toBeUndefined()
  expect(whyNoImages(done({ ending: 'stopped' }), DEFAULT_RECIPE, 3)).toBeUndefined()
  const failed = { status: 'failed', runId: 1, message: 'It failed.', place: { epoch: 3, step: 5, steps: 5 } } as const
  expect(whyNoImages(failed, DEFAULT_RECIPE, 3)).toContain('within an epoch')
})

it('shows none where the model has the moving average of the weights that were looked at', () => {
  expect(whyNoImages(done(), averaged, 3)).toContain(OTHER)
  expect(whyNoImages(done({ weightsOf: 2 }), averaged, 2)).toBeUndefined()
  expect(whyNoImages(done(), checkpointed, 3)).toBeUndefined()
})
