import { describe, expect, it } from 'vitest'
import { toFloat16 } from '../../model/float16'
import { studySplit, type SplitStudy } from '../../model/metrics/splitStudy'
import { drawn, named, seriesOf } from './curveSeries'
import { studyRows } from './studyRows'

/** Of so many images, each with a true class and its probabilities. */
function studyOf(classes: readonly string[], images: readonly (readonly [number, readonly number[]])[]): SplitStudy {
  return studySplit(
    {
      classes,
      predicted: Uint16Array.from(images, ([, row]) => row.indexOf(Math.max(...row))),
      probabilities: Uint16Array.from(
        images.flatMap(([, row]) => row),
        toFloat16,
      ),
    },
    { labels: Uint16Array.from(images, ([truth]) => truth), images: Uint32Array.from(images, (_, image) => image) },
    classes.map(() => 0),
  )
}

const STUDY = studyOf(
  ['cat', 'dog', 'eel', 'fox'],
  [
    [0, [0.75, 0.25, 0, 0]],
    [0, [0.25, 0.75, 0, 0]],
    [1, [0.125, 0.875, 0, 0]],
    [3, [0.5, 0.25, 0, 0.25]],
  ],
)
const first = (column: number, falling: boolean): readonly (string | undefined)[] =>
  studyRows(STUDY, { column, falling }).rows.map(([name]) => name)

describe('the table of classes', () => {
  it('has a dash where a score is undefined, never 0, and says why', () => {
    const { rows, reasons } = studyRows(STUDY, { column: 0, falling: false })
    expect(rows).toEqual([
      ['cat', '0.500', '0.500', '0.500', '0.500', '2', '0.693', '0.750', '0.833'],
      ['dog', '0.500', '1.000', '0.667', '0.667', '1', '0.000', '1.000', '1.000'],
      ['eel', '–', '–', '–', '1.000', '0', '–', '–', '–'],
      ['fox', '–', '0.000', '0.000', '1.000', '1', '0.000', '1.000', '1.000'],
    ])
    expect(reasons).toEqual([
      'No image here is of \u2068eel\u2069: recall, entropy, AUC and AP of a class need some.',
      'No image is taken for \u2068eel\u2069 and \u2068fox\u2069: the precision of a class needs some.',
    ])
  })

  it('has the averages below, of areas over the classes that have one', () => {
    const { averages } = studyRows(STUDY, { column: 0, falling: false })
    expect(averages.map(([name]) => name)).toEqual(['Macro avg.', 'Micro avg.', 'Weighted avg.'])
    expect(averages[0]!.at(-2)).toBe('0.917')
    expect(averages[1]!.slice(1, 4)).toEqual(['0.500', '0.500', '0.500'])
  })

  it('is sorted by any column, what is undefined last', () => {
    expect(first(2, true)).toEqual(['dog', 'cat', 'fox', 'eel'])
    expect(first(2, false)).toEqual(['fox', 'cat', 'dog', 'eel'])
    expect(first(7, false)).toEqual(['cat', 'dog', 'fox', 'eel'])
  })

  it('has all digits in its file, in class order, and nothing where a score is undefined', () => {
    const { file } = studyRows(STUDY, { column: 2, falling: true })
    expect(file[1]![3]).toBe(2 / 3)
    expect(file[2]!.slice(0, 4)).toEqual(['eel', null, null, null])
  })

  it('says of one class alone what is missing', () => {
    const { rows, reasons } = studyRows(studyOf(['cat'], [[0, [1]]]), { column: 0, falling: false })
    expect(rows).toEqual([['cat', '1.000', '1.000', '1.000', '–', '1', '0.000', '–', '1.000']])
    expect(reasons).toEqual([
      'All images here are of \u2068cat\u2069: its specificity and AUC need images of other classes.',
    ])
  })
})

describe('curves', () => {
  it('of more classes than there are colours are drawn, but the mean alone is read', () => {
    const names = Array.from({ length: 12 }, (_, index) => `class ${index}`)
    const study = studyOf(
      names,
      names.map((_, index) => [index, names.map((__, at) => (at === index ? 0.5 : 0.25))]),
    )
    const series = seriesOf(study.probabilities!, names, 'roc')
    expect(drawn(series, 'all')).toHaveLength(13)
    expect(named(series, 'all').map(({ name }) => name)).toEqual(['Macro average'])
    expect(named(series, '3').map(({ name }) => name)).toEqual(['class 3'])
  })
})
