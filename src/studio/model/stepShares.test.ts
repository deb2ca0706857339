import { describe, expect, it } from 'vitest'
import { DEFAULT_DATA_SHAPE } from '../../model/graph/shapes'
import { TEMPLATES } from '../../model/graph/templates/templates'
import { largestShare, sharesOf } from './stepShares'

const { stack } = TEMPLATES[0].build(DEFAULT_DATA_SHAPE)

describe('sharesOf', () => {
  it('names what a step does, in the order of the layers, without what takes no time', () => {
    const shares = sharesOf(stack, {
      milliseconds: 20,
      layers: {
        conv2d: { forward: 1, backward: 3 },
        dense: { forward: 1, backward: 0 },
        conv2d_1: { forward: 0, backward: 12 },
      },
      rest: { images: 1, loss: 0, update: 2 },
      takenIn: {},
      clock: 'device',
    })
    expect(shares).toEqual([
      { name: 'the images', share: 0.05 },
      { name: 'conv2d', family: 'convolution', share: 0.2 },
      { name: 'conv2d_1', family: 'convolution', share: 0.6 },
      { name: 'dense', family: 'core', share: 0.05 },
      { name: 'the update of the weights', share: 0.1 },
    ])
    expect(largestShare(shares)?.name).toBe('conv2d_1')
  })
})
