import { describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../../data/importSettings'
import type { DatasetSummary } from '../../engine/protocol/data'
import type { DropReply } from '../../engine/protocol/drop'
import { EngineError } from '../../engine/client'
import type { EngineScript } from '../../engine/fake.fixture'
import { choicesFor } from '../../model/dataChoices'
import { DEFAULT_DATA_SHAPE } from '../../model/graph/shapes'
import { createLayer, createStack, isSameStack } from '../../model/graph/stack'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { CLASSES, DATASET, lenet, loaded, MODEL, opened, ready, setStage, sources, TEST } from '../actions.fixture'

const SMALL: DatasetSummary = { ...DATASET, id: 2, name: 'animals.zip', width: 20, height: 20, classes: ['cat', 'dog'] }
const BAD_MODEL = new EngineError({ code: 'badModel', message: 'The weights are missing.', file: 'model.json' })

/** The sample digits are at hand, and `reply` is what the engine says of the files. */
const onDigits = (reply: DropReply, asked: DropReply = ready(SMALL)): EngineScript => ({
  makeSampleDigits: () => loaded(DATASET),
  openFiles: () => reply,
  openAsked: () => asked,
  evaluate: () => TEST,
})

describe('a model from files', () => {
  it('brings its stack into the document, as one step that can be undone', async () => {
    const { stack } = lenet.build(DEFAULT_DATA_SHAPE)
    const { actions, document, session } = setStage(
      onDigits(opened({ ...MODEL, stack }, 'The optimizer was left out.')),
    )
    await actions.loadSampleDigits()
    const before = document.getState().stack
    await actions.openFiles(sources('model.json', 'weights.bin'))
    expect(document.getState().stack).toBe(stack)
    expect(session()).toMatchObject({
      model: { test: TEST, notes: ['The optimizer was left out.'], origin: 'Opened from model.json + weights.bin.' },
      data: { dataset: DATASET, dropped: undefined, importing: undefined },
    })
    actions.undo()
    expect(document.getState().stack).toBe(before)
  })

  it('that is bad leaves everything as it was, and is told where it was brought, once', async () => {
    const { actions, document, session } = setStage({ openFiles: () => Promise.reject(BAD_MODEL) })
    const before = document.getState()
    const trouble = { message: 'The weights are missing.', file: 'model.json' }
    await actions.openModel([new File([], 'model.json')])
    expect(session()).toMatchObject({ data: { trouble: undefined }, model: { trouble } })
    // Among data, it is told there, and no longer where models are.
    await actions.openFiles(sources('model.json'))
    expect(session()).toMatchObject({ data: { trouble }, model: { trouble: undefined } })
    expect(document.getState()).toBe(before)
    actions.dismiss('data')
    expect(session().data.trouble).toBeUndefined()
  })

  it('is what is expected in its own place: data are refused there', async () => {
    const message = 'There is no model and no project in “images.zip”.'
    const { actions, session, engine } = setStage({
      openFiles: () => Promise.reject(new EngineError({ code: 'badModel', message })),
    })
    await actions.openModel([new File([], 'images.zip')])
    expect(session()).toMatchObject({ data: { dropped: undefined }, model: { opening: false, trouble: { message } } })
    expect(engine.calls).toMatchObject([{ request: { data: 'refuse' } }])
  })

  it('that is bad is told, though the one before waits for its test', async () => {
    const { actions, session } = setStage({
      makeSampleDigits: () => loaded(DATASET),
      openFiles: ({ files }) => (files[0]?.path === 'model.json' ? opened() : Promise.reject(BAD_MODEL)),
      evaluate: () => Promise.reject(new EngineError({ code: 'busy', message: 'Wait.' })),
    })
    await actions.loadSampleDigits()
    await actions.openModel([new File([], 'model.json')])
    expect(session().model.trouble?.message).toBe('Wait.')
    await actions.openModel([new File([], 'other.json')])
    expect(session().model.trouble?.message).toBe('The weights are missing.')
  })

  it('is tested as soon as there are data that fit it', async () => {
    const replies: Readonly<Record<string, DropReply>> = {
      'model.json': opened(),
      'wide.zip': ready({ ...DATASET, width: 32 }),
      'other.zip': ready({ ...DATASET, classes: [...CLASSES.slice(1), 'ten'] }),
    }
    const { actions, session } = setStage({
      openFiles: ({ files }) => replies[files[0]?.path ?? '']!,
      makeSampleDigits: () => loaded(DATASET),
      evaluate: () => TEST,
    })
    await actions.openModel([new File([], 'model.json')])
    for (const name of ['wide.zip', 'other.zip']) {
      await actions.openFiles(sources(name), 'replace')
      expect(session()).toMatchObject({ model: { test: undefined, trouble: undefined } })
    }
    await actions.loadSampleDigits()
    expect(session().model.test).toBe(TEST)
  })
})

describe('a project from a file', () => {
  const stack = createStack('flat', [
    createLayer('Reshape', { targetShape: [32, 32, 3] }),
    createLayer('Flatten'),
    createLayer('Dense', { units: 4, activation: 'softmax' }),
  ])
  const recipe = { ...DEFAULT_RECIPE, epochs: 77 }
  const reply: DropReply = { kind: 'project', project: { stack, recipe }, notes: [] }
  const argsOf = (layers: readonly { readonly args: unknown }[]): unknown => layers.map(({ args }) => args)

  it('takes the place of layers and recipe in one step, and says so', async () => {
    const { actions, document, session } = setStage({ openFiles: () => reply })
    const before = document.getState()
    await actions.openModel([new File([], 'cats.strata')])
    expect(document.getState()).toMatchObject({ stack, recipe })
    expect(session().model.notes).toEqual([
      'The layers and the recipe are now those of cats.strata. Undo brings back the ones before.',
    ])
    actions.undo()
    expect(document.getState()).toEqual(before)
  })

  it('is spoken of until Undo takes it back', async () => {
    const { actions, session } = setStage({ openFiles: () => reply })
    await actions.openModel([new File([], 'cats.strata')])
    expect(session().model.notes).toHaveLength(1)
    actions.undo()
    expect(session().model.notes).toEqual([])
  })

  it('is not spoken of any more beside the trouble with the next one', async () => {
    const replies = [reply]
    const { actions, session } = setStage({ openFiles: () => replies.pop() ?? Promise.reject(BAD_MODEL) })
    await actions.openFiles(sources('good.strata'))
    await actions.openFiles(sources('bad.strata'))
    expect(session()).toMatchObject({
      model: { notes: [] },
      data: { trouble: { message: 'The weights are missing.' } },
    })
  })

  it('stays as it is where the data at hand can train it', async () => {
    const own = createStack('flat', [
      createLayer('Reshape', { targetShape: [14, 14, 4] }),
      createLayer('Flatten'),
      createLayer('Dense', { units: 10, activation: 'softmax' }),
    ])
    const { actions, document } = setStage(onDigits({ kind: 'project', project: { stack: own, recipe }, notes: [] }))
    await actions.loadSampleDigits()
    await actions.openFiles(sources('own.strata'))
    expect(document.getState().stack).toBe(own)
  })

  it('has its stack adapted to the data at hand', async () => {
    const { actions, document, session } = setStage(onDigits(reply))
    await actions.loadSampleDigits()
    await actions.openFiles(sources('cats.strata'))
    expect(argsOf(document.getState().stack.layers)).toMatchObject([{ targetShape: [28, 28, 1] }, {}, { units: 10 }])
    expect(session().data.dropped).toBeUndefined()
  })

  it('with an untouched template has the template for the data at hand', async () => {
    const { stack: small } = lenet.build({ height: 20, width: 20, channels: 3, classes: 2 })
    const { actions, document } = setStage(onDigits({ ...reply, project: { stack: small, recipe } }))
    await actions.loadSampleDigits()
    await actions.openFiles(sources('cats.strata'))
    expect(document.getState().stack.layers).toMatchObject(
      lenet.build(DEFAULT_DATA_SHAPE).stack.layers.map(({ className, args }) => ({ className, args })),
    )
  })
})

describe('layers without weights', () => {
  it('take the place of the layers in one step, and the recipe stays', async () => {
    const { stack } = lenet.build(DEFAULT_DATA_SHAPE)
    const notes = ['The file holds layers without weights: train them to get a model.']
    const { actions, document, session } = setStage({ openFiles: () => ({ kind: 'configuration', stack, notes }) })
    const before = document.getState()
    await actions.openFiles(sources('config.json'))
    expect(isSameStack(document.getState().stack, stack)).toBe(true)
    expect(document.getState()).toMatchObject({ recipe: before.recipe, did: 'Open the layers of config.json' })
    expect(session().model).toMatchObject({
      current: undefined,
      notes: ['The layers are now those of config.json. Undo brings back the ones before.', ...notes],
    })
    actions.undo()
    expect(document.getState()).toEqual(before)
  })
})

describe('data that are dropped', () => {
  const DATA: DropReply = { kind: 'data', drop: 5 }

  it('onto no others are read at once', async () => {
    const { actions, session, engine } = setStage({ openFiles: () => ready(SMALL) })
    await actions.openFiles(sources('animals.zip'))
    expect(session().data).toMatchObject({ dataset: SMALL, dropped: undefined })
    expect(engine.calls).toMatchObject([{ name: 'openFiles', request: { data: 'read' } }])
  })

  it.each(['replace', 'add'] as const)('onto others are asked about, and then read: %s', async (mode) => {
    const { actions, session, engine, document } = setStage(onDigits(DATA))
    await actions.loadSampleDigits()
    await actions.openFiles(sources('animals.zip', 'labels.csv'))
    expect(session().data).toMatchObject({
      dataset: DATASET,
      dropped: 'animals.zip + labels.csv',
      importing: undefined,
    })
    actions.excludeImages([3])
    await actions.answerDrop(mode)
    expect(session().data).toMatchObject({ dataset: SMALL, dropped: undefined })
    const addTo = mode === 'add' ? { addTo: { ...choicesFor(1), excluded: [3] } } : {}
    expect(engine.calls.filter(({ name }) => name !== 'summariseData').slice(1)).toMatchObject([
      { name: 'openFiles', request: { data: 'ask' } },
      { name: 'openAsked', request: { drop: 5, settings: DEFAULT_SETTINGS, ...addTo } },
    ])
    expect(document.getState().data.dataset).toBe(2)
  })

  it('and left alone change nothing', async () => {
    const { actions, session, engine } = setStage(onDigits(DATA))
    await actions.loadSampleDigits()
    await actions.openFiles(sources('animals.zip'))
    await actions.answerDrop(undefined)
    expect(session().data).toMatchObject({ dataset: DATASET, dropped: undefined })
    expect(engine.calls.map(({ name }) => name)).not.toContain('openAsked')
  })

  it('while others wait for the answer belong to those', async () => {
    const { actions, session, engine } = setStage(onDigits(DATA))
    await actions.loadSampleDigits()
    await actions.openFiles(sources('animals.zip'))
    await actions.openFiles(sources('labels.csv'))
    expect(session().data.dropped).toBe('animals.zip + labels.csv')
    expect(engine.calls.at(-1)?.request).toMatchObject({ files: sources('animals.zip', 'labels.csv') })
    await actions.answerDrop(undefined)
    await actions.openFiles(sources('other.zip'))
    expect(session().data.dropped).toBe('other.zip')
  })

  it('are gone with an engine that was restarted', async () => {
    const { actions, session, engine } = setStage(onDigits(DATA))
    await actions.loadSampleDigits()
    await actions.openFiles(sources('animals.zip'))
    engine.emit({ type: 'engineRestarted', message: 'The training engine failed.' })
    expect(session().data.dropped).toBeUndefined()
    await actions.answerDrop('add')
    expect(engine.calls.map(({ name }) => name)).not.toContain('openAsked')
  })
})

describe('a question about columns', () => {
  const question = {
    kind: 'columns' as const,
    file: 'table.csv',
    columns: ['a', 'b'],
    rows: [['1.png', 'cat']],
    guess: { path: 0 },
  }
  const ASKS: DropReply = { kind: 'question', drop: 3, question }
  const columns = { 'table.csv': { path: 0, label: 1 } }

  it('is answered by reading the same files with the columns', async () => {
    const { actions, session, engine } = setStage({ openFiles: () => ASKS, openAsked: () => ready(SMALL) })
    await actions.openFiles(sources('table.csv', 'images.zip'))
    expect(session()).toMatchObject({ data: { question, importing: undefined, dataset: undefined } })
    await actions.answerQuestion({ columns })
    expect(session()).toMatchObject({ data: { question: undefined, dataset: SMALL } })
    expect(engine.calls[1]).toMatchObject({
      name: 'openAsked',
      request: { drop: 3, settings: { ...DEFAULT_SETTINGS, columns } },
    })
  })

  it('comes after the one about what becomes of the data, and keeps its answer', async () => {
    const replies = [ASKS, ready(SMALL)]
    const { actions, engine } = setStage({ ...onDigits({ kind: 'data', drop: 2 }), openAsked: () => replies.shift()! })
    await actions.loadSampleDigits()
    await actions.openFiles(sources('table.csv', 'images.zip'))
    await actions.answerDrop('add')
    await actions.answerQuestion({ columns })
    expect(engine.calls.slice(2)).toMatchObject([
      { name: 'openAsked', request: { drop: 2, addTo: choicesFor(1) } },
      { name: 'openAsked', request: { drop: 3, addTo: choicesFor(1), settings: { columns } } },
    ])
  })

  it('whose answer would mend what can’t be read is offered, and holds up nothing', async () => {
    const problem = 'photos.zip has no labels with it.'
    const names = { kind: 'names' as const, file: 'photos.zip', places: ['photos.zip'], names: ['a_1.png'], count: 1 }
    const offer: DropReply = { kind: 'question', drop: 4, question: { ...names, guesses: [], pattern: '', problem } }
    const { actions, session, engine } = setStage({
      openFiles: ({ files }) => (files[0]?.path === 'photos.zip' ? offer : ready(DATASET)),
      openAsked: () => ready(SMALL),
    })
    await actions.openFiles(sources('photos.zip'))
    expect(session().data).toMatchObject({ question: undefined, trouble: { message: problem, question: names } })
    actions.openQuestion()
    expect(session().data.question).toMatchObject(names)
    await actions.answerQuestion(undefined)
    expect(session().data).toMatchObject({ question: undefined, trouble: { message: problem } })
    actions.openQuestion()
    await actions.answerQuestion({ names: { 'photos.zip': '{class}_#' } })
    expect(session().data).toMatchObject({ dataset: SMALL, question: undefined, trouble: undefined })
    expect(engine.calls[1]).toMatchObject({
      name: 'openAsked',
      request: { drop: 4, settings: { names: { 'photos.zip': '{class}_#' } } },
    })
    await actions.openFiles(sources('photos.zip'), 'replace')
    await actions.openFiles(sources('other.zip'), 'replace')
    expect(session().data).toMatchObject({ dataset: DATASET, trouble: undefined })
  })

  it('left unanswered leaves the files alone', async () => {
    const { actions, session, engine } = setStage({ openFiles: () => ASKS })
    await actions.openFiles(sources('table.csv'), 'replace')
    await actions.openFiles(sources('other.csv'), 'replace')
    expect(session().data.trouble?.message).toContain('table.csv waits for an answer')
    await actions.answerQuestion(undefined)
    expect(session().data.question).toBeUndefined()
    expect(engine.calls).toHaveLength(1)
  })
})
