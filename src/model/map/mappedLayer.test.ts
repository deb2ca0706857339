import { expect, it } from 'vitest'
import { createLayer, createStack } from '../graph/stack'
import { mappedLayers } from './mappedLayer'

it('knows the layers that give pixels: those before anything that changes them outside of training', () => {
  const stack = createStack('image', [
    createLayer('GaussianNoise'),
    createLayer('SpatialDropout2D'),
    createLayer('Flatten'),
    createLayer('Dense', { units: 4 }),
    createLayer('Dropout'),
    createLayer('Dense', { units: 3, activation: 'softmax' }),
  ])
  const layers = mappedLayers(stack, { height: 5, width: 4, channels: 3, classes: 3 })
  expect(layers.map(({ name, isPixels }) => [name, isPixels])).toEqual([
    [undefined, true],
    ['gaussian_noise', true],
    ['spatial_dropout2d', true],
    ['flatten', true],
    ['dense', false],
    ['dropout', false],
    ['dense_1', false],
  ])
})
