import { describe, expect, it } from 'vitest'
import { fittingBatchSize, largestBuffer, trainingBytes } from './memory'
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

describe('fittingBatchSize', () => {
  const wide = analyseStack(createStack('image', [createLayer('Conv2D', { filters: 64 })]), DEFAULT_DATA_SHAPE)
  const perImage = 4 * 26 * 26 * 64

  it('is the next power of 2 that keeps within all limits', () => {
    expect(fittingBatchSize(wide, 500, { buffer: 300 * perImage, total: Infinity })).toBe(256)
    expect(fittingBatchSize(wide, 256, { buffer: 300 * perImage, total: Infinity })).toBe(128)
    const limits = { buffer: 300 * perImage, total: trainingBytes(wide, 20) }
    expect(fittingBatchSize(wide, 500, limits)).toBe(16)
    expect(fittingBatchSize(wide, 17, { total: Infinity })).toBe(16)
  })

  it('is none where one image, or the parameters, take too much', () => {
    expect(fittingBatchSize(wide, 500, { buffer: perImage - 1, total: Infinity })).toBeUndefined()
    expect(fittingBatchSize(analysis, 500, { buffer: 2 * 4 * parameters - 1, total: Infinity })).toBeUndefined()
    expect(fittingBatchSize(wide, 1, { total: Infinity })).toBeUndefined()
  })
})
