import { beforeEach, describe, expect, it } from 'vitest'
import { choicesFor, NO_DATA, type DataChoices } from '../../model/dataChoices'
import { withClasses } from '../../model/graph/output'
import {
  createDocumentEdits,
  createDocumentStore,
  newDocument,
  stepsOf,
  type DocumentEdits,
  type DocumentStore,
} from './document'

describe('undo and redo', () => {
  let store: DocumentStore
  let edits: DocumentEdits
  let time: number

  beforeEach(() => {
    store = createDocumentStore()
    time = 0
    edits = createDocumentEdits(store, () => time)
  })

  const epochs = (): number => store.getState().recipe.epochs
  const setEpochs = (value: number, field?: string): void =>
    edits.edit({ recipe: { ...store.getState().recipe, epochs: value } }, `Change epochs to ${value}`, field)
  const wait = (milliseconds: number): void => {
    time += milliseconds
  }

  it('goes back and forth one edit at a time', () => {
    setEpochs(3)
    setEpochs(4)
    edits.undo()
    expect(epochs()).toBe(3)
    edits.undo()
    expect(epochs()).toBe(newDocument().recipe.epochs)
    edits.redo()
    edits.redo()
    expect(epochs()).toBe(4)
  })

  it('takes the keystrokes of one field as one edit', () => {
    for (const value of [1, 12, 123]) {
      setEpochs(value, 'recipe epochs')
      wait(300)
    }
    edits.undo()
    expect(epochs()).toBe(2)
    edits.redo()
    expect(epochs()).toBe(123)
  })

  it('begins a new edit after a rest, and in another field', () => {
    setEpochs(3, 'recipe epochs')
    wait(1500)
    setEpochs(4, 'recipe epochs')
    edits.edit({ recipe: { ...store.getState().recipe, seed: 7 } }, 'Change seed to 7', 'recipe seed')
    edits.undo()
    expect(store.getState().recipe).toMatchObject({ epochs: 4, seed: 42 })
    edits.undo()
    expect(epochs()).toBe(3)
  })

  it('never joins an edit to one that was undone', () => {
    setEpochs(3, 'recipe epochs')
    edits.undo()
    setEpochs(5, 'recipe epochs')
    edits.undo()
    expect(epochs()).toBe(2)
    edits.redo()
    expect(epochs()).toBe(5)
  })

  it('forgets what was undone when something else is done', () => {
    setEpochs(3)
    edits.undo()
    setEpochs(4)
    edits.redo()
    expect(epochs()).toBe(4)
  })

  it('has no step for an edit that changes nothing', () => {
    edits.edit({ stack: store.getState().stack }, 'Change nothing')
    expect(store.temporal.getState().pastStates).toHaveLength(0)
    expect(store.getState().did).toBe('')
  })

  const DROPPED = choicesFor(1)
  const setData = (data: DataChoices): void => edits.edit({ data }, 'Open data')

  it('takes data and the stack that was adapted to them as one step', () => {
    const { stack } = store.getState()
    edits.edit({ data: DROPPED, stack: withClasses(stack, 3) }, 'Open data')
    edits.undo()
    expect(store.getState()).toMatchObject({ data: NO_DATA, stack })
    edits.redo()
    expect(store.getState().data).toBe(DROPPED)
    expect(store.getState().stack.layers.at(-1)?.args).toMatchObject({ units: 3 })
  })

  it('returns to the nearest step with given data, forth or back', () => {
    setEpochs(3)
    setData(DROPPED)
    setEpochs(4)
    edits.undo()
    edits.undo()
    edits.returnTo(DROPPED)
    expect(store.getState().data).toBe(DROPPED)
    expect(epochs()).toBe(3)
    edits.returnTo(NO_DATA)
    expect(store.getState().data).toBe(NO_DATA)
    expect(epochs()).toBe(3)
    edits.redo()
    edits.redo()
    expect(epochs()).toBe(4)
  })

  it('leads to no data that were forgotten, and has no step left that changes nothing', () => {
    setEpochs(3)
    setData(DROPPED)
    setData(choicesFor(2))
    setEpochs(4)
    setData(choicesFor(3))
    edits.undo()
    edits.forgetData()
    expect(store.getState().data).toBe(NO_DATA)
    expect(store.temporal.getState().futureStates).toHaveLength(0)
    edits.undo()
    expect(store.getState().data).toBe(NO_DATA)
    expect(epochs()).toBe(3)
    edits.undo()
    expect(epochs()).toBe(2)
    expect(store.temporal.getState().pastStates).toHaveLength(0)
    edits.redo()
    edits.redo()
    expect(epochs()).toBe(4)
  })

  const steps = (): readonly string[] => stepsOf(store).states.map(({ did }) => did)

  it('says what was done at each step, and goes to any of them', () => {
    setEpochs(3)
    setEpochs(1, 'recipe epochs')
    setEpochs(12, 'recipe epochs')
    edits.edit({ stack: withClasses(store.getState().stack, 3) }, 'Set 3 units')
    expect(steps()).toEqual(['', 'Change epochs to 3', 'Change epochs to 12', 'Set 3 units'])
    edits.go(-3)
    expect(epochs()).toBe(2)
    expect(stepsOf(store).at).toBe(0)
    edits.go(2)
    expect(epochs()).toBe(12)
    edits.go(0)
    expect(steps()).toEqual(['', 'Change epochs to 3', 'Change epochs to 12', 'Set 3 units'])
    edits.go(99)
    expect(stepsOf(store).at).toBe(3)
    edits.undo()
    setEpochs(7)
    expect(steps()).toEqual(['', 'Change epochs to 3', 'Change epochs to 12', 'Change epochs to 7'])
  })

  it('names no step of data that were forgotten', () => {
    setEpochs(3)
    setData(DROPPED)
    setEpochs(4)
    setData(choicesFor(2))
    setData(choicesFor(3))
    edits.undo()
    edits.forgetData()
    expect(steps()).toEqual(['', 'Change epochs to 3', 'Change epochs to 4'])
    expect(stepsOf(store).at).toBe(2)
  })

  it('knows nothing of an amendment', () => {
    edits.amend({ data: DROPPED })
    expect(store.getState().data).toBe(DROPPED)
    expect(store.temporal.getState().pastStates).toHaveLength(0)
  })
})
