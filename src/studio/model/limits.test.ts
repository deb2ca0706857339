import { describe, expect, it } from 'vitest'
import { analyseStack, DEFAULT_DATA_SHAPE } from '../../model/graph/shapes'
import { createLayer, createStack } from '../../model/graph/stack'
import { findNearLimits, findSmallerSize } from './limits'

const analyse = (filters: number, units: number) =>
  analyseStack(
    createStack('image', [
      createLayer('Conv2D', { filters, padding: 'same' }),
      createLayer('Flatten'),
      createLayer('Dense', { units }),
    ]),
    DEFAULT_DATA_SHAPE,
  )

const told = (...given: Parameters<typeof findNearLimits>): string[] =>
  findNearLimits(...given).map(({ message }) => message)

describe('findNearLimits', () => {
  it('is silent while there is room', () => {
    expect(findNearLimits(analyse(4, 10), 500, { largestBuffer: 2 ** 31 })).toEqual([])
  })

  it('tells when the parameters come near what a page can train', () => {
    expect(told(analyse(4, 5200), 1, undefined)).toEqual([
      'The model has 16,312,440 parameters, and 20,000,000 is the most that a page can train.',
    ])
    expect(findNearLimits(analyse(4, 9000), 1, undefined)).toEqual([])
  })

  it('tells when a buffer comes near what the device allows, or is beyond it', () => {
    const wide = analyse(64, 10)
    // 500 images of 28 x 28 x 64 float32 are 100 MB.
    expect(findNearLimits(wide, 500, { largestBuffer: 2 ** 27 })).toEqual([])
    expect(told(wide, 600, { largestBuffer: 2 ** 27 })).toEqual([
      'The largest buffer takes 120 MB, near the 134 MB that this device allows: a smaller batch size, or fewer filters and units, take less.',
    ])
    expect(told(wide, 1000, { largestBuffer: 2 ** 27 })).toEqual([
      'The largest buffer would take 201 MB, and 134 MB is the most on this device: a smaller batch size, or fewer filters and units, take less.',
    ])
  })

  it('tells when it takes more memory than many devices have', () => {
    expect(told(analyse(64, 10), 16_384, { largestBuffer: 2 ** 33 })).toEqual([
      'Training takes about 13.2 GB, and a browser doesn’t tell how much memory the device has: if it is not enough, choose a smaller batch size, or bring the images to a smaller size.',
    ])
  })
})

describe('findSmallerSize', () => {
  it('keeps the shape, and leaves small images alone', () => {
    expect(findSmallerSize({ width: 2400, height: 1600 })).toEqual({ width: 128, height: 85 })
    expect(findSmallerSize({ width: 1, height: 4096 })).toEqual({ width: 1, height: 128 })
    expect(findSmallerSize({ width: 128, height: 96 })).toBeUndefined()
  })

  it('is offered for memory, and not for parameters', () => {
    expect(findNearLimits(analyse(4, 5200), 1, undefined).map(({ isOfImages }) => isOfImages)).toEqual([false])
    expect(findNearLimits(analyse(64, 10), 16_384, undefined).map(({ isOfImages }) => isOfImages)).toEqual([true])
  })
})
