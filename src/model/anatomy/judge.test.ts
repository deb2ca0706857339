import { describe, expect, it } from 'vitest'
import type { Anatomy, WeightAnatomy } from './anatomy'
import { updateRatio } from './anatomy'
import { findGradientTrouble, findSilentLayer, isJudged, paceOf, sayPace, saySilence } from './judge'
import { spreadOf } from './spread'

const weight = (key: string, gradients: readonly number[], axes = 2): WeightAnatomy => ({
  key,
  axes,
  values: spreadOf([1, 2]),
  gradients: spreadOf(gradients),
})
const anatomyOf = (...weights: readonly WeightAnatomy[]): Anatomy => ({ images: 64, batch: 64, weights, layers: [] })

describe('how far a step goes', () => {
  it('is the deviation of the change by that of the weights', () => {
    expect(updateRatio(Float32Array.of(-1, 1), Float32Array.of(-1.5, 1.5))).toBe(0.5)
    // All by as much: their spread is the same, and so is the layer but for what lies around it.
    expect(updateRatio(Float32Array.of(-1, 1), Float32Array.of(0, 2))).toBe(0)
    expect(updateRatio(Float32Array.of(0, 0), Float32Array.of(0, 1))).toBeNull()
    // Of weights that a step has made NaN, nobody may say that they moved as they should.
    expect(updateRatio(Float32Array.of(-1, 1), Float32Array.of(NaN, 2))).toBeUndefined()
    expect(updateRatio(Float32Array.of(-1, 1), Float32Array.of(-Infinity, 2))).toBeUndefined()
  })

  it('is well about a thousandth', () => {
    expect([9e-5, 1e-4, 1e-3, 1e-2, 1.1e-2].map(paceOf)).toEqual(['slow', 'well', 'well', 'well', 'fast'])
    expect(sayPace({ key: 'conv2d/kernel', ratio: 0.003 })).toBe(
      'The kernel of conv2d moved by 0.3 % of its size in the last step: as it should.',
    )
    expect(sayPace({ key: 'dw/depthwise_kernel', ratio: 0.2 })).toMatch(/^The depthwise kernel of dw .*20 %.*too fast/)
    expect(sayPace({ key: 'dense/kernel', ratio: 2e-7 })).toMatch(/0\.00002 %|2\.0e-5 %/)
    expect(sayPace({ key: 'dense/kernel', ratio: null })).toMatch(/nothing to compare/)
  })

  it('is judged of kernels alone', () => {
    expect(isJudged({ axes: 4, ratio: 0.1 })).toBe(true)
    expect(isJudged({ axes: 1, ratio: 0.1 })).toBe(false)
    expect(isJudged({ axes: 2 })).toBe(false)
  })
})

describe('gradients', () => {
  it('that explode or vanish are told', () => {
    const [small, usual] = [
      [1e-9, -1e-9],
      [0.1, -0.2],
    ] as const
    expect(findGradientTrouble(anatomyOf(weight('a/kernel', usual), weight('b/kernel', usual)))).toBeUndefined()
    const vanished = findGradientTrouble(
      anatomyOf(weight('a/kernel', small), weight('a/bias', [0], 1), weight('b/kernel', usual)),
    )
    expect(vanished).toMatchObject({
      kind: 'vanished',
      message: expect.stringMatching(/a\/kernel.*b\/kernel/) as string,
    })
    expect(findGradientTrouble(anatomyOf(weight('a/kernel', [0, 0]), weight('b/kernel', usual)))?.message).toMatch(
      /all 0/,
    )
    expect(findGradientTrouble(anatomyOf(weight('a/kernel', usual), weight('b/kernel', [Infinity, 1])))?.kind).toBe(
      'lost',
    )
    // A run that has learnt all there is has none left anywhere.
    expect(findGradientTrouble(anatomyOf(weight('a/kernel', [0]), weight('b/kernel', [0])))).toBeUndefined()
  })
})

describe('silent units', () => {
  const layer = (units: number, silent: readonly number[], how: 'dead' | 'saturated' = 'dead') => ({
    name: 'conv2d',
    activation: 'relu',
    outputs: spreadOf([0]),
    silence: { how, units, silent },
  })

  it('are told by how many images tell of them', () => {
    expect(saySilence(layer(16, [1, 2, 5]), 64)).toBe(
      'conv2d: 3 of 16 units gave 0 for all 64 images, at all places: dead, as far as 64 images can tell.',
    )
    expect(saySilence(layer(16, []), 64)).toBe(
      'conv2d: each of 16 units gave more than 0 somewhere, in one of 64 images at least.',
    )
    expect(saySilence(layer(2, [0], 'saturated'), 64)).toMatch(/1 of 2 units.*saturated/)
  })

  it('that are all of a layer leave nothing to learn from', () => {
    expect(findSilentLayer({ layers: [layer(2, [0]), layer(2, [0, 1])] })?.silence?.silent).toEqual([0, 1])
    expect(findSilentLayer({ layers: [layer(2, [0])] })).toBeUndefined()
  })
})
