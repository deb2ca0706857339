import { describe, expect, it } from 'vitest'
import type { NewLayer } from '../../../model/layers/registry'
import { createLayer } from '../../../model/graph/stack'
import { summariseAdvanced, summariseArguments } from './summariseArguments'

const summarise = (layer: NewLayer): string => summariseArguments({ ...layer, id: 'layer-1' })

describe('summariseArguments', () => {
  it('gives the first argument, and the others where they are not the default', () => {
    expect(summarise(createLayer('Conv2D'))).toBe('Filters 32')
    expect(summarise(createLayer('Conv2D', { filters: 64, padding: 'same', kernelSize: [3, 5] }))).toBe(
      'Filters 64 · Kernel size 3 × 5 · Padding same',
    )
    expect(summarise(createLayer('MaxPooling2D', { strides: [1, 1] }))).toBe('Pool size 2 × 2 · Strides 1 × 1')
    expect(summarise(createLayer('Reshape', { targetShape: [28, 28, 1] }))).toBe('Target shape 28 × 28 × 1')
    expect(summarise(createLayer('Dropout', { rate: 0.25 }))).toBe('Rate 0.25')
  })

  it('has a dash for what can’t be read', () => {
    expect(summarise(createLayer('Dense', { units: NaN }))).toBe('Units –')
    expect(summarise(createLayer('Reshape', { targetShape: [] }))).toBe('Target shape –')
    expect(summarise(createLayer('MaxPooling2D', { poolSize: [NaN, 2] }))).toBe('Pool size –')
  })

  it('has the advanced ones too, where they are not the default', () => {
    const layer = createLayer('Conv2D', { useBias: false, kernelL2: 0.001 })
    expect(summarise(layer)).toBe('Filters 32 · Use bias off · Kernel L2 0.001')
    expect(summariseAdvanced({ ...layer, id: 'layer-1' })).toBe('Use bias off · Kernel L2 0.001')
    expect(summariseAdvanced({ ...createLayer('Conv2D', { filters: 64 }), id: 'layer-1' })).toBe('')
  })

  it('is empty for a layer without arguments', () => {
    expect(summarise(createLayer('Flatten'))).toBe('')
  })
})
