import { describe, expect, it } from 'vitest'
import type { SlidingWindow } from '../../../model/layers/define'
import { walkWindow } from '../../../model/learn/windowWalk'
import { inOneLine, writeSizeFormula } from './sizeFormula'

function write(given: Partial<SlidingWindow>, input = 28) {
  const window: SlidingWindow = {
    kind: 'convolution',
    kernel: [3, 3],
    strides: [1, 1],
    padding: 'valid',
    dilation: [1, 1],
    ...given,
  }
  const { words, numbers, outcome, remark } = writeSizeFormula(walkWindow(window, [input, input]).rows, window, [
    'top',
    'bottom',
  ])
  return { words: inOneLine(words), numbers: `${inOneLine(numbers)} ${outcome}`, remark }
}

describe('writeSizeFormula', () => {
  it('fills in the tutorial’s formula', () => {
    expect(write({ padding: 'same' })).toEqual({
      words: '(input size − (filter size + (filter size − 1) × (dilation − 1)) + 2 × padding) / stride + 1',
      numbers: '(28 − (3 + (3 − 1) × (1 − 1)) + 2 × 1) / 1 + 1 = 28',
      remark: '“same” keeps the size: it pads by 1 on either side.',
    })
    expect(write({ dilation: [2, 2] }, 7).numbers).toBe('(7 − (3 + (3 − 1) × (2 − 1)) + 2 × 0) / 1 + 1 = 3')
  })

  it('says so when padding differs and when a part of a step is left', () => {
    expect(write({ padding: 'same', strides: [2, 2] })).toMatchObject({
      words: '(input size − (filter size + (filter size − 1) × (dilation − 1)) + padding (top + bottom)) / stride + 1',
      numbers: '(28 − (3 + (3 − 1) × (1 − 1)) + (0 + 1)) / 2 + 1 = 14',
      remark: '“same” leaves the shrinking to the stride: it pads by 0 at the start and by 1 at the end.',
    })
    expect(write({ strides: [2, 2] })).toMatchObject({
      numbers: '(28 − (3 + (3 − 1) × (1 − 1)) + 2 × 0) / 2 + 1 = 13.5, rounded down: 13',
      remark: 'Another whole step does not fit: 1 pixel at the end is under no window.',
    })
  })

  it('has no dilation in a pool', () => {
    expect(write({ kind: 'maximum', kernel: [2, 2], strides: [2, 2] })).toEqual({
      words: '(input size − pool size + 2 × padding) / stride + 1',
      numbers: '(28 − 2 + 2 × 0) / 2 + 1 = 14',
      remark: undefined,
    })
  })

  it('counts the stamps of a transposed convolution, and what is cut off or added', () => {
    expect(write({ kind: 'transposed', strides: [2, 2] }, 7)).toEqual({
      words: '(input size − 1) × stride + (filter size + (filter size − 1) × (dilation − 1))',
      numbers: '(7 − 1) × 2 + (3 + (3 − 1) × (1 − 1)) = 15',
      remark: undefined,
    })
    expect(write({ kind: 'transposed', strides: [2, 2], padding: 'same' }, 7)).toMatchObject({
      numbers: '(7 − 1) × 2 + (3 + (3 − 1) × (1 − 1)) − 1 = 14',
      remark: '“same” cuts off 0 at the start and 1 at the end.',
    })
    expect(write({ kind: 'transposed', kernel: [2, 2], strides: [3, 3] }, 7)).toMatchObject({
      numbers: '(7 − 1) × 3 + (2 + (2 − 1) × (1 − 1)) + 1 = 21',
      remark: '1 pixel is added at the end, and no stamp reaches there.',
    })
  })
})
