import { describe, expect, it } from 'vitest'
import { NO_MARKS, type ListedRun, type RunMarks } from '../../runs/record'
import { someRun } from '../../runs/someRun.fixture'
import {
  COLUMNS,
  describeEnding,
  describeResults,
  describeState,
  filterRows,
  NAME,
  NUMBER,
  parseTags,
  sortRows,
  tagsOf,
  toRows,
  USUAL_COLUMNS,
  type Row,
} from './columns'

function listed(
  number: number,
  marks: Partial<RunMarks> = {},
  options: Parameters<typeof someRun>[1] = {},
): Extract<ListedRun, { summary: unknown }> {
  const { summary } = someRun(number, options)
  return { number, marks: { ...NO_MARKS, ...marks }, summary, state: summary.state }
}

const broken: ListedRun = { number: 4, marks: NO_MARKS, problem: 'Run 4 is damaged.' }
const runs: readonly ListedRun[] = [
  listed(3, { name: 'run 10', tags: ['wide'] }, { recipe: { epochs: 15 } }),
  broken,
  listed(1, { name: 'run 9', tags: ['wide', 'best'], note: 'the first' }, { recipe: { epochs: 5, optimizer: 'sgd' } }),
  listed(2, {}, { recipe: { epochs: 5 }, state: 'stopped' }),
]
const rows = toRows(runs, [
  { model: 'digits', version: 1, run: 1, note: '', registered: 0 },
  { model: 'digits', version: 2, run: 3, note: '', registered: 1 },
  { model: 'digits', version: 3, run: 99, note: 'of a run that was deleted', registered: 2 },
])
/** With plain blanks. */
const plain = (text: string): string => text.replaceAll(/\s/g, ' ')

it('says of which epoch the model is where that is not the last', () => {
  const title = (weightsOf?: number) => {
    const run = listed(1, {}, { recipe: { epochs: 5 }, summary: weightsOf === undefined ? {} : { weightsOf } })
    return column('epochs').title!({ run, versions: [] })
  }
  expect([title(), title(3)]).toEqual(['5', '5: the model is that of epoch 3'])
})

describe('the validation figures', () => {
  const figures = { loss: 0.25, accuracy: 0.9 }
  const early = listed(
    5,
    {},
    { recipe: { epochs: 5 }, summary: { weightsOf: 3, ofModel: { train: figures, validation: figures } } },
  )
  const old = listed(6, {}, { recipe: { epochs: 5 }, summary: { weightsOf: 3 } })

  it('are those of the epoch whose weights the model has, and say so', () => {
    const [accuracy, loss] = [column('validationAccuracy'), column('validationLoss')]
    const row: Row = { run: early, versions: [] }
    expect([accuracy.text(row), loss.text(row)]).toEqual(['epoch 3: 90.00\u202f%', 'epoch 3: 0.2500'])
    expect(accuracy.title!(row)).toBe('90.00\u202f%, of epoch 3, whose weights the model has')
    expect(accuracy.text(rows[0]!)).toMatch(/^[\d.]+\s%$/)
    expect(accuracy.title!(rows[0]!)).toBe(accuracy.text(rows[0]!))
    const { test, ...untested } = early.summary
    expect(test).toBeDefined()
    expect(describeResults({ run: { ...early, state: 'stopped', summary: untested }, versions: [] })).toBe(
      'Stopped, validation 90.00\u202f%, loss 0.2500, of epoch 3',
    )
  })

  it('are marked where the model is the average of the weights that they are of', () => {
    const run = listed(7, {}, { recipe: { epochs: 5 }, summary: { averages: true, validation: figures } })
    const [accuracy, loss] = [column('validationAccuracy'), column('validationLoss')]
    const row: Row = { run, versions: [] }
    expect([accuracy.text(row), loss.text(row)].map(plain)).toEqual(['raw: 90.00 %', 'raw: 0.2500'])
    expect(plain(accuracy.title!(row))).toBe(
      '90.00 %, of the weights before they were averaged; the model has their moving average',
    )
    // Early stopping gave the weights of an epoch back: they are no average.
    const restored: Row = { run: { ...run, summary: { ...run.summary, ...early.summary } }, versions: [] }
    expect(plain(accuracy.text(restored))).toBe('epoch 3: 90.00 %')
  })

  it('sort by it, and are unknown where a record has none', () => {
    const sorted = sortRows(toRows([...runs, early, old], []), { column: column('validationAccuracy'), falling: true })
    const place = numbers(sorted).indexOf(5)
    const above = sorted[place - 1]!.run
    expect('summary' in above && above.summary.validation!.accuracy).toBeGreaterThan(0.9)
    expect(numbers(sorted).slice(-2)).toEqual([6, 4])
    expect(column('validationAccuracy').text({ run: old, versions: [] })).toBe('–')
  })
})

const column = (id: string) => COLUMNS.find((each) => each.id === id)!
const numbers = (sorted: readonly Row[]) => sorted.map(({ run }) => run.number)

describe('the order of the rows', () => {
  it('is by the column’s value, not its text, and by number among equals, in the same direction', () => {
    expect(numbers(sortRows(rows, { column: column('epochs'), falling: false }))).toEqual([1, 2, 3, 4])
    expect(numbers(sortRows(rows, { column: column('epochs'), falling: true }))).toEqual([3, 2, 1, 4])
    expect(numbers(sortRows(rows, { column: NUMBER, falling: false }))).toEqual([1, 2, 3, 4])
  })

  it('has numbers in names as numbers, and what has no value last, either way', () => {
    expect(numbers(sortRows(rows, { column: NAME, falling: false }))).toEqual([1, 3, 2, 4])
    expect(numbers(sortRows(rows, { column: NAME, falling: true }))).toEqual([3, 1, 4, 2])
    expect(numbers(sortRows(rows, { column: column('testAccuracy'), falling: true })).slice(2)).toEqual([4, 2])
  })
})

describe('the filter', () => {
  it('finds every word, in whatever column it is', () => {
    expect(numbers(filterRows(rows, 'SGD first', ''))).toEqual([1])
    expect(numbers(filterRows(rows, 'stopped', ''))).toEqual([2])
    expect(numbers(filterRows(rows, 'run', ''))).toEqual([3, 4, 1, 2])
    expect(numbers(filterRows(rows, 'sgd adam', ''))).toEqual([])
  })

  it('finds a run by its number or such a name, and no other number for it', () => {
    // All train in 4 threads; run 3 is called run 10.
    expect(numbers(filterRows(rows, 'run 4', ''))).toEqual([4])
    expect(numbers(filterRows(rows, 'Run 10', ''))).toEqual([3])
    expect(numbers(filterRows(rows, 'run 1', ''))).toEqual([1])
    expect(numbers(filterRows(rows, '4', ''))).toEqual([4])
    expect(numbers(filterRows(rows, '4 threads', ''))).toEqual([3, 1, 2])
    expect(numbers(filterRows(rows, 'threads', ''))).toEqual([3, 1, 2])
    // A figure as a whole: the epochs.
    expect(numbers(filterRows(rows, '15', ''))).toEqual([3])
    expect(numbers(filterRows(rows, '0.00', ''))).toEqual([3, 1, 2])
  })

  it('goes by tag, too', () => {
    expect(tagsOf(runs)).toEqual(['best', 'wide'])
    expect(numbers(filterRows(rows, '', 'wide'))).toEqual([3, 1])
    expect(numbers(filterRows(rows, 'first', 'best'))).toEqual([1])
  })
})

it('says in a line what a run came to', () => {
  const lines = rows.map(describeResults)
  expect(lines[0]).toMatch(/^test [\d.]+\s%, loss [\d.]+, 15 epochs$/)
  expect(lines[1]).toBe('Run 4 is damaged.')
  expect(lines[3]).toMatch(/^Stopped, validation [\d.]+\s%, loss [\d.]+$/)
})

it('reads tags from a line, each once', () => {
  expect(parseTags(' wide,  two words , wide,,')).toEqual({ tags: ['wide', 'two words'], respelt: [] })
  expect(parseTags(' ')).toEqual({ tags: [], respelt: [] })
})

it('takes tags for the same that differ by their capitals, keeps the first spelling, and tells of it', () => {
  expect(parseTags('WIDE, new, New', ['wide', 'best'])).toEqual({
    tags: ['wide', 'new'],
    respelt: [
      ['WIDE', 'wide'],
      ['New', 'new'],
    ],
  })
  const both = [listed(2, { tags: ['WIDE'] }), listed(1, { tags: ['wide'] })]
  expect(tagsOf(both)).toEqual(['wide'])
  expect(numbers(filterRows(toRows(both, []), '', 'wide'))).toEqual([2, 1])
})

it('has about ten columns at first, all of which there are', () => {
  expect(USUAL_COLUMNS.map((id) => column(id).id)).toEqual(USUAL_COLUMNS)
})

it('marks the latest version among those whose run is there', () => {
  const texts = rows.map((row) => column('version').text(row))
  expect(texts).toEqual(['digits 2 (latest)', '–', 'digits 1', '–'])
})

it('says what became of a run, and how far it came', () => {
  const state = (summary: object, state: string) =>
    describeState({ ...listed(1, {}, { summary: { epochs: 5, ...summary } }), state } as never)
  expect(state({ epoch: 0 }, 'running')).toBe('Running')
  expect(state({ epoch: 2 }, 'running')).toBe('Running, epoch 3')
  expect(state({ epoch: 3 }, 'interrupted')).toBe('Interrupted after epoch 3')
  expect(state({ epoch: 0 }, 'interrupted')).toBe('Interrupted in epoch 1')
  expect(state({ epoch: 3 }, 'stopped')).toBe('Stopped after epoch 3')
  expect(state({ epoch: 0 }, 'stopped')).toBe('Stopped in epoch 1')
  expect(state({ epoch: 5 }, 'stopped')).toBe('Stopped')
  expect(state({ epoch: 5 }, 'finished')).toBe('Finished')
  const early = { epoch: 4, stoppedEarly: 'val_loss did not fall for 3 epochs', weightsOf: 1 }
  expect(state(early, 'finished')).toBe('Stopped early, epoch 4')
  expect(describeEnding(listed(1, {}, { summary: early }))).toBe(
    'Stopped early: val_loss did not fall for 3 epochs. The model has the weights of epoch 1.',
  )
  expect(describeEnding(listed(1))).toBe('')
})
