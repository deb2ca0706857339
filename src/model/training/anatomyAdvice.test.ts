import { describe, expect, it } from 'vitest'
import type { Anatomy } from '../anatomy/anatomy'
import { spreadOf } from '../anatomy/spread'
import { adviseOnAnatomy } from './anatomyAdvice'
import { DEFAULT_RECIPE } from './recipe'

const anatomyOf = (
  silent: readonly number[],
  gradients: readonly number[],
  how: 'dead' | 'saturated' = 'dead',
): Anatomy => ({
  images: 64,
  batch: 32,
  weights: [{ key: 'dense/kernel', axes: 2, values: spreadOf([1, 2]), gradients: spreadOf(gradients) }],
  layers: [{ name: 'conv2d', activation: 'relu', outputs: spreadOf([0]), silence: { how, units: 2, silent } }],
})
const recipe = { ...DEFAULT_RECIPE, learningRate: 0.5 }
const fix = { label: 'Use learning rate 0.001', field: 'learningRate', value: 0.001 }

describe('advice on what is inside', () => {
  it('is given where nothing comes through a layer, and where gradients explode', () => {
    expect(adviseOnAnatomy(anatomyOf([0, 1], [0, 0]), recipe)).toEqual({
      message:
        'conv2d: 2 of 2 units gave 0 for all 64 images, at all places: dead, as far as 64 images can tell. Nothing comes through the layer: what leads to it alone learns nothing.',
      fix,
    })
    expect(adviseOnAnatomy(anatomyOf([0, 1], [0, 0], 'saturated'), recipe)?.message).toMatch(
      /saturated.* Next to no gradient comes through the layer: what leads to it alone hardly learns\.$/,
    )
    expect(adviseOnAnatomy(anatomyOf([0], [NaN, 1]), recipe)).toEqual({
      message: 'Gradients of dense/kernel are infinite or no numbers on 32 train images: they explode.',
      fix,
    })
  })

  it('is not given where some units are dead, and the others learn', () => {
    expect(adviseOnAnatomy(anatomyOf([0], [0.1, -0.1]), recipe)).toBeUndefined()
  })
})
