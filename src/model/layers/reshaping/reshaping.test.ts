import { describe, expect, it } from 'vitest'
import { analyseStack } from '../../graph/shapes'
import { applyFix, createLayer, createStack, type Stack } from '../../graph/stack'
import type { NewLayer } from '../registry'

const data = { height: 9, width: 8, channels: 3, classes: 4 }

/** Of a layer that has another behind it. */
function factsOf(layer: NewLayer, input: Stack['input'] = 'image') {
  return analyseStack(createStack(input, [layer, createLayer('Flatten')]), data).layers[0]!
}

/** The output once the fix of the layer's problem was pressed; undefined where the layer is gone. */
function outputWhenFixed(layer: NewLayer, input: Stack['input'] = 'image') {
  const stack = createStack(input, [layer])
  const { fix } = factsOf(layer, input).problems[0]!
  return analyseStack(applyFix(stack, stack.layers[0]!.id, fix!), data).layers[0]?.output
}

describe('a border', () => {
  it('is put on or cut off each side by itself', () => {
    const border = { rows: [1, 2], columns: [0, 3] } as const
    expect(factsOf(createLayer('ZeroPadding2D', border)).output).toEqual([12, 11, 3])
    expect(factsOf(createLayer('Cropping2D', border)).output).toEqual([6, 5, 3])
  })

  it('can’t be as large as the image that it is cut off', () => {
    const layer = createLayer('Cropping2D', { rows: [1, 1], columns: [3, 5] })
    expect(factsOf(layer).problems).toMatchObject([
      {
        severity: 'error',
        field: 'columns',
        message: '2 rows and 8 columns are cut off, but the input has only 9 × 8: cut off less, or remove the layer.',
      },
    ])
    expect(outputWhenFixed(layer)).toBeUndefined()
  })

  it('of nothing changes nothing', () => {
    const facts = factsOf(createLayer('ZeroPadding2D', { rows: [0, 0], columns: [0, 0] }))
    expect(facts).toMatchObject({ output: [9, 8, 3], problems: [{ severity: 'hint', fix: { kind: 'remove' } }] })
  })

  it('may be cut or put on by a whole number of pixels alone', () => {
    expect(factsOf(createLayer('ZeroPadding2D', { rows: [-1, 0] })).problems).toMatchObject([
      { field: 'rows', message: 'Rows must be one or two whole numbers from 0 to 1,024.' },
    ])
  })
})

describe('UpSampling2D', () => {
  it('makes the image larger, and what a value sees stays as large', () => {
    expect(factsOf(createLayer('UpSampling2D', { size: [2, 3] }))).toMatchObject({
      output: [18, 24, 3],
      receptiveField: { size: [1, 1], jump: [1 / 2, 1 / 3] },
    })
    expect(factsOf(createLayer('UpSampling2D', { interpolation: 'bilinear' })).receptiveField).toMatchObject({
      size: [2, 2],
    })
  })

  it('by 1 changes nothing', () => {
    expect(factsOf(createLayer('UpSampling2D', { size: [1, 1] })).problems).toMatchObject([
      { severity: 'hint', fix: { kind: 'remove' } },
    ])
  })
})

describe('Permute', () => {
  it('moves the axes', () => {
    expect(factsOf(createLayer('Permute', { dims: [3, 1, 2] })).output).toEqual([3, 9, 8])
  })

  it.each([
    [
      [2, 1],
      'image',
      'The order is 2 × 1, but the input has axes 1 to 3, and each comes once: set to 2 × 1 × 3, or another order of them.',
      [8, 9, 3],
    ],
    [
      [1, 1, 3],
      'image',
      'The order is 1 × 1 × 3, but the input has axes 1 to 3, and each comes once: set to 2 × 1 × 3, or another order of them.',
      [8, 9, 3],
    ],
    [
      [2, 1, 3],
      'flat',
      'The order is 2 × 1 × 3, but the input has one axis: there is nothing to reorder, so remove the layer.',
      undefined,
    ],
  ] as const)('refuses the order %j of %s data, and offers one', (dims, input, message, output) => {
    const layer = createLayer('Permute', { dims })
    expect(factsOf(layer, input).problems).toMatchObject([{ severity: 'error', field: 'dims', message }])
    expect(outputWhenFixed(layer, input)).toEqual(output)
  })

  it('says when the order stays', () => {
    expect(factsOf(createLayer('Permute', { dims: [1, 2, 3] })).problems).toMatchObject([{ severity: 'hint' }])
  })
})
