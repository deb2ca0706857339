import { ProblemList } from '../../files/problemList'
import { ImportError } from '../../files/importProblem'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entryOf } from '../../files/entryOf.fixture'
import type { SourceEntry } from '../../files/sourceEntry'
import { profileTable } from './profileTable'
import { type PixelTable, readPixelTable } from './readPixelTable'

const FIXTURES = new URL('../fixtures/arrays/', import.meta.url)
const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, FIXTURES)))
const expected = JSON.parse(readFileSync(new URL('expected.json', FIXTURES), 'utf8')) as Record<
  'grey' | 'colour',
  string
> & { readonly digits: string[]; readonly words: string[] }

const options = { signal: new AbortController().signal, onProgress: () => undefined }
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

async function read(entry: SourceEntry, problems = new ProblemList()): Promise<PixelTable> {
  const profile = await profileTable(entry)
  if (profile?.shape.kind !== 'pixels') throw new Error(`${entry.path} was taken for ${profile?.shape.kind}`)
  return readPixelTable(entry, { ...profile, shape: profile.shape }, problems, options)
}

/** Rows of 7 x 7 pixels, each of one value. */
const rowsOf = (...values: readonly (number | string)[]): string[] =>
  values.map((value) => Array(49).fill(value).join(','))

async function failure(work: Promise<unknown>): Promise<ImportError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ImportError)) throw new Error('It was read', { cause: error })
  return error
}

describe('tables of pixels as pandas and NumPy write them', () => {
  it.each([
    ['labelFirst.csv', 'grey', 'digits'],
    ['index.csv', 'grey', 'digits'],
    ['labelLast.tsv', 'grey', 'digits'],
    ['noLabel.csv', 'grey', undefined],
    ['countedNames.csv', 'grey', undefined],
    ['words.csv', 'grey', 'words'],
    ['wordsQuoted.csv', 'grey', 'words'],
    ['wordsLatin.csv', 'grey', 'words'],
    ['transposedNames.csv', 'grey', 'digits'],
    ['savetxt.txt', 'grey', undefined],
    ['savetxtCommas.csv', 'grey', undefined],
    ['colourTogether.csv', 'colour', undefined],
    ['colourPlanes.csv', 'colour', undefined],
    ['colourNamed.csv', 'colour', undefined],
  ] as const)('%s', async (name, pixels, labels) => {
    const problems = new ProblemList()
    const table = await read(entryOf(name, fixture(name)), problems)
    expect(problems.groups()).toEqual([])
    expect(hex(table.pixels)).toBe(expected[pixels])
    expect(table.labels).toEqual(labels && expected[labels])
    expect([table.width, table.height, table.channels, table.count]).toEqual([7, 7, pixels === 'grey' ? 1 : 3, 6])
    expect(table.places).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('says how colours without names were read', async () => {
    const { notes } = await read(entryOf('colourPlanes.csv', fixture('colourPlanes.csv')))
    expect(notes).toEqual([
      'colourPlanes.csv does not say how its 147 columns are ordered, so they were read as all red, then all green, then all blue values, which gives the smoother images.',
    ])
  })
})

describe('a table of pixels', () => {
  it('gives the pixels that were written, however they were written', async () => {
    const separators = [',', '\t', ';', ' ', ', ']
    const writings = [String, (value: number) => value.toFixed(1), (value: number) => value.toExponential(17)]
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 64, maxLength: 64 }), { minLength: 2, maxLength: 9 }),
        fc.record({
          separator: fc.constantFrom(...separators),
          end: fc.constantFrom('\n', '\r\n', '\r', '\n\n'),
          write: fc.constantFrom(...writings),
          quote: fc.constantFrom('', '"'),
          mark: fc.constantFrom('', '\ufeff'),
          label: fc.constantFrom('first', 'last', 'none'),
          isClosed: fc.boolean(),
          piece: fc.integer({ min: 1, max: 5000 }),
        }),
        async (images, { separator, end, write, quote, mark, label, isClosed, piece }) => {
          const names = [...images[0]!.keys()].map((i) => `pixel${i}`)
          const lines = [names, ...images.map((image) => Array.from(image, write))].map((cells, row) => {
            const labelled = row === 0 ? 'label' : `class ${row % 2}`.replace(' ', separator === ' ' ? '' : ' ')
            const all = label === 'first' ? [labelled, ...cells] : label === 'last' ? [...cells, labelled] : cells
            return all.map((cell) => `${quote}${cell}${quote}`).join(separator)
          })
          const text = mark + lines.join(end) + (isClosed ? end : '')
          const table = await read(entryOf('table.csv', text, { piece }))
          expect(hex(table.pixels)).toBe(images.map(hex).join(''))
          expect(table.labels?.length).toBe(label === 'none' ? undefined : images.length)
          expect(table.rows).toEqual(images.map((_, i) => (end === '\n\n' ? 2 * i + 3 : i + 2)))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('reads fractions as parts of white', async () => {
    const table = await read(entryOf('x.csv', rowsOf('0.5', '1', '0', '2.5e-1', '.75', '1.0000000001').join('\n')))
    expect([...table.pixels].filter((_, i) => i % 49 === 0)).toEqual([128, 255, 0, 64, 191, 255])
  })

  it('takes the largest of few greys for white, and says so', async () => {
    const table = await read(entryOf('x.csv', rowsOf(0, 16, 8, 0).join('\n')))
    expect([...table.pixels].filter((_, i) => i % 49 === 0)).toEqual([0, 255, 128, 0])
    expect(table.notes).toEqual(['No pixel of x.csv is above 16, so 16 was taken for white.'])
  })

  it('leaves out rows that can’t be used, and says where and why', async () => {
    const good = rowsOf(10, 20, 30)
    const [bad] = rowsOf(7)
    const replaced = (cell: string): string => bad!.replace('7', cell)
    const text = [
      good[0],
      `${bad},7`,
      replaced('x'),
      '',
      replaced(''),
      good[1],
      replaced('256'),
      replaced('-1e1'),
      '7,7',
      good[2],
    ]
    const problems = new ProblemList()
    const table = await read(entryOf('X.csv', text.join('\n')), problems)
    expect(table.rows).toEqual([1, 6, 10])
    expect(table.places).toEqual([0, 4, 8])
    expect(table.rowCount).toBe(9)
    expect(problems.groups().flatMap(({ listed }) => listed.map(({ row, message }) => `${row}: ${message}`))).toEqual([
      '2: The row has 50 fields where the others have 49, so it was left out.',
      '9: The row has 2 fields where the others have 49, so it was left out.',
      '3: Column 1 reads “x”, which is no number, so the row was left out.',
      '5: Column 1 is empty, so the row was left out.',
      '7: Column 1 reads 256, and pixels go from 0 to 255, so the row was left out.',
      '8: Column 1 reads -10, and pixels go from 0 to 255, so the row was left out.',
    ])
  })

  it('keeps a column of splits, and leaves out rows without a label', async () => {
    const cells = rowsOf(1, 200, 3)
    const names = Array.from({ length: 49 }, (_, i) => `p${i}`).join(',')
    const text = [
      `split,class,${names}`,
      `train,cat,${cells[0]}`,
      `test,"dog ""wet"", big",${cells[1]}`,
      `test,,${cells[2]}`,
    ].join('\n')
    const problems = new ProblemList()
    const table = await read(entryOf('x.csv', text), problems)
    expect([table.labels, table.splits]).toEqual([
      ['cat', 'dog "wet", big'],
      ['train', 'test'],
    ])
    expect(problems.groups()[0]?.listed).toEqual([
      { message: 'The row has no label, so it was left out.', file: 'x.csv', row: 4 },
    ])
  })

  it('says of a table without one usable row what is wrong with the first', async () => {
    const error = await failure(read(entryOf('x.csv', rowsOf(-2, 300).join('\n'))))
    expect(error.message).toBe(
      'No row of x.csv can be used. Row 1: Column 1 reads -2, and pixels go from 0 to 255, so the row was left out.',
    )
  })

  it('stops at once when it is aborted', async () => {
    const text = `${rowsOf(1, 200).join('\n')}\n`.repeat(20_000)
    const controller = new AbortController()
    const entry = entryOf('x.csv', text)
    const profile = await profileTable(entry)
    if (profile?.shape.kind !== 'pixels') throw new Error('It is a table of pixels')
    const reading = readPixelTable(entry, { ...profile, shape: profile.shape }, new ProblemList(), {
      signal: controller.signal,
      onProgress: ({ done }) => {
        if (done > 0) controller.abort(new Error('cancelled'))
      },
    })
    await expect(reading).rejects.toThrow('cancelled')
  })

  it('refuses a line without end, and reads no further than a line may go', async () => {
    const longest = 16 * 2 ** 20
    const given: number[] = []
    const onGiven = (bytes: number): void => void given.push(bytes)
    const endless = entryOf('x.csv', '12,'.repeat(8_000_000), { onGiven })
    const profile = await profileTable(endless)
    expect(profile?.shape).toEqual({
      kind: 'other',
      reason:
        'A line of x.csv is longer than 16 MB, the most that is read: a table has one row an image, each on its own line.',
    })
    expect(Math.max(...given)).toBe(longest)

    const piece = 1 << 20
    const ending = entryOf('x.csv', `${rowsOf(1, 2).join('\n')}\n${'3,'.repeat(2 * longest)}`, { piece, onGiven })
    const { message } = await failure(read(ending))
    expect(message).toContain('A line of x.csv is longer than 16 MB')
    // Half of the file, and one piece ahead.
    expect(given.filter((bytes) => bytes === piece).length).toBeLessThanOrEqual(longest / piece + 2)
  })
})
