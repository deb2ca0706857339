import { describe, expect, it } from 'vitest'
import { readBaseVectors, readOptimizerVectors } from '../../kerasVectors.fixture'
import { DEFAULT_RECIPE, RECIPE_FIELDS } from '../recipe'
import { initialMoments, momentNames, OPTIMIZERS, ruleOf, withOptimizer } from './optimizers'

describe('an optimizer', () => {
  it.each([...readOptimizerVectors(), ...readBaseVectors()].map((vector) => [vector.name, vector] as const))(
    'keeps what Keras keeps: %s',
    (_name, { rule, kept }) => expect(momentNames(rule)).toEqual(kept),
  )

  it('is among the choices of the recipe, with a field for each of its arguments', () => {
    const options = RECIPE_FIELDS.flatMap((field) => (field.name === 'optimizer' ? field.options : []))
    expect(options.map(({ label }) => label)).toEqual(['Adam', 'AdamW', 'Nadam', 'SGD', 'RMSprop', 'Adagrad'])
    for (const { fields, defaults } of OPTIMIZERS)
      expect(fields.map(({ name }) => name).toSorted()).toEqual(Object.keys(defaults).toSorted())
  })

  it('begins all that it keeps where Keras does', () => {
    const adagrad = { ...DEFAULT_RECIPE.adagrad, initialAccumulatorValue: 0.5 }
    const movingAverage = { ...DEFAULT_RECIPE.movingAverage, on: true }
    const rule = ruleOf({ ...DEFAULT_RECIPE, optimizer: 'adagrad', adagrad, movingAverage })
    expect([momentNames(rule), initialMoments(rule)]).toEqual([
      ['average', 'accumulator'],
      [0, 0.5],
    ])
  })

  it('comes with its own arguments alone', () => {
    const sgd = { momentum: 0.5, nesterov: true, weightDecay: 0.1 }
    expect(ruleOf({ ...DEFAULT_RECIPE, optimizer: 'sgd', sgd })).toEqual({ name: 'sgd', ...sgd })
  })
})

describe('another optimizer', () => {
  const recipe = { ...DEFAULT_RECIPE, optimizer: 'adam', learningRate: 0.001 } as const

  it('takes Keras’s learning rate along, there and back', () => {
    const sgd = withOptimizer(recipe, 'sgd')
    expect(sgd).toEqual({ ...recipe, optimizer: 'sgd', learningRate: 0.01 })
    expect(withOptimizer(sgd, 'adam')).toEqual(recipe)
  })

  it('leaves a learning rate that a person chose', () => {
    expect(withOptimizer({ ...recipe, learningRate: 0.002 }, 'sgd').learningRate).toBe(0.002)
  })
})
