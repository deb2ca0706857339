import { describe, expect, it } from 'vitest'
import { classRows } from './classRows'

// 4 cats: 3 right, 1 taken for a dog. 2 dogs: both right. No eel, and none taken for one.
const CONFUSION = [3, 1, 0, 0, 2, 0, 0, 0, 0]
const CLASSES = ['cat', 'dog', 'eel']

describe('the table by class', () => {
  it('has the scores of each class, with a dash where one is undefined', () => {
    const { rows } = classRows(CONFUSION, CLASSES, { column: 0, falling: false })
    expect(rows).toEqual([
      ['cat', '1.000', '0.750', '0.857', '4'],
      ['dog', '0.667', '1.000', '0.800', '2'],
      ['eel', '–', '–', '–', '0'],
    ])
  })

  it('averages over classes and over images', () => {
    const { averages } = classRows(CONFUSION, CLASSES, { column: 0, falling: false })
    expect(averages).toEqual([
      ['Macro avg.', '0.556', '0.583', '0.552', '6'],
      ['Weighted avg.', '0.889', '0.833', '0.838', '6'],
    ])
  })

  it('has dashes for averages while no image was looked at', () => {
    const { averages } = classRows(
      CONFUSION.map(() => 0),
      CLASSES,
      { column: 0, falling: false },
    )
    expect(averages).toEqual([
      ['Macro avg.', '–', '–', '–', '0'],
      ['Weighted avg.', '–', '–', '–', '0'],
    ])
  })

  it('has for its file all digits of the same rows, in the order of the classes', () => {
    const { file } = classRows(CONFUSION, CLASSES, { column: 2, falling: true })
    expect(file).toEqual([
      ['cat', 1, 3 / 4, expect.closeTo(6 / 7, 15), 4],
      ['dog', expect.closeTo(2 / 3, 15), 1, expect.closeTo(0.8, 15), 2],
      ['eel', null, null, null, 0],
      ['Macro avg.', expect.closeTo(5 / 9, 15), expect.closeTo(1.75 / 3, 15), expect.closeTo((6 / 7 + 0.8) / 3, 15), 6],
      [
        'Weighted avg.',
        expect.closeTo(8 / 9, 15),
        expect.closeTo(5 / 6, 15),
        expect.closeTo((4 * 6) / 7 / 6 + 1.6 / 6, 15),
        6,
      ],
    ])
  })

  it('sorts by number, not by text, and keeps the undefined last', () => {
    const first = (column: number, falling: boolean): readonly (string | undefined)[] =>
      classRows(CONFUSION, CLASSES, { column, falling }).rows.map(([name]) => name)
    expect(first(2, false)).toEqual(['cat', 'dog', 'eel'])
    expect(first(2, true)).toEqual(['dog', 'cat', 'eel'])
    expect(first(4, true)).toEqual(['cat', 'dog', 'eel'])
    expect(first(0, true)).toEqual(['eel', 'dog', 'cat'])
  })
})
