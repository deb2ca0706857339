import { describe, expect, it } from 'vitest'
import { readInitializerFacts, type InitializerFacts } from '../kerasVectors.fixture'
import { sizeOf } from '../layers/define'
import { initialWeights } from './initialise'
import { createLayer, createStack, type Stack } from './stack'

/** A stack whose first layer has a weight of that shape, drawn in that way. */
function stackOf({ name, shape }: InitializerFacts): { readonly stack: Stack; readonly channels: number } {
  const [first = 1, second = 1, channels = 1, filters = 1] = shape
  if (shape.length === 1) {
    const dense = createLayer('Dense', { units: first, biasInitializer: name })
    return { stack: createStack('flat', [dense]), channels: 1 }
  }
  if (shape.length === 2) {
    const dense = createLayer('Dense', { units: second, kernelInitializer: name })
    return { stack: createStack('flat', [dense]), channels: first }
  }
  const conv2d = createLayer('Conv2D', {
    filters,
    kernelSize: [first, second],
    padding: 'same',
    kernelInitializer: name,
  })
  return { stack: createStack('image', [conv2d]), channels }
}

describe('initial weights', () => {
  it.each(readInitializerFacts().map((facts) => [facts.name, facts.shape.join(' x '), facts] as const))(
    'of %s are spread as Keras spreads them, for the shape %s',
    (_name, _shape, facts) => {
      const { stack, channels } = stackOf(facts)
      const times = Math.ceil(50_000 / sizeOf(facts.shape))
      const weight = facts.shape.length === 1 ? 'bias' : 'kernel'
      const values = Array.from({ length: times }, (_, seed) => {
        const weights = initialWeights(stack, { height: 1, width: 1, channels, classes: 2 }, seed)
        return [...weights].flatMap(([key, drawn]) => (key.endsWith(weight) ? [...drawn] : []))
      }).flat()
      expect(values).toHaveLength(times * sizeOf(facts.shape))
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
      expect(Math.abs(mean) / facts.deviation).toBeLessThan(0.02)
      expect(Math.abs(Math.sqrt(variance) / facts.deviation - 1)).toBeLessThan(0.02)
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      if (facts.bound !== null) {
        expect(largest / facts.bound).toBeLessThan(1 + 1e-6)
        expect(largest / facts.bound).toBeGreaterThan(0.97)
      }
    },
  )
})
