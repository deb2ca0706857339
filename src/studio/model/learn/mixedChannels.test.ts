import { expect, it } from 'vitest'
import { analyseStack, DEFAULT_DATA_SHAPE } from '../../../model/graph/shapes'
import { createLayer, createStack } from '../../../model/graph/stack'
import { mixedChannels } from './mixedChannels'

it('mixedChannels counts the channels that a convolution adds up, and none of a pool', () => {
  const stack = createStack('image', [
    createLayer('Conv2D', { filters: 6 }),
    createLayer('MaxPooling2D'),
    createLayer('Conv2D', { filters: 4, kernelSize: [64, 64] }),
    createLayer('Conv2D'),
  ])
  const { layers } = analyseStack(stack, { ...DEFAULT_DATA_SHAPE, channels: 3 })
  // The third does not fit, so that it is not known what comes in and out from there on.
  expect(stack.layers.map((layer, at) => mixedChannels(layer, layers[at]))).toEqual([
    3,
    undefined,
    undefined,
    undefined,
  ])
})
