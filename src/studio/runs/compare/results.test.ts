import { expect, it } from 'vitest'
import { parseProject, serialiseProject } from '../../../model/project'
import { NO_MARKS, type RunDetails, type RunSummary } from '../../../runs/record'
import { someRun } from '../../../runs/someRun.fixture'
import { resultsOf } from './results'
import type { DrawnRun } from './series'

function drawn(number: number, summary: Partial<RunSummary> = {}, details: Partial<RunDetails> = {}): DrawnRun {
  const run = someRun(number, { recipe: { epochs: 5 }, summary, details })
  return {
    title: `Run ${number}`,
    run: { number, marks: NO_MARKS, state: 'finished', summary: run.summary },
    details: run.details,
  }
}

const one = drawn(1)
const rowOf = (runs: readonly DrawnRun[], label: string) => {
  const [, ...cells] = resultsOf(runs, 3).rows.find(([name]) => name === label) ?? []
  return cells
}
const isStarred = (runs: readonly DrawnRun[], label: string) => rowOf(runs, label).some((cell) => cell.startsWith('★'))

it('marks the best of the same images', () => {
  const runs = [one, drawn(2)]
  expect(resultsOf(runs, 3).notes).toEqual([])
  const labels = ['Test accuracy', 'Test loss', 'Test hits at 3', 'Validation loss', 'Training loss']
  expect(labels.filter((label) => isStarred(runs, label))).toEqual(labels)
})

it('ranks a model by the epoch whose weights it has, not by the last', () => {
  const figures = { loss: 0.0001, accuracy: 0.9999 }
  const early = drawn(2, { weightsOf: 3, ofModel: { train: figures, validation: figures } })
  expect(rowOf([one, early], 'Validation accuracy')[1]).toBe('★ epoch 3: 99.99\u202f%')
  expect(rowOf([one, early], 'Validation loss')[1]).toBe('★ epoch 3: 0.0001')
  expect(rowOf([one, early], 'Training loss')[1]).toBe('★ epoch 3: 0.0001')
})

it('marks none among other images, and says why', () => {
  const few = drawn(2, {}, { dataset: { ...one.details.dataset, classes: ['a', 'b', 'c'] } })
  const runs = [few, one]
  expect(resultsOf(runs, 3).notes).toEqual([
    'No ★ for test accuracy, test loss, test macro F1 and test hits at 3: the test images differ (3 classes against 10).',
    'No ★ for validation accuracy and validation loss: the validation images differ (3 classes against 10).',
    'No ★ for training loss: the training images differ (3 classes against 10).',
  ])
  expect(resultsOf(runs, 3).rows.flat().join(' ')).not.toContain('★')
})

it('ranks those that have a figure, whatever the others are of', () => {
  const { test: _, ...summary } = drawn(3).run.summary
  const { test: __, ...details } = drawn(3).details
  const untested: DrawnRun = {
    title: 'Run 3',
    run: { ...drawn(3).run, summary },
    details: { ...details, dataset: { ...details.dataset, classes: ['a', 'b', 'c'] } },
  }
  expect(isStarred([one, drawn(2), untested], 'Test accuracy')).toBe(true)
  expect(isStarred([one, drawn(2), untested], 'Validation accuracy')).toBe(false)
})

it('ranks no losses that are other functions, and their accuracies still', () => {
  const project = parseProject(one.details.project)
  const smoothed = serialiseProject({ ...project, recipe: { ...project.recipe, labelSmoothing: 0.1 } })
  const runs = [one, drawn(2, {}, { project: smoothed })]
  expect(isStarred(runs, 'Test accuracy')).toBe(true)
  expect(isStarred(runs, 'Test loss')).toBe(false)
  expect(resultsOf(runs, 3).notes).toEqual([
    'No ★ for test loss, validation loss and training loss: the losses differ (label smoothing 0 against 0.1).',
  ])
})

it('ranks no figures of weights that the model does not have', () => {
  const project = parseProject(one.details.project)
  const movingAverage = { ...project.recipe.movingAverage, on: true }
  const averaged = serialiseProject({ ...project, recipe: { ...project.recipe, movingAverage } })
  const runs = [one, drawn(2, {}, { project: averaged })]
  expect(isStarred(runs, 'Test accuracy')).toBe(true)
  expect(isStarred(runs, 'Validation accuracy')).toBe(false)
  expect(resultsOf(runs, 3).notes).toEqual([
    'No ★ for validation accuracy, validation loss and training loss: the model has the moving average of its weights in Run 2, and the figures are of the weights before.',
  ])
  // Early stopping restores weights that are not averaged.
  const figures = { loss: 0.0001, accuracy: 0.9999 }
  const early = drawn(2, { weightsOf: 3, ofModel: { train: figures, validation: figures } }, { project: averaged })
  expect(isStarred([one, early], 'Validation accuracy')).toBe(true)
})
