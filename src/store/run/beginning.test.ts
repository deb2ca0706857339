import { describe, expect, it } from 'vitest'
import { lenet, MODEL, opened, openRun, setStage, sources } from '../actions.fixture'

/** A stage with data, and with a model that was opened from a file of its layers. */
async function stageWithModel() {
  const run = openRun()
  const stage = setStage({
    ...run.script,
    openFiles: () => opened({ ...MODEL, id: 8 }),
    findRate: () => new Promise(() => undefined),
  })
  await stage.actions.loadSampleDigits()
  await stage.actions.openFiles(sources('mine.keras'))
  const fromOf = (name: string): unknown =>
    (stage.engine.calls.findLast((call) => call.name === name)!.request as { from?: unknown }).from
  return { ...stage, run, fromOf }
}

const FROM_FILE = { model: 8, name: 'mine.keras', isFile: true }
const finished = { kind: 'finished', seconds: 1, place: { epoch: 2, step: 21, steps: 21 } } as const

describe('what a run begins with', () => {
  it('is the model that was opened, where its layers are those at hand', async () => {
    const { actions, fromOf } = await stageWithModel()
    void actions.startTraining()
    expect(fromOf('train')).toEqual(FROM_FILE)
  })

  it('is so for a single step, and for a sweep of learning rates too', async () => {
    const { actions, fromOf } = await stageWithModel()
    void actions.findLearningRate()
    expect(fromOf('findRate')).toEqual(FROM_FILE)
    actions.stopFindingRate()
    void actions.step()
    expect(fromOf('train')).toEqual(FROM_FILE)
  })

  it('is new weights where a person says so, or other layers than the last do not fit', async () => {
    const chosen = await stageWithModel()
    chosen.actions.beginWith('new')
    void chosen.actions.startTraining()
    expect(chosen.fromOf('train')).toBe('start')

    const edited = await stageWithModel()
    const first = edited.document.getState().stack.layers.find(({ className }) => className === 'Conv2D')!
    edited.actions.editLayer(first.id, 'filters', 5)
    void edited.actions.startTraining()
    expect(edited.fromOf('train')).toBe('start')
  })

  it('is the model again where a person says so though not all fits, and never where nothing does', async () => {
    const some = await stageWithModel()
    const first = some.document.getState().stack.layers.find(({ className }) => className === 'Conv2D')!
    some.actions.editLayer(first.id, 'filters', 5)
    some.actions.beginWith('model')
    void some.actions.startTraining()
    expect(some.fromOf('train')).toEqual(FROM_FILE)

    const none = await stageWithModel()
    none.actions.applyTemplate(lenet)
    none.actions.beginWith('model')
    void none.actions.startTraining()
    expect(none.fromOf('train')).toBe('start')
  })

  it('is decided for one run: its model is the one at hand after it, and the next begins anew', async () => {
    const { actions, session, run, fromOf, engine } = await stageWithModel()
    actions.beginWith('model')
    const training = actions.startTraining()
    run.end(finished)
    await training
    expect(session().model).toMatchObject({ beginWith: undefined, source: undefined })
    void actions.startTraining()
    expect(engine.calls.filter(({ name }) => name === 'train')).toHaveLength(2)
    expect(fromOf('train')).toBe('start')
  })

  it('is as before after a run that came to nothing', async () => {
    const { actions, session, run, fromOf } = await stageWithModel()
    const training = actions.startTraining()
    run.end({ kind: 'failed', message: 'It failed.', trained: false })
    await training
    expect(session().model).toMatchObject({ current: { id: 8 }, source: { kind: 'file', name: 'mine.keras' } })
    void actions.startTraining()
    expect(fromOf('train')).toEqual(FROM_FILE)
  })

  it('is shown of a run, as the engine told it', async () => {
    const { actions, session, engine } = await stageWithModel()
    void actions.startTraining()
    const beginning = {
      ...{ name: 'mine.keras', isFile: true, weights: 'd', keepsNormalisation: true },
      ...{ taken: ['conv2d'], drawn: [], reordered: [] },
    }
    engine.emitRun(1, { type: 'prepared', trainImages: 1, validationImages: 1, model: MODEL, beginning })
    expect(session().run.beginning).toEqual(beginning)
  })
})
