import { describe, expect, it } from 'vitest'
import { TEMPLATES } from '../../model/graph/templates/templates'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { setStage } from '../actions.fixture'

const template = (name: string) => TEMPLATES.find((each) => each.name === name)!

describe('edits of a section of the recipe', () => {
  it('of one setting share a step of undo, and of several do not', () => {
    const { actions, document } = setStage({})
    const stopping = () => document.getState().recipe.earlyStopping
    actions.editRecipe('earlyStopping', { ...stopping(), on: true })
    for (const patience of [1, 12, 125]) actions.editRecipe('earlyStopping', { ...stopping(), patience })
    actions.undo()
    expect(stopping()).toEqual({ ...DEFAULT_RECIPE.earlyStopping, on: true })
    actions.undo()
    expect(stopping()).toEqual(DEFAULT_RECIPE.earlyStopping)
  })
})

describe('another optimizer', () => {
  it('brings Keras’s learning rate for it along in one step, which says so', () => {
    const { actions, document } = setStage({})
    actions.editRecipe('optimizer', 'sgd')
    expect(document.getState()).toMatchObject({
      recipe: { optimizer: 'sgd', learningRate: 0.01 },
      did: 'Change optimizer to SGD, its learning rate to 0.01',
    })
    actions.undo()
    expect(document.getState().recipe).toMatchObject({ optimizer: 'adam', learningRate: 0.001 })
  })

  it('leaves a learning rate that a person chose', () => {
    const { actions, document } = setStage({})
    actions.editRecipe('learningRate', 0.004)
    actions.editRecipe('optimizer', 'sgd')
    expect(document.getState()).toMatchObject({
      recipe: { optimizer: 'sgd', learningRate: 0.004 },
      did: 'Change optimizer to SGD',
    })
  })
})

describe('a template’s recipe', () => {
  it('brings callbacks along, and takes them away with it', () => {
    const { actions, document } = setStage({})
    actions.applyTemplate(template('Keras ResNet'))
    const { recipe } = document.getState()
    expect(recipe).toMatchObject({ epochs: 50, batchSize: 64 })
    expect(recipe.earlyStopping).toMatchObject({ on: true, monitor: 'val_loss', patience: 3, restoreBestWeights: true })
    expect(recipe.reduceLROnPlateau).toMatchObject({ on: true, factor: 0.2, patience: 2, minLr: 0.0001 })
    actions.applyTemplate(template('LeNet-5'))
    expect(document.getState().recipe.earlyStopping).toEqual(DEFAULT_RECIPE.earlyStopping)
    expect(document.getState().recipe.reduceLROnPlateau).toEqual(DEFAULT_RECIPE.reduceLROnPlateau)
  })

  it('leaves what a person set', () => {
    const { actions, document } = setStage({})
    actions.applyTemplate(template('Keras ResNet'))
    const own = { ...document.getState().recipe.earlyStopping, patience: 8 }
    actions.editRecipe('earlyStopping', own)
    actions.editRecipe('seed', 7)
    actions.applyTemplate(template('LeNet-5'))
    expect(document.getState().recipe).toMatchObject({ earlyStopping: own, seed: 7 })
  })
})
