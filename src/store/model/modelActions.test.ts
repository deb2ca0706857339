import { describe, expect, it } from 'vitest'
import { lenet, setStage } from '../actions.fixture'

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
