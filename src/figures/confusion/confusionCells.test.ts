import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeCell, isStrong, shadeCells, shadeOf, SHADE_PERCENTS, writeCell } from './confusionCells'

describe('the shade of a cell', () => {
  it('is none for none, and never none for some', () => {
    expect(shadeOf(0, true)).toBe(0)
    expect(shadeOf(1e-6, false)).toBe(1)
  })

  it('is full for all', () => {
    expect(SHADE_PERCENTS[shadeOf(1, true)]).toBe(100)
    expect(SHADE_PERCENTS[shadeOf(1, false)]).toBe(100)
    expect(isStrong(shadeOf(1, true))).toBe(true)
  })

  it('shows few mistakes more strongly than few right answers', () => {
    expect(shadeOf(0.1, false)).toBeGreaterThan(shadeOf(0.1, true))
  })
})

describe('the drawing of the cells', () => {
  it('draws every cell that holds images once', () => {
    const side = fc.integer({ min: 1, max: 8 })
    const matrix = side.chain((classes) =>
      fc.tuple(
        fc.constant(classes),
        fc.array(fc.nat(50), { minLength: classes * classes, maxLength: classes * classes }),
      ),
    )
    fc.assert(
      fc.property(matrix, ([classes, confusion]) => {
        const drawn = shadeCells(confusion, classes).flatMap(({ right, path }) =>
          [...path.matchAll(/M(\d+) (\d+)/g)].map(([, guess, truth]) => ({
            cell: Number(truth) * classes + Number(guess),
            right,
          })),
        )
        const held = confusion.flatMap((images, cell) =>
          images > 0 ? [{ cell, right: Math.floor(cell / classes) === cell % classes }] : [],
        )
        expect(drawn.toSorted((one, other) => one.cell - other.cell)).toEqual(held)
      }),
    )
  })

  it('takes no more paths for 200 classes than there are shades', () => {
    const confusion = Array.from({ length: 200 * 200 }, (_, cell) => (cell * 7919) % 13)
    expect(shadeCells(confusion, 200).length).toBeLessThanOrEqual(2 * (SHADE_PERCENTS.length - 1))
  })
})

describe('the words of a cell', () => {
  const evaluation = { classes: ['cat', 'dog'], confusion: [3, 1, 0, 0] }

  it('say the classes, each kept apart from the words around it, the images and their share', () => {
    expect(describeCell(evaluation, { truth: 0, guess: 1 })).toBe(
      'True \u2068cat\u2069, predicted \u2068dog\u2069: 1 image (25.00 % of class \u2068cat\u2069)',
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
