import { initialWeights } from './initialise'
import { weightSpecs } from './weights'
import { layerNames } from './names'
import { describe, expect, it } from 'vitest'
import { DEFAULT_DATA_SHAPE } from './shapes'
import { createLayer, createStack, updateLayer } from './stack'

const stack = createStack('image', [
  createLayer('Conv2D', { filters: 16, kernelSize: [3, 5] }),
  createLayer('MaxPooling2D'),
  createLayer('Conv2D', { filters: 8 }),
  createLayer('MaxPooling2D'),
  createLayer('Flatten'),
  createLayer('Dense', { units: 10, activation: 'softmax' }),
])
const weights = initialWeights(stack, DEFAULT_DATA_SHAPE, 42)

describe('layerNames', () => {
  it('are those that Keras gives', () => {
    expect(layerNames(stack)).toEqual(['conv2d', 'max_pooling2d', 'conv2d_1', 'max_pooling2d_1', 'flatten', 'dense'])
  })
})

describe('initialWeights', () => {
  it('have the names, order and sizes of the specs', () => {
    const specs = weightSpecs(stack, DEFAULT_DATA_SHAPE)
    expect(specs.map((spec) => [spec.key, spec.shape])).toEqual([
      ['conv2d/kernel', [3, 5, 1, 16]],
      ['conv2d/bias', [16]],
      ['conv2d_1/kernel', [3, 3, 16, 8]],
      ['conv2d_1/bias', [8]],
      ['dense/kernel', [200, 10]],
      ['dense/bias', [10]],
    ])
    expect([...weights].map(([key, values]) => [key, values.length])).toEqual(
      specs.map((spec) => [spec.key, spec.shape.reduce((size, length) => size * length, 1)]),
    )
  })

  it('are uniform within Keras’s glorot_uniform limits; biases are zeros', () => {
    // sqrt(6 / (fan in + fan out)), a kernel's fans being its channels times its receptive field.
    const limits = [
      ['conv2d/kernel', Math.sqrt(6 / (15 * 1 + 15 * 16))],
      ['conv2d_1/kernel', Math.sqrt(6 / (9 * 16 + 9 * 8))],
      ['dense/kernel', Math.sqrt(6 / (200 + 10))],
    ] as const
    for (const [key, limit] of limits) {
      const values = weights.get(key) ?? new Float32Array()
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length
      expect(largest).toBeLessThanOrEqual(Math.fround(limit))
      expect(largest).toBeGreaterThan(0.95 * limit)
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      // Four standard deviations, each limit / sqrt(3 n).
      expect(Math.abs(mean)).toBeLessThan((4 * limit) / Math.sqrt(3 * values.length))
      // A uniform distribution's variance is limit² / 3.
      expect(variance / (limit ** 2 / 3)).toBeGreaterThan(0.8)
      expect(variance / (limit ** 2 / 3)).toBeLessThan(1.2)
    }
    expect(weights.get('conv2d/bias')?.every((value) => value === 0)).toBe(true)
  })

  it('are the same for the same seed and others for another', () => {
    expect(initialWeights(stack, DEFAULT_DATA_SHAPE, 42)).toEqual(weights)
    expect(initialWeights(stack, DEFAULT_DATA_SHAPE, 43).get('dense/kernel')).not.toEqual(weights.get('dense/kernel'))
  })

  it('differ between layers of the same shape', () => {
    const twins = createStack('flat', [createLayer('Dense', { units: 784 }), createLayer('Dense', { units: 784 })])
    const drawn = initialWeights(twins, DEFAULT_DATA_SHAPE, 42)
    expect(drawn.get('dense/kernel')?.slice(0, 9)).not.toEqual(drawn.get('dense_1/kernel')?.slice(0, 9))
  })

  it('stay as they were in layers in front of and behind one that changes', () => {
    const changed = updateLayer(stack, 'layer-3', { activation: 'tanh', padding: 'valid', dilationRate: [1, 1] })
    expect(initialWeights(changed, DEFAULT_DATA_SHAPE, 42)).toEqual(weights)
    const wider = initialWeights(updateLayer(stack, 'layer-1', { filters: 4 }), DEFAULT_DATA_SHAPE, 42)
    expect(wider.get('dense/kernel')).toEqual(weights.get('dense/kernel'))
  })

  it('are refused for a stack whose shapes are unknown', () => {
    const broken = createStack('image', [createLayer('Dense')])
    expect(() => initialWeights(broken, DEFAULT_DATA_SHAPE, 1)).toThrow('The weights of dense are unknown')
  })
})
