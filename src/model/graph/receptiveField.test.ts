import { expect, it } from 'vitest'
import { analyseStack, DEFAULT_DATA_SHAPE } from './shapes'
import { createLayer, createStack } from './stack'
import { TEMPLATES } from './templates/templates'

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

it('is the image’s pixels where a row of them is laid out as an image again', () => {
  const { layers } = analyseStack(TEMPLATES[0].build(DEFAULT_DATA_SHAPE).stack, DEFAULT_DATA_SHAPE)
  expect(layers.map(({ name, receptiveField }) => [name, receptiveField])).toEqual([
    ['reshape', { size: [1, 1], jump: [1, 1] }],
    ['conv2d', { size: [3, 3], jump: [1, 1] }],
    ['max_pooling2d', { size: [4, 4], jump: [2, 2] }],
    ['conv2d_1', { size: [8, 8], jump: [2, 2] }],
    ['max_pooling2d_1', { size: [10, 10], jump: [4, 4] }],
    ['flatten', undefined],
    ['dense', 'image'],
  ])
})

it('is the whole image behind a layer that mixes all values, whatever follows', () => {
  const { layers } = analyseStack(
    createStack('flat', [
      createLayer('Dense', { units: 12 }),
      createLayer('Dropout'),
      createLayer('Reshape', { targetShape: [2, 2, 3] }),
      createLayer('Conv2D', { kernelSize: [2, 2] }),
    ]),
    DEFAULT_DATA_SHAPE,
  )
  expect(layers.map(({ receptiveField }) => receptiveField)).toEqual(['image', 'image', 'image', 'image'])
})

it('is not told of pixels that are laid out otherwise', () => {
  const { layers } = analyseStack(
    createStack('flat', [createLayer('Reshape', { targetShape: [14, 56, 1] }), createLayer('Conv2D')]),
    DEFAULT_DATA_SHAPE,
  )
  expect(layers.map(({ receptiveField }) => receptiveField)).toEqual([undefined, undefined])
  const again = analyseStack(
    createStack('image', [createLayer('Conv2D'), createLayer('Reshape', { targetShape: [13, 52, 32] })]),
    DEFAULT_DATA_SHAPE,
  )
  expect(again.layers[1]!.receptiveField).toBeUndefined()
})

it('is the whole image once it has grown as large', () => {
  const { layers } = analyseStack(
    createStack('image', [
      createLayer('Conv2D', { kernelSize: [28, 27] }),
      createLayer('Conv2D', { kernelSize: [1, 2] }),
      createLayer('MaxPooling2D', { poolSize: [1, 1] }),
      createLayer('Flatten'),
    ]),
    DEFAULT_DATA_SHAPE,
  )
  expect(layers.map(({ receptiveField }) => receptiveField)).toEqual([
    { size: [28, 27], jump: [1, 1] },
    'image',
    'image',
    'image',
  ])
})
