import { expect, it } from 'vitest'
import { countOutputs, withLogits } from './output'
import { createLayer, createStack } from './stack'

const hidden = createLayer('Dense', { units: 32, activation: 'softmax' })

it('takes the softmax off the last layer, and off no other', () => {
  const stack = createStack('flat', [hidden, createLayer('Dense', { units: 10, activation: 'softmax' })])
  expect(withLogits(stack).layers.map(({ args }) => args)).toEqual([
    { units: 32, activation: 'softmax' },
    { units: 10, activation: 'linear' },
  ])
  expect(countOutputs(stack)).toBe(10)
})

it('knows no outputs of a stack that doesn’t end in Dense', () => {
  const stack = createStack('flat', [hidden, createLayer('Dropout')])
  expect(countOutputs(stack)).toBe(0)
  expect(withLogits(stack)).toBe(stack)
})
