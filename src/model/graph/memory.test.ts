import { describe, expect, it } from 'vitest'
import { largestBuffer, trainingBytes } from './memory'
import { analyseStack, DEFAULT_DATA_SHAPE } from './shapes'
import { createLayer, createStack } from './stack'

const analysis = analyseStack(
  createStack('flat', [
    createLayer('Dense', { units: 100 }),
    createLayer('Dense', { units: 10, activation: 'softmax' }),
  ]),
  DEFAULT_DATA_SHAPE,
)
const parameters = 784 * 100 + 100 + 100 * 10 + 10

describe('trainingBytes', () => {
  it('counts parameters four times, and of a batch the images once and the outputs twice', () => {
    expect(trainingBytes(analysis, 50)).toBe(4 * (4 * parameters + 50 * (784 + 2 * (100 + 10))))
  })

  it('counts parameters that do not train once', () => {
    const frozen = { ...analysis, trainableParameters: parameters - 10 }
    expect(trainingBytes(analysis, 50) - trainingBytes(frozen, 50)).toBe(3 * 4 * 10)
  })
})

describe('largestBuffer', () => {
  it('is the optimizer’s state, or what a batch takes at its widest', () => {
    expect(largestBuffer(analysis, 50)).toBe(2 * 4 * parameters)
    expect(largestBuffer(analysis, 1000)).toBe(1000 * 4 * 784)
    const wide = analyseStack(createStack('image', [createLayer('Conv2D', { filters: 64 })]), DEFAULT_DATA_SHAPE)
    expect(largestBuffer(wide, 500)).toBe(500 * 4 * 26 * 26 * 64)
  })
})
