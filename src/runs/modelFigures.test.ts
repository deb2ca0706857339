import { expect, it } from 'vitest'
import { figuresOfModel, findModelFigures, lacksModelFigures } from './modelFigures'
import { someRun } from './someRun.fixture'

const { summary, details } = someRun(1, { recipe: { epochs: 12 } })
const ninth = details.epochs[8]!

it('are those of the last epoch where the model is its', () => {
  expect(figuresOfModel(summary)).toEqual({ train: summary.train, validation: summary.validation })
  expect(findModelFigures(undefined, details.epochs)).toEqual({})
  expect(lacksModelFigures(summary)).toBe(false)
})

it('are those of the epoch whose weights the model has', () => {
  const early = { ...summary, weightsOf: 9, ...findModelFigures(9, details.epochs) }
  expect(figuresOfModel(early)).toEqual({ train: ninth.train, validation: ninth.validation })
  expect(ninth.validation).not.toEqual(summary.validation)
  expect(lacksModelFigures(early)).toBe(false)
})

it('are unknown rather than those of another epoch', () => {
  const old = { ...summary, weightsOf: 9 }
  expect(lacksModelFigures(old)).toBe(true)
  expect(figuresOfModel(old)).toEqual({})
  expect(findModelFigures(13, details.epochs)).toEqual({})
})
