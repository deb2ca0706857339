/** What a report is of: the test images, or else the validation images of the model's own run, or nothing, and why. */
import { describe, expect, it } from 'vitest'
import { EngineError } from '../../engine/client'
import type { EngineScript } from '../../engine/fake.fixture'
import type { RunOutcome } from '../../engine/protocol/run'
import type { SplitStudy } from '../../model/metrics/splitStudy'
import { DEFAULT_RECIPE, type Recipe } from '../../model/training/recipe'
import { CLASSES, DATASET, loaded, MODEL, opened, openRun, setStage, sources, TEST } from '../actions.fixture'

const STUDY: SplitStudy = {
  images: 2000,
  classes: CLASSES,
  confusion: TEST.confusion,
  frequencies: CLASSES.map(() => 1400),
  withoutNumbers: 0,
  probabilities: null,
}

const SCRIPT: EngineScript = {
  makeSampleDigits: () => loaded(DATASET),
  summariseData: () => DATASET,
  openFiles: () => opened(),
  evaluate: () => TEST,
  studySplit: () => STUDY,
  findPredicted: ({ query }) => ({ images: Uint32Array.from(query.kind === 'mistakes' ? [3, 1, 2] : []) }),
  predictedImages: ({ images }) =>
    images.map((image) => ({ image, label: CLASSES[0]!, predicted: 1, probabilities: [] })),
  thumbnails: ({ images = [] }) => ({
    total: images.length,
    items: [],
    rgba: new Uint8ClampedArray(4 * images.length),
    width: 1,
    height: 1,
  }),
  identify: ({ data }) => ({ weights: 'abc', ...(data && { data: 'def' }) }),
}

const NO_TEST = { ...DATASET, perClass: { ...DATASET.perClass, test: CLASSES.map(() => 0) } }

describe('a model from a file', () => {
  it('is judged by the test images, with the pass that counted them and pictures in order', async () => {
    const { actions } = setStage(SCRIPT)
    await actions.loadSampleDigits()
    await actions.openFiles(sources('model.json'))
    await actions.testModel()
    const facts = await actions.gatherReport()
    expect(facts.judged).toMatchObject({ split: 'test', evaluation: { loss: TEST.loss } })
    if ('whyNot' in facts.judged) throw new Error(facts.judged.whyNot)
    expect(facts.judged.pictures.mistakes.images.map(({ image }) => image)).toEqual([3, 1, 2])
    expect(facts).toMatchObject({ origin: 'Opened from model.json.', identity: { weights: 'abc', data: 'def' } })
    expect(facts.run).toEqual({ whyNot: expect.stringContaining('comes from a file') as string })
  })

  it('is never judged by validation images: the data need not be dealt as they were for its run', async () => {
    const { actions } = setStage({
      ...SCRIPT,
      makeSampleDigits: () => loaded(NO_TEST),
      summariseData: () => NO_TEST,
    })
    await actions.loadSampleDigits()
    await actions.openFiles(sources('model.json'))
    const { judged } = await actions.gatherReport()
    expect(judged).toEqual({ whyNot: expect.stringContaining('There are no test images at hand') as string })
  })

  it('is told of without data', async () => {
    const { actions } = setStage(SCRIPT)
    await actions.openFiles(sources('model.json'))
    const facts = await actions.gatherReport()
    expect(facts.data).toEqual({ whyNot: 'There are no data at hand.' })
    expect(facts.judged).toEqual({ whyNot: 'There are no data at hand to judge the model by.' })
    expect(facts.identity).toEqual({ weights: 'abc' })
  })
})

it('judges the model of a run by its validation images where there are no others, and tells of a run that is not kept', async () => {
  const run = openRun()
  const { actions, session } = setStage({
    ...SCRIPT,
    ...run.script,
    makeSampleDigits: () => loaded(NO_TEST),
    summariseData: () => NO_TEST,
  })
  await actions.loadSampleDigits()
  const training = actions.startTraining()
  await expect.poll(() => session().run.model).toBeDefined()
  run.end({ kind: 'finished', seconds: 1, place: { epoch: 2, step: 21, steps: 21 } })
  await training
  const facts = await actions.gatherReport()
  expect(facts.judged).toMatchObject({ split: 'validation' })
  expect(facts.run).toMatchObject({ title: 'a run that was not kept', kept: undefined })
})

describe('the loss on validation images', () => {
  /** Of a run whose last look counted the same confusion as the model at hand. */
  const lossAfter = async (outcome: RunOutcome, recipe: Partial<Recipe> = {}) => {
    const { actions } = setStage({
      ...SCRIPT,
      makeSampleDigits: () => loaded(NO_TEST),
      summariseData: () => NO_TEST,
      train({ runId }, { emitRun }) {
        const model = { ...MODEL, recipe: { ...DEFAULT_RECIPE, ...recipe } }
        emitRun(runId, { type: 'prepared', trainImages: 10_200, validationImages: 1800, model })
        const train = { loss: 1, accuracy: 0.5 }
        emitRun(runId, { type: 'epochEnd', epoch: 2, train, learningRate: 0.1, validation: TEST })
        return Promise.resolve(outcome)
      },
    })
    await actions.loadSampleDigits()
    await actions.startTraining()
    const { judged } = await actions.gatherReport()
    if ('whyNot' in judged) throw new Error(judged.whyNot)
    return judged.evaluation?.loss
  }
  const place = { epoch: 2, step: 21, steps: 21 }

  it('is that of the last look, where the model has the weights of then', async () => {
    expect(await lossAfter({ kind: 'finished', seconds: 1, place })).toBe(TEST.loss)
  })

  it('is not told of other weights, though their mistakes be the same', async () => {
    expect(await lossAfter({ kind: 'finished', seconds: 1, place, weightsOf: 1 })).toBeUndefined()
    expect(await lossAfter({ kind: 'stopped', seconds: 1, place: { epoch: 3, step: 4, steps: 21 } })).toBeUndefined()
    const movingAverage = { ...DEFAULT_RECIPE.movingAverage, on: true }
    expect(await lossAfter({ kind: 'finished', seconds: 1, place }, { movingAverage })).toBeUndefined()
  })
})

it('says why there is none', async () => {
  const { actions, session } = setStage({
    ...SCRIPT,
    studySplit: () => Promise.reject(new EngineError({ code: 'aborted', message: 'Other work came first.' })),
  })
  await expect(actions.gatherReport()).rejects.toThrow('There is no model yet')
  await actions.loadSampleDigits()
  await actions.openFiles(sources('model.json'))
  await expect(actions.gatherReport()).rejects.toThrow('try again')
  expect(session().model).toMatchObject({ looking: false, current: { id: MODEL.id } })
})
