import { expect, it } from 'vitest'
import { countOutputs, findOutputProblem, withClasses, withLogits } from './output'
import { createLayer, createStack } from './stack'
import type { DrawnLayer } from '../layers/registry'

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

const flat = createLayer('Flatten')
const scores: DrawnLayer = { ...createLayer('Dense', { units: 5, activation: 'linear' }), from: [flat] }
const others: DrawnLayer = { ...createLayer('Dense', { units: 5, activation: 'linear' }), from: [flat] }

it('follows several layers that are joined value by value', () => {
  const joined: DrawnLayer = { ...createLayer('Average'), from: [scores, others] }
  const stack = createStack('image', [flat, scores, others, joined, createLayer('Softmax')])
  expect(countOutputs(stack)).toBe(5)
  const followed = withClasses(stack, 7)
  expect(followed.layers.map(({ args }) => ('units' in args ? args.units : undefined))).toEqual([
    undefined,
    7,
    7,
    undefined,
    undefined,
  ])
})

it('puts a Dense before a softmax whose values no argument decides', () => {
  const halves: DrawnLayer = { ...createLayer('Concatenate'), from: [scores, others] }
  const stack = createStack('image', [flat, scores, others, halves, createLayer('Softmax')])
  expect(findOutputProblem(stack, [10], 10)).toBeUndefined()
  expect(findOutputProblem(stack, [10], 4)).toMatchObject({
    fix: { kind: 'insertBefore', className: 'Dense', args: { units: 4, activation: 'linear' } },
  })
})
