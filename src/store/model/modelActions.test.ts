import { describe, expect, it } from 'vitest'
import { EngineError } from '../../engine/client'
import { lenet, MODEL, opened, setStage, sources } from '../actions.fixture'

describe('a model', () => {
  it('is not exported before there is one, and the page says so', async () => {
    const { actions, session } = setStage({})
    expect(await actions.exportModel()).toBeUndefined()
    expect(session().model.trouble?.message).toBe('There is no model yet: train one, or open one.')
  })

  it('is asked for by its id, and the page says why the engine refuses', async () => {
    const failure = { code: 'badInput', message: 'This model was let go.' } as const
    const { actions, session, engine } = setStage({
      openFiles: () => opened({ ...MODEL, id: 7 }),
      exportModel: () => Promise.reject(new EngineError(failure)),
    })
    await actions.openFiles(sources('model.json'))
    expect(await actions.exportModel()).toBeUndefined()
    expect(engine.calls.at(-1)).toEqual({ name: 'exportModel', request: { model: 7 } })
    expect(session().model.trouble?.message).toBe('This model was let go.')
  })

  it('has with it what TensorFlow.js makes of its files, for as long as it is the current one', async () => {
    const files = [{ name: 'model.json', bytes: new Uint8Array(2) }]
    const said = { differences: ['TensorFlow.js predicts otherwise.'], notes: ['One layer stands for another.'] }
    const { actions, session } = setStage({
      openFiles: () => opened({ ...MODEL, id: 7 }),
      exportModel: () => ({ files, ...said }),
    })
    await actions.openFiles(sources('model.json'))
    expect(await actions.exportModel()).toEqual(files)
    expect(session().model).toMatchObject({ current: { id: 7 }, exported: { model: 7, ...said } })
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

  it('changes several arguments as one step of undo', () => {
    const { actions, document } = setStage({})
    const before = document.getState().stack
    const layer = before.layers.find(({ className }) => className === 'Conv2D')
    actions.changeLayer(layer?.id ?? '', { kernelSize: [5, 5], strides: [2, 2] })
    const changed = document.getState().stack.layers.find(({ id }) => id === layer?.id)
    expect(changed?.args).toEqual({ ...layer?.args, kernelSize: [5, 5], strides: [2, 2] })
    actions.undo()
    expect(document.getState().stack).toBe(before)
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
