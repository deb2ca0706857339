import { describe, expect, it } from 'vitest'
import { EngineError } from '../../engine/client'
import { DEFAULT_DATA_SHAPE } from '../../model/graph/shapes'
import { CLASSES, DATASET, TEST, lenet, MODEL, loaded, ready, setStage, sources } from '../actions.fixture'

describe('a model from files', () => {
  it('brings its stack into the document, as one step that can be undone', async () => {
    const { stack } = lenet.build(DEFAULT_DATA_SHAPE)
    const { actions, document, session } = setStage({
      openModel: () => ({ model: { ...MODEL, stack }, notes: ['The optimizer was left out.'] }),
      makeSampleDigits: () => loaded(DATASET),
      evaluate: () => TEST,
    })
    await actions.loadSampleDigits()
    const before = document.getState().stack
    await actions.openFiles(sources('model.json', 'weights.bin'), 'replace')
    expect(document.getState().stack).toBe(stack)
    expect(session()).toMatchObject({ model: { test: TEST, notes: ['The optimizer was left out.'], opening: false } })
    actions.undo()
    expect(document.getState().stack).toBe(before)
  })

  it('that is bad leaves everything as it was, and says why', async () => {
    const failure = { code: 'badInput', message: 'weights.bin is missing.', file: 'model.json' } as const
    const { actions, document, session } = setStage({ openModel: () => Promise.reject(new EngineError(failure)) })
    const before = document.getState()
    await actions.openModel([new File([], 'model.json')])
    expect(session().model.trouble).toEqual({ message: 'weights.bin is missing.', file: 'model.json' })
    expect(document.getState()).toBe(before)
    actions.dismiss('model')
    expect(session().model.trouble).toBeUndefined()
  })

  it('that is bad is told, though the one before waits for its test', async () => {
    const { actions, session } = setStage({
      makeSampleDigits: () => loaded(DATASET),
      openModel: ({ files }) => {
        if (files.length > 0) return { model: MODEL, notes: [] }
        throw new EngineError({ code: 'badInput', message: 'There is no model.json.' })
      },
      evaluate: () => Promise.reject(new EngineError({ code: 'busy', message: 'Wait.' })),
    })
    await actions.loadSampleDigits()
    await actions.openModel([new File([], 'model.json')])
    expect(session().model.trouble?.message).toBe('Wait.')
    await actions.openModel([])
    expect(session().model.trouble?.message).toBe('There is no model.json.')
  })

  it('is tested as soon as there are data that fit it', async () => {
    const { actions, session } = setStage({
      openModel: () => ({ model: MODEL, notes: [] }),
      makeSampleDigits: () => loaded(DATASET),
      importFiles: ({ files }) =>
        files[0]?.path === 'wide.zip'
          ? ready({ ...DATASET, width: 32 })
          : ready({ ...DATASET, classes: [...CLASSES.slice(1), 'ten'] }),
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

  it('is not exported before there is one, and the page says so', async () => {
    const { actions, session } = setStage({})
    expect(await actions.exportModel()).toBeUndefined()
    expect(session().model.trouble?.message).toBe('There is no trained model yet: train one, or open one.')
  })

  it('is asked for by its id, and the page says why the engine refuses', async () => {
    const failure = { code: 'badInput', message: 'This model was let go.' } as const
    const { actions, session, engine } = setStage({
      openModel: () => ({ model: { ...MODEL, id: 7 }, notes: [] }),
      exportModel: () => Promise.reject(new EngineError(failure)),
    })
    await actions.openModel([new File([], 'model.json')])
    expect(await actions.exportModel()).toBeUndefined()
    expect(engine.calls.at(-1)).toEqual({ name: 'exportModel', request: { model: 7 } })
    expect(session().model.trouble?.message).toBe('This model was let go.')
  })
})

describe('editing the recipe', () => {
  it('has no step of undo for a value that stays the same', () => {
    const { actions, document } = setStage({})
    actions.editRecipe('learningRate', document.getState().recipe.learningRate)
    expect(document.temporal.getState().pastStates).toHaveLength(0)
  })
})

describe('editing layers', () => {
  it('takes the keystrokes in one field of one layer as one step of undo', () => {
    const { actions, document } = setStage({})
    const [first, second] = document.getState().stack.layers.filter(({ className }) => className === 'Conv2D')
    const filters = (): unknown[] =>
      document.getState().stack.layers.flatMap(({ args }) => ('filters' in args ? [args.filters] : []))
    const before = filters()
    for (const value of [1, 12, 128]) actions.editLayer(first?.id ?? '', 'filters', value)
    actions.editLayer(second?.id ?? '', 'filters', 8)
    expect(filters()).toEqual([128, 8])
    actions.undo()
    expect(filters()).toEqual([128, before[1]])
    actions.undo()
    expect(filters()).toEqual(before)
    actions.redo()
    actions.redo()
    expect(filters()).toEqual([128, 8])
  })

  it('starts from a template, and can go back', () => {
    const { actions, document } = setStage({})
    const before = document.getState().stack
    actions.applyTemplate(lenet)
    expect(document.getState().stack.layers.map(({ className }) => className)).toContain('Flatten')
    expect(document.getState().stack).not.toBe(before)
    actions.undo()
    expect(document.getState().stack).toBe(before)
  })
})
