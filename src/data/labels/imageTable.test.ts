import { ProblemList } from '../../files/problemList'
import { ImportError, type ImportProblem } from '../../files/importProblem'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entryOf } from '../../files/entryOf.fixture'
import { decideColumns } from './imageColumns'
import { type ImageTable, readImageTable } from './imageTable'
import { profileTable } from '../tables/profileTable'

const signal = new AbortController().signal

/** As it is read when its columns are clear. */
async function read(text: string): Promise<ImageTable & { problems: ImportProblem[] }> {
  const entry = entryOf('labels.csv', text, { piece: 7 })
  const problems = new ProblemList()
  const profile = await profileTable(entry)
  if (profile === undefined) throw new ImportError('It is no table')
  const decision = decideColumns(profile, (paths) => paths.filter((path) => path.endsWith('.png')).length)
  if (decision.kind !== 'clear') throw new ImportError(`It is ${decision.kind}`)
  const { columns, oneHot, hasHeader } = decision
  const labelName = profile.header?.[columns.label] ?? 'Column 2'
  const plan = { form: profile.form, columns, oneHot, hasHeader, fields: profile.columns, labelName }
  const table = await readImageTable(entry, plan, problems, signal)
  return { ...table, problems: problems.groups().flatMap(({ listed }) => listed) }
}

const GOOD = 'image_path,label,split\na.png,cat,0\nb.png,dog,2\n'

describe('readImageTable', () => {
  it('reads Ludwig’s columns in any order, with others between, in any case', async () => {
    const { paths, labels, splits, rows, problems } = await read(
      'Split,width, Label ,note,IMAGE_PATH\n0,28,cat,,a.png\n2,28,dog,x,b.png\n',
    )
    expect({ paths, labels, splits, rows, problems }).toEqual({
      paths: ['a.png', 'b.png'],
      labels: ['cat', 'dog'],
      splits: [0, 2],
      rows: [2, 3],
      problems: [],
    })
  })

  it.each([
    ['CRLF', GOOD.replaceAll('\n', '\r\n')],
    ['tabs', GOOD.replaceAll(',', '\t')],
    ['blank lines above the header', `\n \n${GOOD}`],
    ['semicolons', GOOD.replaceAll(',', ';')],
    ['quoted fields', '"image_path","label","split"\n"a.png","cat","0"\n"b.png","dog","2"'],
    ['blank lines and blanks', 'image_path,label,split\n\n a.png , cat , 0 \n  \nb.png,dog,2\n\n'],
  ])('reads %s', async (_, text) => {
    const { paths, labels, splits, problems } = await read(text)
    expect({ paths, labels, splits, problems }).toEqual({
      paths: ['a.png', 'b.png'],
      labels: ['cat', 'dog'],
      splits: [0, 2],
      problems: [],
    })
  })

  it('reads R’s tables, whose header does not name the rows’ names', async () => {
    const { paths, labels, problems } = await read('path\tlabel\n1\ta.png\tcat\n2\tb.png\tdog\n')
    expect({ paths, labels, problems }).toEqual({ paths: ['a.png', 'b.png'], labels: ['cat', 'dog'], problems: [] })
  })

  it('reads one column a class, and tells of rows without a single 1', async () => {
    const { labels, rows, problems } = await read(
      'image,cat,dog,split\na.png,1,0,0\nb.png,0,1,2\nc.png,0,0,0\nd.png,1,1,0\n'.concat(
        'e.png,1.0,0.0,0\n'.repeat(20),
      ),
    )
    expect(labels.slice(0, 3)).toEqual(['cat', 'dog', 'cat'])
    expect(rows.slice(0, 3)).toEqual([2, 3, 6])
    const message = 'The row does not have a single 1 among zeros, so its label is not known and it was left out.'
    expect(problems).toEqual([4, 5].map((row) => ({ message, file: 'labels.csv', row })))
  })

  it('keeps commas, line breaks and markup of quoted labels as text', async () => {
    const { labels, rows } = await read(
      'image_path,label,split\na.png,"x, ""y""\nz",0\nb.png,<img src=x onerror=alert(1)>,0\n',
    )
    expect(labels).toEqual(['x, "y"\nz', '<img src=x onerror=alert(1)>'])
    expect(rows).toEqual([2, 3])
  })

  it('reads splits as numbers or words', async () => {
    const words = ['0', '1', '2', 'train', 'Validation', 'val', 'TEST', '0.0', '2.0']
    const { splits } = await read(
      `image_path,label,split\n${words.map((word, i) => `${i}.png,${i % 2},${word}`).join('\n')}`,
    )
    expect(splits).toEqual([0, 1, 2, 0, 1, 1, 2, 0, 2])
  })

  it('has no splits where there is no such column', async () => {
    expect((await read('image_path,label\na.png,cat\nb.png,dog')).splits).toBeUndefined()
  })

  it('leaves out rows that can’t be used and says which and why', async () => {
    const { paths, problems } = await read(
      [
        'image_path,label,split',
        'a.png,cat,0',
        'b.png,dog',
        'c.png,dog,0,extra',
        ',dog,0',
        'd.png,,0',
        'e.png,dog,7',
        'f.png,dog,constructor',
        'g.png,dog,2',
      ].join('\n'),
    )
    expect(paths).toEqual(['a.png', 'g.png'])
    expect(problems.map(({ file, row, message }) => [file, row, message])).toEqual([
      ['labels.csv', 3, 'The row has 2 fields where the others have 3, so it was left out.'],
      ['labels.csv', 4, 'The row has 4 fields where the others have 3, so it was left out.'],
      ['labels.csv', 5, 'The row names no image, so it was left out.'],
      ['labels.csv', 6, '“d.png” has no label, so the row was left out.'],
      ['labels.csv', 7, 'The split is “7” and must be 0 (train), 1 (validation) or 2 (test), so the row was left out.'],
      [
        'labels.csv',
        8,
        'The split is “constructor” and must be 0 (train), 1 (validation) or 2 (test), so the row was left out.',
      ],
    ])
  })

  it('says where a quotation mark never ends', async () => {
    const { paths, leftOutPaths, problems } = await read(
      'image_path,label,split\na.png,cat,0\nb.png,dog,0\nc.png,"dog,0\nd.png,dog,0\n',
    )
    expect(paths).toEqual(['a.png', 'b.png'])
    expect(leftOutPaths).toEqual(['c.png', 'd.png'])
    expect(problems.map(({ row, message }) => [row, message])).toEqual([
      [4, 'A quotation mark opens in this row and never ends, so all from here on was left out.'],
      [5, 'The row is behind a quotation mark that opens in row 4 and never ends, so it was left out.'],
    ])
  })

  it.each([
    ['only a header', 'image_path,label,split\n', /header but no rows/],
    [
      'unknown splits only',
      'image_path,label,split\na.png,1,x\nb.png,2,y\n',
      /No row of labels\.csv can be used\. Row 2: The split is “x”/,
    ],
    [
      '500 classes',
      `image_path,label,split\n${Array.from({ length: 500 }, (_, i) => `${i}.png,${i},0`).join('\n')}`,
      /labels\.csv has 500 different labels, and Strata trains up to 256 classes: is “label” the right column\?/,
    ],
  ])('refuses a table with %s in one sentence', async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message)
    await expect(read(text)).rejects.toThrow(ImportError)
  })

  it('takes 256 classes', async () => {
    const rows = Array.from({ length: 256 }, (_, i) => `${i}.png,class ${i},0`)
    expect((await read(`image_path,label,split\n${rows.join('\n')}`)).labels).toHaveLength(256)
  })

  it('reads back any labels that were quoted as RFC 4180 says', async () => {
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`
    const label = fc.string({
      minLength: 1,
      unit: fc.constantFrom('a', 'B', ',', '"', '\n', ';', '\t', ' ', '<', 'é', '0'),
    })
    const row = fc.tuple(label, fc.constantFrom(0, 1, 2))
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 3, maxLength: 20 }), async (rows) => {
        const given = [['first', 0] as const, ['second', 0] as const, ...rows.filter(([text]) => text.trim() !== '')]
        const text = `image_path,label,split\n${given.map(([name, split], i) => `${i}.png,${quote(name)},${split}`).join('\n')}`
        const table = await read(text)
        expect(table.labels).toEqual(given.map(([name]) => name.trim()))
        expect(table.splits).toEqual(given.map(([, split]) => split))
      }),
    )
  })

  it('ends in a table or an ImportError for any text', async () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom('image_path', 'label', 'split', ',', '\n', '\r', '"', '0', '\t'),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), fc.boolean(), async (pieces, headed) => {
        const text = (headed ? 'image_path,label,split\n' : '') + pieces.join('')
        try {
          const table = await read(text)
          expect(table.paths.length).toBe(table.rows.length)
        } catch (error) {
          expect(error).toBeInstanceOf(ImportError)
        }
      }),
      { numRuns: 1000, seed: 11 },
    )
  })
})
