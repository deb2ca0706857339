import { ProblemList } from './problemList'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'

describe('ProblemList', () => {
  it('counts all, and lists the first fifty of each kind', () => {
    const problems = new ProblemList()
    for (let row = 1; row <= 70; row++) problems.add('rows are odd', { message: 'Odd.', file: 'a.csv', row })
    problems.add('files are empty', { message: 'b.zip is empty.' })
    expect(problems.count).toBe(71)
    expect(problems.groups().map(({ kind, count, listed }) => [kind, count, listed.length])).toEqual([
      ['rows are odd', 70, 50],
      ['files are empty', 1, 1],
    ])
  })

  it('writes a CSV that holds any text, and no formula', () => {
    const problems = new ProblemList()
    const message = 'The label is “a, "b"\nc”.'
    problems.add('labels', { message, file: '=HYPERLINK("x")\n.csv', row: 2 })
    problems.add('@kind', { message: '-1+1' })
    expect(Papa.parse(problems.toCsv()).data).toEqual([
      ['file', 'row', 'kind', 'message'],
      ['\'=HYPERLINK("x")\n.csv', '2', 'labels', message],
      ['', '', "'@kind", "'-1+1"],
    ])
  })

  it('keeps a hundred thousand, and says how many more there are', () => {
    const problems = new ProblemList()
    for (let row = 1; row <= 100_007; row++) problems.add('rows are odd', { message: 'Odd.', row })
    const lines = problems.toCsv().split('\r\n')
    expect(lines).toHaveLength(100_002)
    expect(lines.at(-1)).toBe(',,more problems,7 more problems are not listed here.')
  })
})
