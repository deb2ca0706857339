import { expect, it } from 'vitest'
import { createLayer, createStack } from '../graph/stack'
import { weightSpecs } from '../graph/weights'
import { measureUpdates } from './weightUpdates'

it('measures what an update did to each layer, and leaves moving statistics out', () => {
  const data = { height: 1, width: 2, channels: 1, classes: 2 }
  const stack = createStack('flat', [
    createLayer('BatchNormalization'),
    createLayer('Activation'),
    createLayer('Dense', { units: 2, activation: 'softmax' }),
  ])
  const specs = weightSpecs(stack, data)
  const filled = (valueOf: (key: string) => number) =>
    new Map(specs.map(({ key, shape }) => [key, new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(valueOf(key))]))
  const before = filled((key) => (key.startsWith('dense') ? 2 : 1))
  const after = filled((key) => (key === 'dense/kernel' ? 2.5 : key.includes('moving') ? 9 : 1))
  after.set('dense/bias', Float32Array.of(2, 2))
  const updates = measureUpdates(stack, data, before, after)
  expect(updates).toEqual([
    // Gamma and beta: four ones.
    { layer: 'batch_normalization', weights: 2, update: 0 },
    // A kernel of four and a bias of two, of which the kernel moved by a half each.
    { layer: 'dense', weights: Math.sqrt(24), update: 1 },
  ])
})
