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
    expect(trainingBytes(analysis, { batchSize: 50, moments: 2 })).toBe(
      4 * (4 * parameters + 50 * (784 + 2 * (100 + 10))),
    )
  })

  it('counts as many moments as the optimizer keeps: none to three', () => {
    const bytes = [0, 1, 2, 3].map((moments) => trainingBytes(analysis, { batchSize: 50, moments }))
    expect(bytes.map((each) => each - bytes[0]!)).toEqual([0, 1, 2, 3].map((moments) => 4 * moments * parameters))
    expect(largestBuffer(analysis, { batchSize: 1, moments: 0 })).toBe(4 * parameters)
    expect(largestBuffer(analysis, { batchSize: 1, moments: 3 })).toBe(12 * parameters)
  })

  it('counts parameters that do not train once', () => {
    const frozen = { ...analysis, trainableParameters: parameters - 10 }
    expect(
      trainingBytes(analysis, { batchSize: 50, moments: 2 }) - trainingBytes(frozen, { batchSize: 50, moments: 2 }),
    ).toBe(3 * 4 * 10)
  })
})

describe('largestBuffer', () => {
  it('is the optimizer’s state, or what a batch takes at its widest', () => {
    expect(largestBuffer(analysis, { batchSize: 50, moments: 2 })).toBe(2 * 4 * parameters)
    expect(largestBuffer(analysis, { batchSize: 1000, moments: 2 })).toBe(1000 * 4 * 784)
    const wide = analyseStack(createStack('image', [createLayer('Conv2D', { filters: 64 })]), DEFAULT_DATA_SHAPE)
    expect(largestBuffer(wide, { batchSize: 500, moments: 2 })).toBe(500 * 4 * 26 * 26 * 64)
  })
})

describe('fittingBatchSize', () => {
  const wide = analyseStack(createStack('image', [createLayer('Conv2D', { filters: 64 })]), DEFAULT_DATA_SHAPE)
  const perImage = 4 * 26 * 26 * 64

  it('is the next power of 2 that keeps within all limits', () => {
    expect(fittingBatchSize(wide, { batchSize: 500, moments: 2 }, { buffer: 300 * perImage, total: Infinity })).toBe(
      256,
    )
    expect(fittingBatchSize(wide, { batchSize: 256, moments: 2 }, { buffer: 300 * perImage, total: Infinity })).toBe(
      128,
    )
    const limits = { buffer: 300 * perImage, total: trainingBytes(wide, { batchSize: 20, moments: 2 }) }
    expect(fittingBatchSize(wide, { batchSize: 500, moments: 2 }, limits)).toBe(16)
    expect(fittingBatchSize(wide, { batchSize: 17, moments: 2 }, { total: Infinity })).toBe(16)
  })

  it('is none where one image, or the parameters, take too much', () => {
    expect(
      fittingBatchSize(wide, { batchSize: 500, moments: 2 }, { buffer: perImage - 1, total: Infinity }),
    ).toBeUndefined()
    expect(
      fittingBatchSize(analysis, { batchSize: 500, moments: 2 }, { buffer: 2 * 4 * parameters - 1, total: Infinity }),
    ).toBeUndefined()
    expect(fittingBatchSize(wide, { batchSize: 1, moments: 2 }, { total: Infinity })).toBeUndefined()
  })
})
