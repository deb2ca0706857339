import { describe, expect, it } from 'vitest'
import { describeCell, writeCell } from './confusionCells'

describe('the words of a cell', () => {
  const evaluation = { classes: ['cat', 'dog'], confusion: [3, 1, 0, 0] }

  it('say the classes, each kept apart from the words around it, the images and their share', () => {
    expect(describeCell(evaluation, { truth: 0, guess: 1 })).toBe(
      'True \u2068cat\u2069, predicted \u2068dog\u2069: 1 image (25.00\u202f% of class \u2068cat\u2069)',
    )
  })

  it('have no share of a class without images', () => {
    expect(describeCell(evaluation, { truth: 1, guess: 0 })).toBe(
      'True \u2068dog\u2069, predicted \u2068cat\u2069: 0 images',
    )
  })

  it('fit into the cell', () => {
    expect(writeCell(0, 0, 'counts')).toBe('')
    expect(writeCell(9999, 1, 'counts')).toBe('9999')
    expect(writeCell(12_345, 1, 'counts')).toBe('12.3K')
    expect(writeCell(12, 0.012, 'shares')).toBe('1.2')
    expect(writeCell(996, 0.996, 'shares')).toBe('100')
  })
})
