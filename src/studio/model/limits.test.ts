import { describe, expect, it } from 'vitest'
import { analyseStack, DEFAULT_DATA_SHAPE } from '../../model/graph/shapes'
import { createLayer, createStack } from '../../model/graph/stack'
import { findNearLimits } from './limits'

const analyse = (filters: number, units: number) =>
  analyseStack(
    createStack('image', [
      createLayer('Conv2D', { filters, padding: 'same' }),
      createLayer('Flatten'),
      createLayer('Dense', { units }),
    ]),
    DEFAULT_DATA_SHAPE,
  )

describe('findNearLimits', () => {
  it('is silent while there is room', () => {
    expect(findNearLimits(analyse(4, 10), 500, { largestBuffer: 2 ** 31 })).toEqual([])
  })

  it('tells when the parameters come near what a page can train', () => {
    expect(findNearLimits(analyse(4, 5200), 1, undefined)).toEqual([
      'The model has 16,312,440 parameters, and 20,000,000 is the most that a page can train.',
    ])
    expect(findNearLimits(analyse(4, 9000), 1, undefined)).toEqual([])
  })

  it('tells when a buffer comes near what the device allows, or is beyond it', () => {
    const wide = analyse(64, 10)
    // 500 images of 28 x 28 x 64 float32 are 100 MB.
    expect(findNearLimits(wide, 500, { largestBuffer: 2 ** 27 })).toEqual([])
    expect(findNearLimits(wide, 600, { largestBuffer: 2 ** 27 })).toEqual([
      'The largest buffer takes 120 MB, near the 134 MB that this device allows: a smaller batch size, or fewer filters and units, take less.',
    ])
    expect(findNearLimits(wide, 1000, { largestBuffer: 2 ** 27 })).toEqual([
      'The largest buffer would take 201 MB, and 134 MB is the most on this device: a smaller batch size, or fewer filters and units, take less.',
    ])
  })

  it('tells when it takes more memory than many devices have', () => {
    expect(findNearLimits(analyse(64, 10), 16_384, { largestBuffer: 2 ** 33 })).toEqual([
      'Training takes about 13.2 GB, and a browser doesn’t tell how much memory the device has: if it is not enough, choose a smaller batch size.',
    ])
  })
})
