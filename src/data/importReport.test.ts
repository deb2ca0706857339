import { ProblemList } from '../files/problemList'
import { describe, expect, it } from 'vitest'
import { joinReports, type ImportReport } from './importReport'

function reportOf(file: string, problems: number, changes: Partial<ImportReport> = {}): ImportReport {
  const list = new ProblemList()
  for (let row = 2; row < problems + 2; row++)
    list.add('rows are empty', { message: `Row ${row} is empty.`, file, row })
  return {
    splitsGiven: true,
    files: [{ path: file, bytes: 1, kind: 'table', outcome: 'used', used: true }],
    problems: list.groups(),
    problemCount: list.count,
    problemsCsv: list.toCsv(),
    notes: [`${file} was read.`],
    ...changes,
  }
}

const square = (side: number) => ({ width: side, height: side })
/** Of datasets of 8 x 8 pixels. */
const join = (before: ImportReport, added: ImportReport) =>
  joinReports({ dataset: square(8), report: before }, { dataset: square(8), report: added })

describe('joinReports', () => {
  it('tells of the files, the problems and the notes of both', () => {
    const joined = join(reportOf('a.csv', 40), reportOf('b.csv', 30, { splitsGiven: false }))
    expect(joined.files.map(({ path }) => path)).toEqual(['a.csv', 'b.csv'])
    expect(joined.notes).toEqual(['a.csv was read.', 'b.csv was read.'])
    expect(joined.splitsGiven).toBe(false)
    expect(joined.problemCount).toBe(70)
    const [group, ...others] = joined.problems
    expect(others).toEqual([])
    expect([group!.count, group!.listed.length]).toEqual([70, 50])
    expect(group!.listed.at(-1)).toMatchObject({ file: 'b.csv', row: 11 })
  })

  it('says once what is true of both', () => {
    const notes = ['Colours were turned to grey.']
    expect(join(reportOf('a.csv', 0, { notes }), reportOf('b.csv', 0, { notes })).notes).toEqual(notes)
  })

  it('makes one CSV with one header', () => {
    const rows = join(reportOf('a.csv', 2), reportOf('b.csv', 1)).problemsCsv.trim().split(/\r?\n/)
    expect(rows).toEqual([
      'file,row,kind,message',
      'a.csv,2,rows are empty,Row 2 is empty.',
      'a.csv,3,rows are empty,Row 3 is empty.',
      'b.csv,2,rows are empty,Row 2 is empty.',
    ])
    const sound = join(reportOf('a.csv', 0), reportOf('b.csv', 0)).problemsCsv
    expect(sound.trim()).toBe('file,row,kind,message')
  })

  it('names the smallest and the largest image of both, where any was fitted', () => {
    const one = reportOf('a.csv', 0, { sizes: { smallest: square(5), largest: square(9), fitted: 2 } })
    const other = reportOf('b.csv', 0, { sizes: { smallest: square(7), largest: square(20), fitted: 3 } })
    const plain = reportOf('c.csv', 0)
    expect(join(one, other).sizes).toEqual({ smallest: square(5), largest: square(20), fitted: 5 })
    expect(join(plain, other).sizes).toEqual({ smallest: square(7), largest: square(20), fitted: 3 })
    expect(join(one, plain).sizes).toEqual({ smallest: square(5), largest: square(9), fitted: 2 })
    expect(join(plain, plain)).not.toHaveProperty('sizes')
  })

  it('counts those among the sizes that had the dataset’s own', () => {
    const small = reportOf('b.csv', 0, { sizes: { smallest: square(3), largest: square(3), fitted: 4 } })
    expect(join(reportOf('a.csv', 0), small).sizes).toEqual({ smallest: square(3), largest: square(8), fitted: 4 })
  })
})
