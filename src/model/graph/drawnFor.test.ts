import { expect, it } from 'vitest'
import { drawnFor } from './drawnFor'
import { createLayer, createStack } from './stack'

const DATA = { height: 28, width: 28, channels: 1, classes: 10 }

it('goes by a first Reshape and a last Dense', () => {
  const reshape = createLayer('Reshape', { targetShape: [32, 20, 3] })
  const dense = createLayer('Dense', { units: 4 })
  expect(drawnFor(createStack('flat', [reshape, dense]), DATA)).toEqual({
    height: 32,
    width: 20,
    channels: 3,
    classes: 4,
  })
  expect(drawnFor(createStack('image', [createLayer('Flatten'), dense]), DATA)).toEqual({ ...DATA, classes: 4 })
  expect(drawnFor(createStack('flat', [dense, createLayer('Dropout')]), DATA)).toEqual({ ...DATA, classes: 4 })
  const flat = createLayer('Reshape', { targetShape: [784] })
  expect(drawnFor(createStack('image', [flat]), DATA)).toEqual(DATA)
  const follows = createLayer('Reshape', { targetShape: [-1, 28, 2] })
  expect(drawnFor(createStack('image', [follows]), DATA)).toEqual(DATA)
})
