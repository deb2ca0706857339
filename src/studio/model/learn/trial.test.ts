import { describe, expect, it } from 'vitest'
import { createLayer } from '../../../model/graph/stack'
import type { Layer, NewLayer } from '../../../model/layers/registry'
import { changeTrial, differs, findTrialProblems, startTrial, type Trial } from './trial'

const IMAGE = { height: 28, width: 30, channels: 1 }
function layerOf(layer: NewLayer): Layer {
  return { ...layer, id: 'layer-1' }
}

const layer = layerOf(createLayer('Conv2D'))

describe('a trial', () => {
  it('starts with the layer’s numbers, on the layer’s input or on an image where that is not known', () => {
    expect(startTrial(layer, [12, 13, 64], IMAGE)).toEqual({
      args: { kernelSize: [3, 3], strides: [1, 1], padding: 'valid', dilationRate: [1, 1] },
      input: [12, 13],
    })
    expect(startTrial(layer, [840], IMAGE).input).toEqual([28, 30])
    expect(startTrial(layer, undefined, IMAGE).input).toEqual([28, 30])
  })

  it('differs from the layer once a number of the window does', () => {
    const own = startTrial(layer, undefined, IMAGE)
    expect(differs(own, layer)).toBe(false)
    expect(differs(changeTrial(own, 'inputSize', [5, 5]), layer)).toBe(false)
    const other = changeTrial(own, 'strides', [2, 2])
    expect(differs(other, layer)).toBe(true)
    expect(differs(changeTrial(other, 'strides', [1, 1]), layer)).toBe(false)
  })
})

describe('what keeps a trial from being drawn', () => {
  const own = startTrial(layer, undefined, IMAGE)
  const fieldsOf = (trial: Trial, whose = layer): readonly (string | undefined)[] =>
    findTrialProblems(trial, whose, IMAGE).map(({ field }) => field)

  it('is a number that its field does not allow', () => {
    expect(fieldsOf(own)).toEqual([])
    expect(fieldsOf(changeTrial(own, 'strides', [0, 1]))).toEqual(['strides'])
    expect(fieldsOf(changeTrial(own, 'inputSize', []))).toEqual(['inputSize'])
    expect(fieldsOf(changeTrial(own, 'inputSize', [28, NaN]))).toEqual(['inputSize'])
  })

  it('is numbers that do not go together', () => {
    expect(fieldsOf(changeTrial(own, 'inputSize', [2, 2]))).toEqual(['kernelSize'])
    expect(fieldsOf(changeTrial(changeTrial(own, 'strides', [2, 2]), 'dilationRate', [2, 2]))).toEqual(['dilationRate'])
  })

  it('is nothing that the window does without', () => {
    const without = layerOf(createLayer('Conv2D', { filters: NaN }))
    expect(fieldsOf(startTrial(without, undefined, IMAGE), without)).toEqual([])
  })
})
