import { expect, it } from 'vitest'
import { analyseStack, DEFAULT_DATA_SHAPE } from './shapes'
import { createLayer, createStack } from './stack'

it('grows by every window, and the faster the larger the strides before it', () => {
  const { layers } = analyseStack(
    createStack('image', [
      createLayer('Conv2D', { kernelSize: [5, 3], strides: [2, 1] }),
      createLayer('MaxPooling2D'),
      createLayer('Conv2D', { kernelSize: [3, 3], dilationRate: [2, 2], padding: 'same' }),
      createLayer('Flatten'),
    ]),
    DEFAULT_DATA_SHAPE,
  )
  expect(layers.map(({ receptiveField }) => receptiveField)).toEqual([
    { size: [5, 3], jump: [2, 1] },
    { size: [7, 4], jump: [4, 2] },
    { size: [23, 12], jump: [4, 2] },
    undefined,
  ])
})
