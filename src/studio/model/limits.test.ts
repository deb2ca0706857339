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

const find = (
  analysis: ReturnType<typeof analyse>,
  batchSize: number,
  device: { largestBuffer?: number } | undefined,
) => findNearLimits({ analysis, batchSize, moments: 2, device })
const messagesOf = (...found: Parameters<typeof find>) => find(...found).map(({ message }) => message)

describe('findNearLimits', () => {
  it('is silent while there is room', () => {
    expect(messagesOf(analyse(4, 10), 500, { largestBuffer: 2 ** 31 })).toEqual([])
  })

  it('tells when the parameters come near what a page can train', () => {
    expect(messagesOf(analyse(4, 5200), 1, undefined)).toEqual([
      'The model has 16,312,440 parameters, and 20,000,000 is the most that a page can train.',
    ])
    expect(messagesOf(analyse(4, 9000), 1, undefined)).toEqual([])
  })

  it('tells when a buffer comes near what the device allows, or is beyond it', () => {
    const wide = analyse(64, 10)
    // 500 images of 28 x 28 x 64 float32 are 100 MB.
    expect(messagesOf(wide, 500, { largestBuffer: 2 ** 27 })).toEqual([])
    expect(messagesOf(wide, 600, { largestBuffer: 2 ** 27 })).toEqual([
      'The largest buffer takes 120 MB, near the 134 MB that this device allows: a smaller batch size, or fewer filters and units, take less.',
    ])
    expect(messagesOf(wide, 1000, { largestBuffer: 2 ** 27 })).toEqual([
      'The largest buffer would take 201 MB, and 134 MB is the most on this device: a smaller batch size, or fewer filters and units, take less.',
    ])
  })

  it('tells when it takes more memory than many devices have', () => {
    expect(messagesOf(analyse(64, 10), 16_384, { largestBuffer: 2 ** 33 })).toEqual([
      'Training takes about 13.2 GB, and a browser doesn’t tell how much memory the device has: if it is not enough, choose a smaller batch size.',
    ])
  })

  it('has a batch size that is well within the limits', () => {
    const wide = analyse(64, 10)
    expect(find(wide, 1000, { largestBuffer: 2 ** 27 })).toMatchObject([{ isBeyond: true, batchSize: 512 }])
    expect(find(wide, 600, { largestBuffer: 2 ** 27 })).toMatchObject([{ isBeyond: false, batchSize: 512 }])
    expect(find(wide, 16_384, { largestBuffer: 2 ** 33 })).toMatchObject([{ isBeyond: false, batchSize: 4096 }])
    expect(find(wide, 512, { largestBuffer: 2 ** 27 })).toEqual([])
    expect(find(wide, 4096, { largestBuffer: 2 ** 33 })).toEqual([])
  })

  it('has smaller images of the same shape, where those at hand are large and can be read again', () => {
    const photo = { width: 2400, height: 1600 }
    const analysis = analyseStack(createStack('image', [createLayer('Conv2D', { filters: 32 })]), {
      ...photo,
      channels: 3,
      classes: 2,
    })
    const found = findNearLimits({ analysis, batchSize: 17, moments: 2, device: undefined, image: photo })
    expect(found).toEqual([
      {
        message:
          'Training takes about 17.5 GB, and a browser doesn’t tell how much memory the device has: if it is not enough, choose a smaller batch size or smaller images.',
        isBeyond: false,
        batchSize: 2,
        size: { width: 128, height: 85 },
      },
    ])
    const device = { largestBuffer: 2 ** 28 }
    const [beyond, much] = findNearLimits({ analysis, batchSize: 17, moments: 2, device, image: photo })
    expect([beyond?.isBeyond, beyond?.batchSize, beyond?.size]).toEqual([true, undefined, { width: 128, height: 85 }])
    expect(much).not.toHaveProperty('size')
  })
})
