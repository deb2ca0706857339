import { expect, it } from 'vitest'
import { countOutputs, findOutputProblem, withClasses, withLogits } from './output'
import { createLayer, createStack } from './stack'

const hidden = createLayer('Dense', { units: 32, activation: 'softmax' })

it('takes the softmax off the last layer, and off no other', () => {
  const stack = createStack('flat', [hidden, createLayer('Dense', { units: 10, activation: 'softmax' })])
  expect(withLogits(stack).layers.map(({ args }) => args)).toMatchObject([
    { units: 32, activation: 'softmax' },
    { units: 10, activation: 'linear' },
  ])
  expect(countOutputs(stack)).toBe(10)
})

it('knows no outputs where no argument says how many there are', () => {
  const stack = createStack('image', [createLayer('Conv2D'), createLayer('Flatten')])
  expect(countOutputs(stack)).toBe(0)
  expect(withClasses(stack, 7)).toBe(stack)
  expect(withLogits(stack)).toBe(stack)
})

it('finds the number of classes behind layers that keep it', () => {
  const stack = createStack('flat', [createLayer('Dense', { units: 5 }), createLayer('Dropout')])
  expect(countOutputs(stack)).toBe(5)
  expect(countOutputs(withClasses(stack, 7))).toBe(7)
})

it('lets nothing come after the softmax', () => {
  const stack = createStack('flat', [hidden, createLayer('Dropout')])
  expect(findOutputProblem(stack, [32], 32)).toMatchObject({ severity: 'error', fix: { kind: 'remove' } })
})
