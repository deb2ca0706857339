import { ProblemList } from '../../files/problemList'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { entryOf } from '../../files/entryOf.fixture'
import { profileTable } from './profileTable'
import { type LabelTable, readLabelTable } from './readLabelTable'

const FIXTURES = new URL('../fixtures/arrays/', import.meta.url)
const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, FIXTURES)))
const expected = JSON.parse(readFileSync(new URL('expected.json', FIXTURES), 'utf8')) as {
  readonly digits: string[]
  readonly words: string[]
}

async function read(content: string | Uint8Array, problems = new ProblemList()): Promise<LabelTable> {
  const entry = entryOf('y.csv', content)
  const profile = await profileTable(entry)
  const shape = profile?.shape
  if (profile === undefined || (shape?.kind !== 'labels' && shape?.kind !== 'oneHot'))
    throw new Error(`It is ${shape?.kind}`)
  const options = { signal: new AbortController().signal, onProgress: () => undefined }
  return readLabelTable(entry, { ...profile, shape }, problems, options)
}

describe('labels as pandas and NumPy write them', () => {
  it.each([
    ['labelsIndexed.csv', 'digits'],
    ['savetxtLabels.txt', 'digits'],
    ['oneHot.tsv', 'digits'],
    ['labelsWords.tsv', 'words'],
    ['dummies.csv', 'words'],
  ] as const)('%s', async (name, labels) => {
    const problems = new ProblemList()
    expect((await read(fixture(name), problems)).labels).toEqual(expected[labels])
    expect(problems.groups()).toEqual([])
  })
})

describe('a table of labels', () => {
  it('keeps the place of a row without a label, and says which it is', async () => {
    const problems = new ProblemList()
    const { labels } = await read('id,label\n0,a\n1,\n2,b\n', problems)
    expect(labels).toEqual(['a', '', 'b'])
    expect(problems.groups()[0]?.listed).toEqual([
      { message: 'The row has no label, so it was left out.', file: 'y.csv', row: 3 },
    ])
  })

  it.each([
    ['as pandas writes it', '5\n""\n4\n', 2],
    ['as Excel leaves it', 'label\r\n5\r\n\r\n4\r\n\r\n', 3],
    ['of blanks', '5\n  \n4\n\n \n', 2],
  ])('keeps the place of a single column’s row without a label, %s', async (_, text, row) => {
    const problems = new ProblemList()
    const { labels } = await read(text, problems)
    expect(labels).toEqual(['5', '', '4'])
    expect(problems.groups()[0]?.listed).toEqual([
      { message: 'The row has no label, so it was left out.', file: 'y.csv', row },
    ])
  })

  it('keeps the places of missing labels at either end, and ignores blank lines behind them', async () => {
    expect((await read(`""\n${'cat\ndog\n'.repeat(4)}""\n\n\n`)).labels).toEqual([
      '',
      ...Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? 'cat' : 'dog')),
      '',
    ])
  })

  it('ignores blank lines among rows of several columns', async () => {
    const problems = new ProblemList()
    expect((await read('id,label\n0,a\n\n1,b\n', problems)).labels).toEqual(['a', 'b'])
    expect(problems.count).toBe(0)
  })

  it('keeps the place of a row that is not one-hot', async () => {
    const problems = new ProblemList()
    const rows = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? '1,0,0' : '0,0,1'))
    const { labels } = await read([...rows, '0,1,1', '0,1,0'].join('\n'), problems)
    expect(labels.slice(-3)).toEqual(['2', '', '1'])
    expect(problems.count).toBe(1)
  })

  it('keeps labels as text, whatever they hold', async () => {
    const texts = ['<b>bold</b>', 'قط', '=1+1', 'a "b"', '007']
    const { labels } = await read(`label\n${texts.map((text) => `"${text.replaceAll('"', '""')}"`).join('\n')}\n`)
    expect(labels).toEqual(texts)
  })

  it('leaves out labels of very many letters', async () => {
    const problems = new ProblemList()
    const { labels } = await read(`label\ncat\n${'x'.repeat(10_000)}\ncat\n`, problems)
    expect(labels).toEqual(['cat', '', 'cat'])
    expect(problems.groups()[0]?.listed[0]?.message).toMatch(/^The label “x+…” is 10,000 letters long/)
  })

  it('refuses a table without one label', async () => {
    await expect(read('label\n""\n""\n')).rejects.toThrow('No row of y.csv has a label.')
  })
})
