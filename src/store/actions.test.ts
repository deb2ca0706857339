import { describe, expect, it } from 'vitest'
import { EngineError } from '../engine/client'
import { DEFAULT_DATA_SHAPE } from '../model/shapes'
import { TEMPLATES } from '../model/templates'
import type { DatasetSummary } from '../engine/protocol'
import { CLASSES, DATASET, TEST, lenet, MODEL, setStage, openRun } from './actions.fixture'

describe('loading data', () => {
  it('shows progress, then the dataset', async () => {
    const seen: unknown[] = []
    const stage = setStage({
      makeSampleDigits: (_, { emit }) => {
        emit({ type: 'importProgress', phase: 'drawing', done: 7000, total: 14_000, imagesPerSecond: 9000 })
        seen.push(stage.session().importing)
        return DATASET
      },
    })
    await stage.actions.loadSampleDigits()
    expect(seen).toEqual([
      { name: 'Sample digits', phase: 'drawing', done: 7000, total: 14_000, imagesPerSecond: 9000 },
    ])
    expect(stage.session().importing).toBeUndefined()
    expect(stage.session().dataset).toBe(DATASET)
  })

  it('fits an untouched template to whichever data come last', async () => {
    const answers: ((dataset: DatasetSummary) => void)[] = []
    const { actions, document } = setStage({
      importFiles: () => new Promise((resolve) => void answers.push(resolve)),
    })
    const small = { ...DATASET, width: 20, height: 20, classes: ['cat', 'dog'] }
    const first = actions.openFiles([new File([], 'first.zip')])
    answers[0]?.(small)
    const second = actions.openFiles([new File([], 'second.zip')])
    answers[1]?.(DATASET)
    await Promise.all([first, second])
    expect(document.getState().stack).toEqual(TEMPLATES[0].build(DEFAULT_DATA_SHAPE).stack)
  })

  it('gives the output layer one unit a class', async () => {
    const classes = ['cat', 'dog', 'eel', 'fox']
    const { actions, document } = setStage({ importFiles: () => ({ ...DATASET, classes }) })
    await actions.openFiles([new File([], 'animals.zip')])
    expect(document.getState().stack.layers.at(-1)?.args).toMatchObject({ units: 4 })
  })

  it('keeps what was loaded before when a file is bad, and says why', async () => {
    const failure = { code: 'badInput', message: 'This is no zip.', file: 'digits.zip' } as const
    const { actions, session } = setStage({
      makeSampleDigits: () => DATASET,
      importFiles: () => Promise.reject(new EngineError(failure)),
    })
    await actions.loadSampleDigits()
    await actions.openFiles([new File([], 'digits.zip')])
    expect(session().dataset).toBe(DATASET)
    expect(session().importTrouble).toEqual({ message: 'This is no zip.', file: 'digits.zip' })
  })

  it('is cancelled without a complaint', async () => {
    const { actions, session } = setStage({ importFiles: () => new Promise(() => undefined) })
    const loading = actions.openFiles([new File([], 'digits.zip')])
    expect(session().importing?.name).toBe('digits.zip')
    actions.cancelImport()
    await loading
    expect(session().importing).toBeUndefined()
    expect(session().importTrouble).toBeUndefined()
  })

  it('waits for the run that uses the data', async () => {
    const run = openRun()
    const { actions, session, engine } = setStage(run.script)
    void actions.startTraining()
    await actions.loadSampleDigits()
    expect(session().importTrouble?.message).toContain('stop it')
    expect(engine.calls.map(({ name }) => name)).toEqual(['train'])
  })
})

describe('a model from files', () => {
  it('brings its stack into the document, as one step that can be undone', async () => {
    const { stack } = lenet.build(DEFAULT_DATA_SHAPE)
    const { actions, document, session } = setStage({
      openModel: () => ({ model: { ...MODEL, stack }, notes: ['The optimizer was left out.'], test: TEST }),
    })
    const before = document.getState().stack
    await actions.openFiles([new File([], 'model.json'), new File([], 'weights.bin')])
    expect(document.getState().stack).toBe(stack)
    expect(session()).toMatchObject({ test: TEST, openNotes: ['The optimizer was left out.'], opening: false })
    actions.undo()
    expect(document.getState().stack).toBe(before)
  })

  it('that is bad leaves everything as it was, and says why', async () => {
    const failure = { code: 'badInput', message: 'weights.bin is missing.', file: 'model.json' } as const
    const { actions, document, session } = setStage({ openModel: () => Promise.reject(new EngineError(failure)) })
    const before = document.getState()
    await actions.openModel([new File([], 'model.json')])
    expect(session().useTrouble).toEqual({ message: 'weights.bin is missing.', file: 'model.json' })
    expect(document.getState()).toBe(before)
    actions.dismiss('useTrouble')
    expect(session().useTrouble).toBeUndefined()
  })

  it('that is bad is told, though the one before waits for its test', async () => {
    const { actions, session } = setStage({
      makeSampleDigits: () => DATASET,
      openModel: ({ files }) => {
        if (files.length > 0) return { model: MODEL, notes: [] }
        throw new EngineError({ code: 'badInput', message: 'There is no model.json.' })
      },
      evaluate: () => Promise.reject(new EngineError({ code: 'busy', message: 'Wait.' })),
    })
    await actions.loadSampleDigits()
    await actions.openModel([new File([], 'model.json')])
    expect(session().useTrouble?.message).toBe('Wait.')
    await actions.openModel([])
    expect(session().useTrouble?.message).toBe('There is no model.json.')
  })

  it('is tested as soon as there are data that fit it', async () => {
    const { actions, session } = setStage({
      openModel: () => ({ model: MODEL, notes: [] }),
      makeSampleDigits: () => DATASET,
      importFiles: ({ files }) =>
        files[0]?.name === 'wide.zip'
          ? { ...DATASET, width: 32 }
          : { ...DATASET, classes: [...CLASSES.slice(1), 'ten'] },
      evaluate: () => TEST,
    })
    await actions.openModel([new File([], 'model.json')])
    for (const name of ['wide.zip', 'other.zip']) {
      await actions.openFiles([new File([], name)])
      expect(session()).toMatchObject({ test: undefined, useTrouble: undefined })
    }
    await actions.loadSampleDigits()
    expect(session().test).toBe(TEST)
  })

  it('is not exported before there is one, and the page says so', async () => {
    const failure = { code: 'badInput', message: 'There is no trained model yet.' } as const
    const { actions, session } = setStage({ exportModel: () => Promise.reject(new EngineError(failure)) })
    expect(await actions.exportModel()).toBeUndefined()
    expect(session().useTrouble?.message).toBe('There is no trained model yet.')
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
