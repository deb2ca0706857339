/** Damaged tables of pixels and of labels: rows and what is wrong with others, or a sentence, of a bounded size. */
import { ProblemList } from '../../files/problemList'
import { ImportError } from '../../files/importProblem'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { entryOf } from '../../files/entryOf.fixture'
import { mutations } from '../mutate.fixture'
import type { SourceEntry } from '../../files/sourceEntry'
import { profileTable } from './profileTable'
import { readLabelTable } from './readLabelTable'
import { readPixelTable } from './readPixelTable'

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/arrays/${name}`, import.meta.url)))

const options = { signal: new AbortController().signal, onProgress: () => undefined }

async function read(entry: SourceEntry): Promise<void> {
  const profile = await profileTable(entry)
  if (profile === undefined) return
  const problems = new ProblemList()
  const { shape } = profile
  if (shape.kind === 'pixels') {
    const table = await readPixelTable(entry, { ...profile, shape }, problems, options)
    const { count, width, height, channels } = table
    expect(table.pixels.length).toBe(count * width * height * channels)
    expect(table.rows.length + problems.count).toBe(table.rowCount)
    expect([count, count]).toEqual([table.labels?.length ?? count, table.splits?.length ?? count])
    // A pixel takes two bytes of text at least, and the last of a line takes one.
    expect(table.pixels.length).toBeLessThanOrEqual((entry.size ?? 0) / 2 + count)
    expect(table.pixels.buffer.byteLength).toBeLessThanOrEqual(2 ** 22)
  } else if (shape.kind === 'labels' || shape.kind === 'oneHot') {
    const table = await readLabelTable(entry, { ...profile, shape }, problems, options)
    expect(table.rows.length).toBe(table.labels.length)
    expect(problems.count).toBe(table.labels.filter((label) => label === '').length)
  }
}

describe.each([
  [
    'of pixels',
    ['labelFirst.csv', 'labelLast.tsv', 'wordsQuoted.csv', 'words.csv', 'savetxt.txt', 'colourNamed.csv', 'index.csv'],
  ],
  ['of labels', ['labelsWords.tsv', 'labelsIndexed.csv', 'dummies.csv', 'oneHot.tsv', 'savetxtLabels.txt']],
])('a damaged table %s', (_, names) => {
  it('gives what is sound in it, or a sentence', async () => {
    for (const { bytes, run } of mutations(names.map(fixture), 11)) {
      try {
        await read(entryOf('table.csv', bytes, { piece: 1 + (run % 4000) }))
      } catch (error) {
        if (!(error instanceof ImportError)) throw new Error(`Run ${run}`, { cause: error })
        expect(error.message).toMatch(/^\P{Ll}?[^\n]+\.$/u)
      }
    }
  })
})
