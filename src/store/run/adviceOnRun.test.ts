import { expect, it } from 'vitest'
import { loaded, MODEL, openRun, opened, setStage, TEST, DATASET } from '../actions.fixture'
import { adviceOnRun } from './adviceOnRun'
import { isOfRun } from './isOfRun'

const names = DATASET.classes
/** All images were taken for the first class. */
const confusion = names.flatMap(() => names.map((_, at) => (at === 0 ? 20 : 0)))
const validation = { ...TEST, split: 'validation', images: 200, confusion, loss: 40 } as const

it('says of a run what is wrong, after an epoch and at its end', async () => {
  const run = openRun()
  const other = { ...MODEL, id: 9 }
  const { actions, session, metrics, document, engine } = setStage({
    ...run.script,
    openFiles: () => opened(other),
    makeSampleDigits: () => loaded(DATASET),
  })
  const advice = () => adviceOnRun(session(), metrics.of(1).epochs())
  await actions.loadSampleDigits()
  actions.editRecipe('learningRate', 1)
  const training = actions.startTraining()
  const { recipe } = document.getState()
  engine.emitRun(1, { type: 'prepared', trainImages: 10_200, validationImages: 1800, model: { ...MODEL, recipe } })
  expect(advice()).toBeUndefined()
  engine.emitRun(1, { type: 'epochEnd', epoch: 1, learningRate: 0.01, train: { loss: 30, accuracy: 0.1 }, validation })
  expect(advice()).toMatchObject({ fix: { field: 'learningRate', value: 0.001 } })
  run.end({ kind: 'finished', seconds: 4, place: { epoch: 1, step: 21, steps: 21 } })
  await training
  expect(advice()?.message).toMatch(/^The model names “0” for all 200 validation images/)

  actions.editRecipe('epochs', 5)
  // The recipe that the run trained by is judged, not the one at hand.
  actions.editRecipe('learningRate', 0.001)
  expect(advice()?.fix.value).toBe(0.001)
  actions.undo()
  expect(document.getState().recipe.learningRate).toBe(1)

  // A model that is opened takes the run away, and what was said of it.
  await actions.openModel([new File([], 'model.json')])
  expect(isOfRun(session())).toBe(false)
  expect(advice()).toBeUndefined()
})

it('says nothing of a model whose weights were averaged after its figures', async () => {
  const run = openRun()
  const { actions, session, metrics, document, engine } = setStage(run.script)
  await actions.loadSampleDigits()
  actions.editRecipe('movingAverage', { ...document.getState().recipe.movingAverage, on: true })
  const training = actions.startTraining()
  const { recipe } = document.getState()
  engine.emitRun(1, { type: 'prepared', trainImages: 10_200, validationImages: 1800, model: { ...MODEL, recipe } })
  engine.emitRun(1, { type: 'epochEnd', epoch: 1, learningRate: 0.01, train: { loss: 30, accuracy: 0.1 }, validation })
  const advice = () => adviceOnRun(session(), metrics.of(1).epochs())
  expect(advice()).toBeDefined()
  run.end({ kind: 'finished', seconds: 4, place: { epoch: 1, step: 21, steps: 21 } })
  await training
  expect(advice()).toBeUndefined()
})

it('goes by a look inside the model until an epoch ends that nobody watched', async () => {
  const run = openRun()
  const { actions, session, metrics, document, engine } = setStage({
    ...run.script,
    makeSampleDigits: () => loaded(DATASET),
  })
  await actions.loadSampleDigits()
  void actions.startTraining()
  const { recipe } = document.getState()
  const exploded = { count: 1, lost: 1, zeros: 0, figures: null, bins: new Uint32Array(64) }
  const weight = { key: 'dense/kernel', axes: 2, values: exploded, gradients: exploded }
  const endOf = (epoch: number) =>
    engine.emitRun(1, { type: 'epochEnd', epoch, learningRate: 0.01, train: { loss: 2, accuracy: 0.4 } })
  const advice = () => adviceOnRun(session(), metrics.of(1).epochs(), metrics.of(1).anatomies()?.all.at(-1))?.message
  engine.emitRun(1, { type: 'prepared', trainImages: 10_200, validationImages: 0, model: { ...MODEL, recipe } })
  engine.emitRun(1, { type: 'anatomy', anatomy: { epoch: 1, images: 64, batch: 32, weights: [weight], layers: [] } })
  expect(advice()).toMatch(/they explode/)
  endOf(1)
  expect(advice()).toMatch(/they explode/)
  endOf(2)
  expect(advice() ?? '').not.toMatch(/they explode/)
})

it('says nothing where the data of the run are not at hand', () => {
  const run = openRun()
  const { actions, session, metrics, engine } = setStage(run.script)
  void actions.startTraining()
  engine.emitRun(1, { type: 'prepared', trainImages: 10_200, validationImages: 1800, model: MODEL })
  engine.emitRun(1, { type: 'epochEnd', epoch: 1, learningRate: 0.01, train: { loss: 30, accuracy: 0.1 }, validation })
  expect(adviceOnRun(session(), metrics.of(1).epochs())).toBeUndefined()
})

it('has a smaller learning rate for a run whose numbers became infinite, and nothing for one whose device failed', async () => {
  for (const diverged of [true, undefined]) {
    const run = openRun()
    const { actions, session, document, engine } = setStage(run.script)
    actions.editRecipe('learningRate', 5)
    const training = actions.startTraining()
    const { recipe } = document.getState()
    engine.emitRun(1, { type: 'prepared', trainImages: 10_200, validationImages: 1800, model: { ...MODEL, recipe } })
    run.end({ kind: 'failed', message: 'It failed.', trained: false, ...(diverged && { diverged }) })
    await training
    const expected = {
      message: 'A learning rate of 5 is too large here.',
      fix: { field: 'learningRate', value: 0.001 },
    }
    if (diverged) expect(adviceOnRun(session(), [])).toMatchObject(expected)
    else expect(adviceOnRun(session(), [])).toBeUndefined()
  }
})
