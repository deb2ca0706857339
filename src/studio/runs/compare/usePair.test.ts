import { expect, it } from 'vitest'
import { parseProject, serialiseProject } from '../../../model/project'
import { matrixOf } from '../../../runs/matrices'
import { NO_MARKS } from '../../../runs/record'
import { someRun } from '../../../runs/someRun.fixture'
import type { DrawnRun } from './series'
import { judgeAlike } from './usePair'

function drawn(number: number, has: readonly ('test' | 'validation')[]): DrawnRun {
  const { summary, details } = someRun(number)
  const { test, validation, ...rest } = details
  return {
    title: `Run ${number}`,
    run: { number, marks: NO_MARKS, state: 'finished', summary },
    details: {
      ...rest,
      ...(has.includes('test') && test && { test }),
      ...(has.includes('validation') && validation && { validation }),
    },
  }
}

const both = drawn(1, ['test', 'validation'])

it.each([
  ['both were tested', both, drawn(2, ['test', 'validation']), ['test', 'test']],
  ['one was stopped before its test', both, drawn(2, ['validation']), ['validation', 'validation']],
  ['they have nothing in common', drawn(1, ['test']), drawn(2, ['validation']), ['test', 'validation']],
])('judges two runs by the same images where it can: %s', (_, one, other, splits) => {
  expect(judgeAlike(one, other).map(({ look }) => look.split)).toEqual(splits)
})

it('judges a model of an earlier epoch by the validation images after that epoch', () => {
  const { run, details } = drawn(2, ['validation'])
  const ofModel = { train: details.epochs[0]!.train, validation: details.epochs[0]!.validation! }
  const early = { title: 'Run 2', run: { ...run, summary: { ...run.summary, weightsOf: 1, ofModel } }, details }
  const [, judged] = judgeAlike(both, early)
  expect(judged.look.confusion).toEqual(matrixOf(details.matrices!, 1))
  expect(judged.look.confusion).not.toEqual(details.validation!.confusion)
  expect(judged.look.loss).toBe(ofModel.validation.loss)
  expect(judged.moment).toBe('after epoch 1, whose weights the model has')

  const { matrices: _, ...rest } = details
  const [, unkept] = judgeAlike(both, { ...early, details: rest })
  expect(unkept.look).toEqual(details.validation)
  expect(unkept.moment).toBe(
    `after epoch ${run.summary.epoch}: the matrix of epoch 1, whose weights the model has, was not kept`,
  )
  expect(judgeAlike(both, { title: 'Run 2', run, details })[1]).not.toHaveProperty('moment')
})

it('says of a model of averaged weights that its validation images were looked at with others', () => {
  const { run, details } = drawn(2, ['validation'])
  const project = parseProject(details.project)
  const movingAverage = { ...project.recipe.movingAverage, on: true }
  const averaged = serialiseProject({ ...project, recipe: { ...project.recipe, movingAverage } })
  const [, judged] = judgeAlike(both, { title: 'Run 2', run, details: { ...details, project: averaged } })
  expect(judged.moment).toBe('by its weights before they were averaged')
})
