import { LAYERS } from '../../../model/layers/registry'
import { expect, it } from 'vitest'
import { createLayer, createStack } from '../../../model/graph/stack'
import { whyNotLower } from './whyNotLower'

const stack = createStack('flat', [createLayer('Dense'), createLayer('Dropout'), createLayer('Dense')])

it('names the layer that has no lowering', () => {
  expect(whyNotLower(stack)).toBeUndefined()
  expect(whyNotLower(stack, { Dense: () => undefined })).toBe(
    'Dropout has no compiled kernels yet, so the whole model trains on TensorFlow.js.',
  )
})

it('has nothing to say of any layer type', () => {
  const layers = LAYERS.map(({ className }) => createLayer(className))
  expect(whyNotLower(createStack('image', layers))).toBeUndefined()
})
