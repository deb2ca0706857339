/** What a report is of: the test images, or else the validation images of the model's own run, or nothing, and why. */
import { describe, expect, it } from 'vitest'
import { EngineError } from '../../engine/client'
import type { EngineScript } from '../../engine/fake.fixture'
import type { RunOutcome } from '../../engine/protocol/run'
import type { Anatomy, EpochAnatomy } from '../../model/anatomy/anatomy'
import type { ImageMap } from '../../model/map/imageMap'
import type { SplitStudy } from '../../model/metrics/splitStudy'
import { DEFAULT_RECIPE, type Recipe } from '../../model/training/recipe'
import { NO_MARKS, type RunSummary } from '../../runs/record'
import { someRun } from '../../runs/someRun.fixture'
import { CLASSES, DATASET, loaded, MODEL, opened, openRun, setStage, sources, TEST } from '../actions.fixture'

const STUDY: SplitStudy = {
  images: 2000,
  classes: CLASSES,
  confusion: TEST.confusion,
  frequencies: CLASSES.map(() => 1400),
  withoutNumbers: 0,
  probabilities: null,
}

const ANATOMY: Anatomy = { images: 64, batch: 32, weights: [], layers: [] }

const MAP: ImageMap = {
  images: Uint32Array.of(3, 5),
  labels: Uint16Array.of(0, 1),
  predicted: Uint16Array.of(0, 1),
  points: Float32Array.of(0, 0, 1, 1),
  alike: Uint16Array.of(1, 1),
  neighbours: 1,
  total: 2000,
  mostImages: 10_000,
  layer: { shape: [2], width: 2, isPixels: false },
  isBeforeLast: true,
  layers: [],
  explained: [1],
  trustworthiness: 1,
  trustOf: 1,
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
  examineModel: () => ANATOMY,
  mapImages: () => MAP,
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

  it('is looked at inside, and its images are mapped: a thousand at most', async () => {
    const { actions, engine } = setStage(SCRIPT)
    await actions.loadSampleDigits()
    await actions.openFiles(sources('model.json'))
    expect(await actions.gatherReport()).toMatchObject({ inside: ANATOMY, map: MAP })
    const asked = (name: string) => engine.calls.filter((call) => call.name === name).map(({ request }) => request)
    expect(asked('mapImages')).toEqual([
      expect.objectContaining({ model: MODEL.id, split: 'test', most: 1000 }) as unknown,
    ])
    expect(asked('examineModel')).toEqual([expect.objectContaining({ model: MODEL.id }) as unknown])
  })

  it('is reported where neither comes about, with the sentence of each', async () => {
    const { actions } = setStage({
      ...SCRIPT,
      examineModel: () => Promise.reject(new EngineError({ code: 'aborted', message: 'Training comes first.' })),
      mapImages: () =>
        Promise.reject(new EngineError({ code: 'badInput', message: 'A map needs 12 images, and the split has 4.' })),
    })
    await actions.loadSampleDigits()
    await actions.openFiles(sources('model.json'))
    const facts = await actions.gatherReport()
    expect(facts.judged).toMatchObject({ split: 'test' })
    expect(facts.inside).toEqual({ whyNot: expect.stringContaining('Other work came first') as string })
    expect(facts.map).toEqual({ whyNot: 'A map needs 12 images, and the split has 4.' })
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
    expect(facts.inside).toEqual({ whyNot: expect.stringContaining('There are no data at hand') as string })
    expect(facts.map).toEqual(facts.judged)
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

describe('the inside of the model of a run that was watched', () => {
  const gather = async (summary: Partial<RunSummary> = {}) => {
    const watched = (epoch: number): EpochAnatomy => ({ ...ANATOMY, epoch })
    const plain = someRun(3)
    const anatomies = { stride: 1, all: [watched(0), watched(plain.summary.epoch)] }
    const run = someRun(3, { details: { anatomies }, summary })
    const { actions, engine } = setStage({
      ...SCRIPT,
      openFiles: () => opened({ ...MODEL, recipe: DEFAULT_RECIPE }),
      identify: () => ({ weights: 'abc', run: 3 }),
      listRuns: () => ({
        runs: [{ number: 3, marks: NO_MARKS, summary: run.summary, state: run.summary.state }],
        deleted: [],
        versions: [],
      }),
      runDetails: () => [{ details: run.details }],
    })
    await actions.loadSampleDigits()
    await actions.openFiles(sources('model.json'))
    const { run: told, inside } = await actions.gatherReport()
    expect(told).toMatchObject({ anatomies })
    return { inside, looked: engine.calls.some(({ name }) => name === 'examineModel') }
  }

  it('is that of its last epoch', async () => {
    expect(await gather()).toEqual({ inside: undefined, looked: false })
  })

  it('is looked at anew where the weights may be others: of an earlier epoch, or of steps behind the last', async () => {
    const anew = { inside: ANATOMY, looked: true }
    expect(await gather({ weightsOf: 1 })).toEqual(anew)
    expect(await gather({ state: 'stopped' })).toEqual(anew)
    expect(await gather({ stoppedEarly: 'It got no better.' })).toEqual(anew)
  })
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
