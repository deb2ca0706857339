import { describe, expect, it } from 'vitest'
import { DEFAULT_DATA_SHAPE } from '../model/graph/shapes'
import { createLayer, insertLayer, removeLayer, updateLayer } from '../model/graph/stack'
import { TEMPLATES } from '../model/graph/templates/templates'
import { serialiseProject } from '../model/project'
import { DEFAULT_RECIPE } from '../model/training/recipe'
import { findDifferences, tryDifferences } from './differences'
import { someBeginning, someRun } from './someRun.fixture'

const device = { backend: 'processor' }
const { stack } = TEMPLATES[0].build(DEFAULT_DATA_SHAPE)
const runOf = (project: Parameters<typeof serialiseProject>[0]) => ({
  details: { ...someRun(1).details, project: serialiseProject(project) },
  device,
})

describe('what differs between runs', () => {
  it('is nothing between a run and itself', () => {
    const run = runOf({ stack, recipe: DEFAULT_RECIPE })
    expect(findDifferences([run, run])).toEqual([])
  })

  it('is the model that one began from', () => {
    const anew = runOf({ stack, recipe: DEFAULT_RECIPE })
    const from = (weights: string) => ({ ...anew, details: { ...anew.details, beginning: someBeginning({ weights }) } })
    expect(findDifferences([anew, from('1a2b3c4d5e6f')])).toEqual([
      {
        group: 'Model',
        setting: 'First weights',
        values: ['drawn anew', 'model.keras, weights 1a2b3c4d'],
      },
    ])
    expect(findDifferences([from('1a2b3c4d'), from('1a2b3c4d')])).toEqual([])
    expect(findDifferences([from('1a2b3c4d'), from('9a2b3c4d')])).toHaveLength(1)
  })

  it('is a row for each setting of the recipe and its sections, and no other', () => {
    const one = runOf({ stack, recipe: DEFAULT_RECIPE })
    const other = runOf({
      stack,
      recipe: {
        ...DEFAULT_RECIPE,
        epochs: 15,
        optimizer: 'sgd',
        augmentation: { ...DEFAULT_RECIPE.augmentation, rotation: 10 },
      },
    })
    expect(findDifferences([one, other, one])).toEqual([
      { group: 'Recipe', setting: 'Optimizer', values: ['Adam', 'SGD', 'Adam'] },
      { group: 'Recipe', setting: 'Epochs', values: ['2', '15', '2'] },
      { group: 'Augmentation', setting: 'Rotation', values: ['0', '10', '0'] },
    ])
  })

  it('is a callback that one has and another has not, in a row, and settings that both use, a row each', () => {
    const { earlyStopping } = DEFAULT_RECIPE
    const runs = [
      DEFAULT_RECIPE,
      { ...DEFAULT_RECIPE, earlyStopping: { ...earlyStopping, on: true } },
      { ...DEFAULT_RECIPE, earlyStopping: { ...earlyStopping, on: true, patience: 5, monitor: 'loss' as const } },
      // It uses neither, so this changes nothing.
      { ...DEFAULT_RECIPE, earlyStopping: { ...earlyStopping, patience: 9 }, stepDecay: { epochs: 3, factor: 0.2 } },
    ].map((recipe) => runOf({ stack, recipe }))
    expect(findDifferences(runs)).toEqual([
      { group: 'Recipe', setting: 'Early stopping', values: ['off', 'on', 'on, monitor loss, patience 5', 'off'] },
    ])
    expect(findDifferences(runs.slice(1, 3))).toEqual([
      { group: 'Early stopping', setting: 'Monitor', values: ['val_loss', 'loss'] },
      { group: 'Early stopping', setting: 'Patience', values: ['3', '5'] },
    ])
    expect(findDifferences([runs[0]!, runs[3]!])).toEqual([])
  })

  it('is how gradients are clipped and labels smoothed', () => {
    const clipping = { ...DEFAULT_RECIPE.clipping, clipnorm: 0.5 }
    const runs = [
      DEFAULT_RECIPE,
      { ...DEFAULT_RECIPE, labelSmoothing: 0.1, clipping },
      { ...DEFAULT_RECIPE, labelSmoothing: 0.1, clipping: { ...clipping, clipnorm: null, globalClipnorm: 2 } },
    ].map((recipe) => runOf({ stack, recipe }))
    expect(findDifferences(runs)).toEqual([
      { group: 'Recipe', setting: 'Label smoothing', values: ['0', '0.1', '0.1'] },
      { group: 'Recipe', setting: 'Gradient clipping', values: ['off', 'on, clip norm 0.5', 'on, global clip norm 2'] },
    ])
    expect(findDifferences(runs.slice(1))).toEqual([
      { group: 'Gradient clipping', setting: 'Clip norm', values: ['0.5', 'none'] },
      { group: 'Gradient clipping', setting: 'Global clip norm', values: ['none', '2'] },
    ])
  })

  it('is how gradients are accumulated and weights averaged', () => {
    const accumulation = { gradientAccumulationSteps: 4 }
    const movingAverage = { ...DEFAULT_RECIPE.movingAverage, on: true, emaMomentum: 0.9 }
    const runs = [
      DEFAULT_RECIPE,
      { ...DEFAULT_RECIPE, accumulation, movingAverage },
      { ...DEFAULT_RECIPE, accumulation, movingAverage: { ...movingAverage, emaOverwriteFrequency: 10 } },
    ].map((recipe) => runOf({ stack, recipe }))
    expect(findDifferences(runs)).toEqual([
      {
        group: 'Recipe',
        setting: 'Gradient accumulation',
        values: ['off', 'on, accumulation steps 4', 'on, accumulation steps 4'],
      },
      {
        group: 'Recipe',
        setting: 'Moving average of weights',
        values: ['off', 'on, EMA momentum 0.9', 'on, EMA momentum 0.9, overwrite every 10'],
      },
    ])
    expect(findDifferences(runs.slice(1))).toEqual([
      { group: 'Moving average of weights', setting: 'Overwrite every', values: ['none', '10'] },
    ])
  })

  it('is the schedule, by its name and what is unusual in it', () => {
    const oneCycle = { ...DEFAULT_RECIPE.oneCycle, pctStart: 0.2 }
    const runs = [
      DEFAULT_RECIPE,
      { ...DEFAULT_RECIPE, schedule: { kind: 'oneCycle' as const } },
      { ...DEFAULT_RECIPE, oneCycle, schedule: { kind: 'oneCycle' as const } },
    ].map((recipe) => runOf({ stack, recipe }))
    expect(findDifferences(runs)).toEqual([
      { group: 'Recipe', setting: 'Schedule', values: ['Constant', 'One cycle', 'One cycle, rising share 0.2'] },
    ])
    expect(findDifferences(runs.slice(1))).toEqual([
      { group: 'Recipe', setting: 'Schedule', values: ['One cycle', 'One cycle, rising share 0.2'] },
    ])
  })

  it('is the optimizer, by its name and what is unusual in it, or an argument of the one that all have', () => {
    const adam = { ...DEFAULT_RECIPE.adam, beta1: 0.8, amsgrad: true }
    const runs = [
      DEFAULT_RECIPE,
      { ...DEFAULT_RECIPE, adam },
      // It is not trained by Adam, so Adam's arguments change nothing.
      { ...DEFAULT_RECIPE, adam, optimizer: 'sgd' as const, sgd: { ...DEFAULT_RECIPE.sgd, momentum: 0.9 } },
    ].map((recipe) => runOf({ stack, recipe }))
    expect(findDifferences(runs)).toEqual([
      { group: 'Recipe', setting: 'Optimizer', values: ['Adam', 'Adam, beta 1 0.8, AMSGrad on', 'SGD, momentum 0.9'] },
    ])
    expect(findDifferences(runs.slice(0, 2))).toEqual([
      { group: 'Adam', setting: 'Beta 1', values: ['0.9', '0.8'] },
      { group: 'Adam', setting: 'AMSGrad', values: ['off', 'on'] },
    ])
  })

  it('is an argument of a layer, and a layer that one lacks', () => {
    const first = stack.layers.find(({ className }) => className === 'Conv2D')
    const wider = updateLayer(stack, first!.id, { filters: 8 })
    const deeper = insertLayer(wider, 1, createLayer('Dropout'))
    const rows = findDifferences([stack, wider, deeper].map((each) => runOf({ stack: each, recipe: DEFAULT_RECIPE })))
    expect(rows.map(({ group, setting }) => `${group}: ${setting}`)).toHaveLength(2)
    expect(rows.some(({ values }) => values[2] === '8' && values[1] === '8')).toBe(true)
    expect(rows.some(({ values }) => values[0] === '–' && values[1] === '–' && values[2] !== '–')).toBe(true)
  })

  it('lays layers side by side that come after one that was taken out', () => {
    const [, second] = stack.layers
    const shorter = removeLayer(stack, second!.id)
    const rows = findDifferences([stack, shorter].map((each) => runOf({ stack: each, recipe: DEFAULT_RECIPE })))
    expect(rows).toHaveLength(1)
    expect(rows[0]?.values[1]).toBe('–')
  })

  it('is the data, by their contents too, and the device', () => {
    const one = runOf({ stack, recipe: DEFAULT_RECIPE })
    const { dataset } = one.details
    const other = {
      details: { ...one.details, dataset: { ...dataset, digest: 'b'.repeat(64) } },
      device: { backend: 'webgpu' },
    }
    expect(findDifferences([one, other])).toEqual([
      { group: 'Data', setting: 'Contents', values: ['aaaaaaaa', 'bbbbbbbb'] },
      { group: 'Device', setting: 'Backend', values: ['processor', 'webgpu'] },
    ])
  })

  it('is told in a sentence where the layers of a run can’t be read', () => {
    const one = runOf({ stack, recipe: DEFAULT_RECIPE })
    expect(tryDifferences([one, { ...one, details: { ...one.details, project: '{"version": 99}' } }])).toBe(
      'The layers of these runs can’t be compared. The project is of version 99, and this Strata reads version 6: open it in a newer one.',
    )
  })
})
