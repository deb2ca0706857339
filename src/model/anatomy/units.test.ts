import { describe, expect, it } from 'vitest'
import { createLayer } from '../graph/stack'
import { createUnitWatch, silenceOf } from './units'

const ruleOf = (...layer: Parameters<typeof createLayer>) => silenceOf(createLayer(...layer))

describe('silent units', () => {
  it('are those that give 0 for all that they see, behind a ReLU', () => {
    const watch = createUnitWatch(ruleOf('Dense', { activation: 'relu' })!, 3)
    watch.add([0, 1, 0, 0, 0, 0])
    watch.add([0, 0, 1e-30])
    expect(watch.read()).toEqual({ how: 'dead', units: 3, silent: [0] })
  })

  it('are those that stay at an end of what their activation gives', () => {
    const seen = (activation: 'tanh' | 'sigmoid', values: readonly number[]) => {
      const watch = createUnitWatch(ruleOf('Conv2D', { activation })!, 3)
      watch.add(values)
      return watch.read()
    }
    // At one end for one image, and at the other for the next.
    expect(seen('tanh', [0.995, 1, 0.5, -1, 0, 0.999])).toEqual({ how: 'saturated', units: 3, silent: [0] })
    expect(seen('sigmoid', [0.996, 0.001, 0.5, 0.004, 0, 0.999])).toEqual({
      ...{ how: 'saturated', units: 3 },
      silent: [0, 1],
    })
  })

  it('are a matter of activations that can be silent', () => {
    expect(ruleOf('ReLU', {})?.how).toBe('dead')
    expect(ruleOf('Activation', { activation: 'hard_sigmoid' })?.how).toBe('saturated')
    expect(ruleOf('ReLU', { negativeSlope: 0.1 })).toBeUndefined()
    expect(ruleOf('LeakyReLU', {})).toBeUndefined()
    expect(ruleOf('Dense', { activation: 'linear' })).toBeUndefined()
    expect(ruleOf('Flatten', {})).toBeUndefined()
  })

  it('are none of those of which nothing is known', () => {
    const watch = createUnitWatch(ruleOf('Dense', { activation: 'relu' })!, 2)
    watch.add([NaN, 0])
    expect(watch.read().silent).toEqual([1])
  })
})
