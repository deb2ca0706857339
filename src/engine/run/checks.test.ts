import { expect, it } from 'vitest'
import { CallFailure } from '../failures'
import { requireLearningRate } from './checks'

it.each([0, -1, NaN, Infinity, 11])('takes no learning rate of %d by hand', (learningRate) => {
  expect(() => requireLearningRate(learningRate)).toThrow(CallFailure)
  expect(() => requireLearningRate(learningRate)).toThrow('Learning rate must be a number above 0 and at most 10.')
})

it('takes any other', () => {
  expect(() => requireLearningRate(0.0005)).not.toThrow()
})
