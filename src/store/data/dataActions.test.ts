import type { DatasetSummary } from '../../engine/protocol/data'
import type { DropReply } from '../../engine/protocol/drop'
import { describe, expect, it, vi } from 'vitest'
import { EngineError } from '../../engine/client'
import type { EngineScript } from '../../engine/fake.fixture'
import { DEFAULT_SETTINGS } from '../../data/importSettings'
import { choicesFor, NO_DATA } from '../../model/dataChoices'
import { DEFAULT_DATA_SHAPE } from '../../model/graph/shapes'
import { TEMPLATES } from '../../model/graph/templates/templates'
import { DATASET, lenet, loaded, MODEL, opened, openRun, ready, setStage, sources, TEST } from '../actions.fixture'

const SMALL: DatasetSummary = { ...DATASET, id: 2, name: 'animals.zip', width: 20, height: 20, classes: ['cat', 'dog'] }

/** An engine that holds the sample digits and the animals, as 1 and 2. */
const HOLDS: EngineScript = {
  makeSampleDigits: () => loaded(DATASET),
  openFiles: () => ready(SMALL),
  summariseData: ({ data: { dataset, excluded } }) => {
    const held = dataset === 1 ? DATASET : SMALL
    return { ...held, images: held.images - excluded.length, excluded: excluded.length }
  },
}

function refuse(message: string, code: 'badInput' | 'internal' = 'badInput'): Promise<never> {
  return Promise.reject(new EngineError({ code, message }))
}

describe('loading data', () => {
  it('shows progress, then the dataset', async () => {
    const seen: unknown[] = []
    const stage = setStage({
      makeSampleDigits: (_, { emit }) => {
        emit({ type: 'importProgress', phase: 'drawing', done: 7000, total: 14_000, perSecond: 9000 })
        seen.push(stage.session().data.importing)
        return loaded(DATASET)
      },
    })
    await stage.actions.loadSampleDigits()
    expect(seen).toEqual([{ name: 'Sample digits', phase: 'drawing', done: 7000, total: 14_000, perSecond: 9000 }])
    expect(stage.session().data.importing).toBeUndefined()
    expect(stage.session().data.dataset).toBe(DATASET)
    expect(stage.document.getState().data).toEqual(choicesFor(1))
    expect(stage.engine.calls.map(({ name }) => name)).toEqual(['makeSampleDigits'])
  })

  it('fits an untouched template to whichever data come last', async () => {
    const { actions, document } = setStage(HOLDS)
    await actions.openFiles(sources('animals.zip'), 'replace')
    expect(document.getState().stack.layers.at(-1)?.args).toMatchObject({ units: 2 })
    await actions.loadSampleDigits()
    expect(document.getState().stack).toEqual(TEMPLATES[0].build(DEFAULT_DATA_SHAPE).stack)
  })

  describe('the batch size', () => {
    const few = { ...SMALL, perClass: { train: [30, 30], validation: [5, 5], test: [5, 5] } }
    const stageOf = () => setStage({ ...HOLDS, openFiles: () => ready(few) })

    it('follows whichever data come last, as one step with them', async () => {
      const { actions, document } = stageOf()
      const batchSize = () => document.getState().recipe.batchSize
      await actions.openFiles(sources('animals.zip'), 'replace')
      expect(batchSize()).toBe(4)
      await actions.loadSampleDigits()
      expect(batchSize()).toBe(500)
      actions.undo()
      expect(batchSize()).toBe(4)
      actions.undo()
      expect(batchSize()).toBe(500)
    })

    it('of a template that is chosen fits the data', async () => {
      const { actions, document } = stageOf()
      await actions.openFiles(sources('animals.zip'), 'replace')
      actions.applyTemplate(lenet)
      expect(document.getState().recipe.batchSize).toBe(4)
      await actions.loadSampleDigits()
      expect(document.getState().recipe.batchSize).toBe(128)
    })

    it('that a person set stays', async () => {
      const { actions, document } = stageOf()
      actions.editRecipe('batchSize', 200)
      await actions.openFiles(sources('animals.zip'), 'replace')
      expect(document.getState().recipe.batchSize).toBe(200)
    })
  })

  it('keeps what was loaded before when a file is bad, and says why', async () => {
    const failure = { code: 'badInput', message: 'This is no zip.', file: 'digits.zip' } as const
    const { actions, session, document } = setStage({
      makeSampleDigits: () => loaded(DATASET),
      openFiles: () => Promise.reject(new EngineError(failure)),
    })
    await actions.loadSampleDigits()
    const before = document.getState()
    await actions.openFiles(sources('digits.zip'), 'replace')
    expect(session().data.dataset).toBe(DATASET)
    expect(document.getState()).toBe(before)
    expect(session().data.trouble).toEqual({ message: 'This is no zip.', file: 'digits.zip' })
  })

  it('is cancelled without a complaint', async () => {
    const { actions, session, document } = setStage({
      ...HOLDS,
      openFiles: () => new Promise(() => undefined),
    })
    await actions.loadSampleDigits()
    const loading = actions.openFiles(sources('digits.zip'), 'replace')
    expect(session().data.importing?.name).toBe('digits.zip')
    actions.cancelImport()
    await loading
    expect(session()).toMatchObject({ data: { importing: undefined, trouble: undefined } })
    expect(session().data.dataset).toBe(DATASET)
    expect(document.getState().data).toEqual(choicesFor(1))
  })

  it('waits for the run that uses the data', async () => {
    const run = openRun()
    const { actions, session, engine } = setStage(run.script)
    void actions.startTraining()
    await actions.loadSampleDigits()
    expect(session().data.trouble?.message).toContain('stop it')
    expect(engine.calls.map(({ name }) => name)).toEqual(['train'])
  })

  it('says that another load is under way, and lets it go on', async () => {
    let finish: (reply: DropReply) => void = () => undefined
    const { actions, session } = setStage({ openFiles: () => new Promise((resolve) => void (finish = resolve)) })
    const loading = actions.openFiles(sources('first.zip'), 'replace')
    await actions.openFiles(sources('second.zip'), 'replace')
    expect(session().data.trouble?.message).toContain('first.zip is still being read')
    finish(ready(SMALL))
    await loading
    expect(session()).toMatchObject({ data: { dataset: SMALL, trouble: undefined } })
  })

  it('no longer says what was in the way once it is over', async () => {
    const run = openRun()
    const { actions, session } = setStage(run.script)
    const training = actions.startTraining()
    await actions.loadSampleDigits()
    expect(session().data.trouble?.message).toContain('A run is going on')
    run.end({ kind: 'stopped', seconds: 1 })
    await training
    expect(session().data.trouble).toBeUndefined()
  })

  it('says why the only table can’t be left out, beside the table, and leaves no step to undo', async () => {
    const settings = { ...DEFAULT_SETTINGS, folders: { 'a.zip/extra': 'in' as const } }
    const { actions, document, session, engine } = setStage({
      makeSampleDigits: () => loaded({ ...DATASET, settings }),
      rereadFiles: ({ settings: { tables } }) =>
        'a.zip/labels.csv' in tables ? refuse('a.zip has no labels with it: drop the CSV.') : loaded(DATASET),
    })
    await actions.loadSampleDigits()
    const steps = document.temporal.getState().pastStates.length
    await actions.includePart('table', 'a.zip/labels.csv', false)
    expect(session().data).toMatchObject({ dataset: { name: 'Sample digits' }, trouble: undefined })
    expect(session().data.rereadTrouble).toEqual({
      message:
        'a.zip/labels.csv is still in use: the files can’t be read without it. a.zip has no labels with it: drop the CSV.',
    })
    expect(document.temporal.getState().pastStates).toHaveLength(steps)
    expect(document.getState().did).toBe('Open Sample digits')

    await actions.includePart('folder', 'a.zip/extra', false)
    expect(engine.calls.at(-1)!.request).toMatchObject({ settings: { folders: {}, tables: {} } })
    expect(session().data.rereadTrouble).toBeUndefined()
  })

  it('says what was done, for the list of steps', async () => {
    const { actions, document } = setStage({ ...HOLDS, rereadFiles: () => loaded(DATASET) })
    const did = () => document.getState().did
    await actions.loadSampleDigits()
    expect(did()).toBe('Open Sample digits')
    actions.excludeImages([1, 2])
    expect(did()).toBe('Exclude 2 images')
    actions.includeImages([1])
    expect(did()).toBe('Include 1 image')
    actions.relabelImages([3], '7')
    expect(did()).toBe('Correct the label of 1 image to “7”')
    actions.setSplitting({ kind: 'random', train: 0.7, validation: 0.1, test: 0.2, seed: 1 })
    expect(did()).toBe('Change the splits')
    actions.editRecipe('batchSize', 16)
    expect(did()).toBe('Change batch size to 16')
    actions.editRecipe('classWeight', 'balanced')
    expect(did()).toBe('Change class weights to Balanced')
    actions.takeRecipe({ from: 'project.tm', epochs: 50, batchSize: 8, learningRate: 0.002 })
    expect(did()).toBe('Use the recipe of project.tm')
    expect(document.getState().recipe).toMatchObject({
      epochs: 50,
      batchSize: 8,
      learningRate: 0.002,
      classWeight: 'balanced',
    })
    expect(document.getState().recipe).not.toHaveProperty('from')
  })

  it('says why an import failed until something else is done to the data', async () => {
    const { actions, session } = setStage({
      ...HOLDS,
      openFiles: () => refuse('This is no zip.'),
      keepDataset: () => ({ datasets: [] }),
    })
    await actions.loadSampleDigits()
    const others: (() => unknown)[] = [
      () => actions.excludeImages([1]),
      () => actions.setSplitting({ kind: 'random', train: 0.7, validation: 0.1, test: 0.2, seed: 1 }),
      () => actions.undo(),
      () => actions.keepDataset(),
    ]
    for (const act of others) {
      await actions.openFiles(sources('broken.zip'), 'add')
      actions.editRecipe('epochs', 7)
      actions.undo()
      expect(session().data.trouble?.message).toBe('This is no zip.')
      await act()
      expect(session().data.trouble).toBeUndefined()
    }
  })

  it('lists a folder first, and says when there is nothing in it or it can’t be read', async () => {
    const { actions, session, engine } = setStage(HOLDS)
    const counts: unknown[] = []
    await actions.openFiles(
      {
        name: 'pictures',
        list: (_, onListed) => {
          onListed(100)
          counts.push(session().data.importing?.phase, session().data.importing?.done)
          return Promise.resolve(sources('pictures/cat/1.png'))
        },
      },
      'replace',
    )
    expect(counts).toEqual(['listing', 100])
    expect(engine.calls[0]?.request).toMatchObject({ files: [{ path: 'pictures/cat/1.png' }] })
    await actions.openFiles({ name: 'void', list: () => Promise.resolve([]) }, 'replace')
    expect(session().data.trouble?.message).toBe('void holds no files.')
    await actions.openFiles({ name: 'gone', list: () => Promise.reject(new Error('It was moved.')) }, 'replace')
    expect(session().data.trouble?.message).toBe('gone can’t be read: It was moved.')
    expect(session().data.dataset).toBe(SMALL)
  })
})

describe('undo and redo of data', () => {
  it('bring back the data and the stack that went with them', async () => {
    const { actions, session, document } = setStage(HOLDS)
    await actions.loadSampleDigits()
    await actions.openFiles(sources('animals.zip'), 'replace')
    const adapted = document.getState().stack
    actions.undo()
    await vi.waitFor(() => expect(session().data.dataset).toEqual(DATASET))
    expect(document.getState().stack).toEqual(TEMPLATES[0].build(DEFAULT_DATA_SHAPE).stack)
    actions.undo()
    await vi.waitFor(() => expect(session().data.dataset).toBeUndefined())
    actions.redo()
    actions.redo()
    await vi.waitFor(() => expect(session().data.dataset).toEqual(SMALL))
    expect(document.getState().stack).toBe(adapted)
  })

  it('are taken back when the engine holds the data no more, and the page says so', async () => {
    const { actions, session, document } = setStage({
      ...HOLDS,
      summariseData: ({ data }) => (data.dataset === 1 ? refuse('Sample digits are no longer held.') : SMALL),
    })
    await actions.loadSampleDigits()
    await actions.openFiles(sources('animals.zip'), 'replace')
    const before = document.getState()
    actions.undo()
    await vi.waitFor(() => expect(session().data.trouble?.message).toBe('Sample digits are no longer held.'))
    expect(document.getState()).toEqual(before)
    expect(session().data.dataset).toEqual(SMALL)
  })

  it('end with the latest of several quick steps', async () => {
    const { actions, session, engine } = setStage(HOLDS)
    await actions.loadSampleDigits()
    await actions.openFiles(sources('animals.zip'), 'replace')
    actions.undo()
    actions.undo()
    actions.redo()
    await vi.waitFor(() => expect(session().data.dataset).toEqual(DATASET))
    expect(engine.calls.at(-1)?.request).toEqual({ data: choicesFor(1) })
  })

  it('lead to no data after the engine was restarted', async () => {
    const { actions, session, document, engine } = setStage(HOLDS)
    await actions.loadSampleDigits()
    actions.editRecipe('epochs', 9)
    engine.emit({ type: 'engineRestarted', message: 'The training engine failed.' })
    expect(session().data.dataset).toBeUndefined()
    actions.undo()
    expect(document.getState()).toMatchObject({ data: NO_DATA, recipe: { epochs: 2 } })
    expect(engine.calls.map(({ name }) => name).filter((name) => name !== 'startDevice')).toEqual(['makeSampleDigits'])
  })
})

describe('decisions about data', () => {
  it('on images are one step each, and the summary follows', async () => {
    const { actions, session, document } = setStage(HOLDS)
    await actions.loadSampleDigits()
    actions.excludeImages([7, 3, 7])
    actions.excludeImages([3])
    expect(document.getState().data.excluded).toEqual([3, 7])
    await vi.waitFor(() => expect(session().data.dataset?.images).toBe(13_998))
    actions.includeImages([3])
    expect(document.getState().data.excluded).toEqual([7])
    actions.undo()
    expect(document.getState().data.excluded).toEqual([3, 7])
    actions.undo()
    expect(document.getState().data).toEqual(choicesFor(1))
    await vi.waitFor(() => expect(session().data.dataset?.images).toBe(14_000))
  })

  it('stand when images are added, or read in another way, and not when they are replaced', async () => {
    const more = { ...DATASET, id: 2, images: 15_000 }
    const larger = { ...more, id: 3, width: 56, height: 56, images: 14_999, excluded: 1 }
    const { actions, document, engine } = setStage({
      makeSampleDigits: () => loaded(DATASET),
      openFiles: ({ addTo }) => (addTo ? ready(more, addTo) : ready(SMALL)),
      rereadFiles: ({ data }) => loaded(larger, data),
      summariseData: ({ data: { dataset, excluded } }) => ({
        ...(dataset === 1 ? DATASET : more),
        id: dataset,
        excluded: excluded.length,
      }),
    })
    await actions.loadSampleDigits()
    actions.excludeImages([5])
    actions.relabelImages([9, 2], '4')
    actions.relabelImages([2], '1')
    await actions.openFiles(sources('more.zip'), 'add')
    const decided = {
      excluded: [5],
      relabelled: [
        { image: 2, label: '1' },
        { image: 9, label: '4' },
      ],
    }
    expect(document.getState().data).toMatchObject({ dataset: 2, ...decided })
    expect(engine.calls.find(({ name }) => name === 'openFiles')?.request).toMatchObject({
      addTo: { dataset: 1, ...decided },
    })
    await actions.changeSettings({ ...DEFAULT_SETTINGS, size: { width: 56, height: 56 } })
    expect(document.getState().data).toMatchObject({ dataset: 3, ...decided })
    await actions.openFiles(sources('animals.zip'), 'replace')
    expect(document.getState().data).toEqual(choicesFor(2))
  })

  it('made while files are read again stand, too', async () => {
    const larger = { ...DATASET, id: 2, width: 56, height: 56 }
    let finish: () => void = () => undefined
    const { actions, document, session } = setStage({
      ...HOLDS,
      rereadFiles: ({ data }) =>
        new Promise((resolve) => {
          finish = () => resolve({ ...loaded(larger, data), continues: data.dataset })
        }),
      summariseData: ({ data }) => ({ ...larger, id: data.dataset, excluded: data.excluded.length }),
    })
    await actions.loadSampleDigits()
    const reading = actions.changeSettings({ ...DEFAULT_SETTINGS, size: { width: 56, height: 56 } })
    actions.excludeImages([5])
    finish()
    await reading
    expect(document.getState().data).toEqual({ ...choicesFor(2), excluded: [5] })
    await vi.waitFor(() => expect(session().data.dataset?.excluded).toBe(1))
  })

  it('merge classes and fit the stack to them in one step', async () => {
    const { actions, session, document } = setStage({
      ...HOLDS,
      summariseData: ({ data }) => ({ ...DATASET, classes: DATASET.classes.slice(data.merged.length) }),
    })
    await actions.loadSampleDigits()
    const { stack } = document.getState()
    const unitsNow = (): unknown => document.getState().stack.layers.findLast(({ className }) => className === 'Dense')?.args // prettier-ignore
    expect(unitsNow()).toMatchObject({ units: 10 })
    actions.mergeClasses([{ from: '0', to: '8' }])
    expect(document.getState()).toMatchObject({ data: { merged: [{ from: '0', to: '8' }] }, did: 'Make “0” and “8” one class' }) // prettier-ignore
    expect(unitsNow()).toMatchObject({ units: 9 })
    // Before the summary of the first is here.
    actions.mergeClasses([{ from: '8', to: '9' }])
    expect(document.getState().data.merged).toEqual([
      { from: '0', to: '9' },
      { from: '8', to: '9' },
    ])
    expect(unitsNow()).toMatchObject({ units: 8 })
    await vi.waitFor(() => expect(session().data.dataset?.classes).toHaveLength(8))
    actions.undo()
    actions.undo()
    expect(document.getState()).toMatchObject({ data: choicesFor(1), stack })
    await vi.waitFor(() => expect(session().data.dataset?.classes).toHaveLength(10))
  })

  it('void a test when quick edits correct labels crosswise', async () => {
    const { actions, session } = setStage({
      ...HOLDS,
      summariseData: ({ data }) => ({ ...DATASET, relabelled: data.relabelled.length }),
      openFiles: () => ({ kind: 'model', model: MODEL, notes: [] }),
      evaluate: () => TEST,
    })
    await actions.openFiles(sources('model.json'), 'replace')
    await actions.loadSampleDigits()
    expect(session().model.test).toBe(TEST)
    actions.relabelImages([13_000], '5')
    actions.relabelImages([13_001], '3')
    await vi.waitFor(() => expect(session().data.dataset?.relabelled).toBe(2))
    expect(session().model.test).toBeUndefined()
  })

  it('void a test of other images, and no other', async () => {
    const fewer = DATASET.perClass.test.map((images, i) => (i === 0 ? images - 1 : images))
    const { actions, session } = setStage({
      ...HOLDS,
      openFiles: () => opened(),
      summariseData: ({ data: { excluded, splitting } }) => ({
        ...DATASET,
        excluded: excluded.length,
        ...(excluded.includes(1) && { perClass: { ...DATASET.perClass, test: fewer } }),
        splitsGiven: splitting.kind === 'asRead',
      }),
      evaluate: () => TEST,
    })
    await actions.openFiles(sources('model.json'))
    await actions.loadSampleDigits()
    expect(session().model.test).toBe(TEST)
    actions.excludeImages([8])
    await vi.waitFor(() => expect(session().data.dataset?.excluded).toBe(1))
    expect(session().model.test).toBe(TEST)
    actions.excludeImages([1])
    await vi.waitFor(() => expect(session().data.dataset?.excluded).toBe(2))
    expect(session().model.test).toBeUndefined()
    await actions.testModel()
    actions.setSplitting({ kind: 'random', train: 0.7, validation: 0.1, test: 0.2, seed: 1 })
    await vi.waitFor(() => expect(session().data.dataset?.splitsGiven).toBe(false))
    expect(session().model.test).toBeUndefined()
  })

  it('that bring the data of a run back leave its curves', async () => {
    const run = openRun()
    const { actions, session, metrics, engine } = setStage({ ...HOLDS, ...run.script, openFiles: () => ready(SMALL) })
    await actions.loadSampleDigits()
    await actions.openFiles(sources('animals.zip'), 'replace')
    const training = actions.startTraining()
    engine.emitRun(1, {
      type: 'points',
      points: { epoch: [0.5], loss: [2], accuracy: [0], learningRate: [0.01], imagesPerSecond: [100] },
    })
    actions.undo()
    await vi.waitFor(() => expect(session().data.dataset).toEqual(DATASET))
    run.end({ kind: 'finished', seconds: 1, place: { epoch: 2, step: 21, steps: 21 } })
    await training
    expect(session().run).toMatchObject({ data: { dataset: 2 }, dataName: 'animals.zip' })
    actions.redo()
    await vi.waitFor(() => expect(session().data.dataset).toEqual(SMALL))
    expect(session().run.state.status).toBe('done')
    expect(metrics.of(1).buckets('loss', 10)).toHaveLength(1)
  })

  describe('that replace those of a run', () => {
    const replaceAfterRun = async () => {
      const run = openRun()
      const stage = setStage({ ...HOLDS, ...run.script, openFiles: ({ files }) => replyTo(files[0]!.path) })
      const { actions, engine } = stage
      await actions.loadSampleDigits()
      const training = actions.startTraining()
      engine.emitRun(1, {
        type: 'points',
        points: { epoch: [0.5], loss: [2], accuracy: [0], learningRate: [0.01], imagesPerSecond: [100] },
      })
      run.end({ kind: 'finished', seconds: 1, test: TEST, place: { epoch: 2, step: 21, steps: 21 } })
      await training
      await actions.openFiles(sources('animals.zip'), 'replace')
      return stage
    }
    const replyTo = (path: string): DropReply => (path === 'animals.zip' ? ready(SMALL) : opened({ ...MODEL, id: 7 }))

    it('take its curves and results away, and Undo brings them back', async () => {
      const { actions, session, metrics } = await replaceAfterRun()
      expect(session()).toMatchObject({ run: { state: { status: 'idle' } }, model: { test: undefined } })
      actions.undo()
      await vi.waitFor(() => expect(session().data.dataset).toEqual(DATASET))
      expect(session().run).toMatchObject({ state: { status: 'done', place: { epoch: 2 } }, dataName: 'Sample digits' })
      expect(session().model.test).toBe(TEST)
      expect(metrics.of(1).buckets('loss', 10)).toHaveLength(1)
      actions.redo()
      await vi.waitFor(() => expect(session().data.dataset).toEqual(SMALL))
      expect(session()).toMatchObject({ run: { state: { status: 'idle' } }, model: { test: undefined } })
    })

    it('and the results of another model don’t come back', async () => {
      const { actions, session } = await replaceAfterRun()
      await actions.openFiles(sources('model.json'), 'replace')
      actions.undo()
      actions.undo()
      await vi.waitFor(() => expect(session().data.dataset).toEqual(DATASET))
      expect(session()).toMatchObject({
        run: { state: { status: 'idle' } },
        model: { current: { id: 7 }, test: undefined },
      })
    })
  })

  it('made while a run goes on leave its curves, and void the test at its end', async () => {
    const run = openRun()
    const { actions, session, metrics, engine } = setStage({ ...HOLDS, ...run.script })
    await actions.loadSampleDigits()
    const training = actions.startTraining()
    engine.emitRun(1, {
      type: 'points',
      points: { epoch: [0.5], loss: [2], accuracy: [0], learningRate: [0.01], imagesPerSecond: [100] },
    })
    actions.undo()
    await vi.waitFor(() => expect(session().data.dataset).toBeUndefined())
    expect(session().run.state.status).toBe('preparing')
    expect(metrics.of(1).buckets('loss', 10)).toHaveLength(1)
    run.end({ kind: 'finished', seconds: 1, test: TEST, place: { epoch: 2, step: 21, steps: 21 } })
    await training
    expect(session()).toMatchObject({ run: { state: { status: 'done' } }, model: { test: undefined } })
  })
})

describe('data that the browser keeps', () => {
  const KEPT = { key: 'a', name: 'Sample digits', images: 14_000, classes: 10, bytes: 11_000_000, savedAt: 5 }
  const OLDER = { ...KEPT, key: 'b', name: 'animals.zip', savedAt: 2 }

  it('are known by their key, with the choices that were kept', async () => {
    const { actions, session, document } = setStage({
      ...HOLDS,
      keepDataset: () => ({ datasets: [OLDER, KEPT] }),
      deleteStored: () => ({ datasets: [OLDER] }),
    })
    await actions.loadSampleDigits()
    await actions.keepDataset()
    expect(session().data.kept[1]).toEqual({ key: 'a', choices: document.getState().data })
    expect(session().data.stored?.datasets).toHaveLength(2)
    await actions.deleteStored('a')
    expect(session()).toMatchObject({ data: { kept: {}, stored: { datasets: [OLDER] }, dataset: DATASET } })
  })

  it('are known by what was kept, though the page still shows what it showed before', async () => {
    const { actions, session } = setStage({
      ...HOLDS,
      openFiles: () => ready(SMALL),
      keepDataset: () => ({ datasets: [KEPT] }),
      summariseData: () => new Promise(() => undefined),
    })
    await actions.loadSampleDigits()
    await actions.openFiles(sources('animals.zip'), 'replace')
    actions.undo()
    await actions.keepDataset()
    expect(session().data.kept).toEqual({ 1: { key: 'a', choices: choicesFor(1) } })
  })

  it('are not kept when there is no room, and the page says so', async () => {
    const { actions, session } = setStage({ ...HOLDS, keepDataset: () => refuse('There is no room.') })
    await actions.loadSampleDigits()
    await actions.keepDataset()
    expect(session()).toMatchObject({
      data: { keeping: false, kept: {}, storageTrouble: { message: 'There is no room.' } },
    })
    expect(session().data.dataset).toBe(DATASET)
  })

  it('open again with their choices; at the next visit without a step of undo', async () => {
    const choices = { ...choicesFor(1), excluded: [4] }
    const script: EngineScript = {
      ...HOLDS,
      storage: () => ({ datasets: [KEPT] }),
      openStored: () => ({ dataset: DATASET, choices }),
    }
    const { actions, session, document } = setStage(script)
    await actions.reopenStored('gone')
    expect(session()).toMatchObject({ data: { dataset: undefined, stored: { datasets: [KEPT] }, trouble: undefined } })
    await actions.reopenStored('a')
    expect(session()).toMatchObject({ data: { dataset: DATASET, kept: { 1: { key: 'a', choices } } } })
    expect(document.getState().data).toBe(choices)
    expect(document.temporal.getState().pastStates).toHaveLength(0)
    await actions.openFiles(sources('animals.zip'), 'replace')
    await actions.openStored('a')
    expect(document.temporal.getState().pastStates).toHaveLength(2)
  })
})
