import { expect, it } from 'vitest'
import { balancedWeights } from './classWeights'

it('gives the weights of scikit-learn’s compute_class_weight', () => {
  // compute_class_weight('balanced', classes=[0, 1, 2], y=[0] * 6 + [1] * 3 + [2])
  expect(balancedWeights([6, 3, 1])).toEqual([10 / 18, 10 / 9, 10 / 3])
})

it('lets a class without images count for nothing, and not as one of the classes', () => {
  expect(balancedWeights([4, 0, 4])).toEqual([1, 0, 1])
})
