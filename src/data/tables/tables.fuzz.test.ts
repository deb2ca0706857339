/** Damaged tables of pixels and of labels: rows and what is wrong with others, or a sentence, of a bounded size. */
import { ProblemList } from '../../files/problemList'
import { ImportError } from '../../files/importProblem'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { encodeText } from '../../files/encodeText.fixture'
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

/** Forms that no fixture has: one column a class behind pixels, greys from -1 to 1, decimal commas, a label that only the whole table tells. */
const MADE = [
  Array.from({ length: 9 }, (_, row) => [...pixelsOf(row), row % 2, (row + 1) % 2].join(',')),
  Array.from({ length: 9 }, (_, row) => [`${row % 2}.0000`, ...pixelsOf(row).map((v) => v / 127.5 - 1)].join(' ')),
  Array.from({ length: 9 }, (_, row) => [row % 2, ...pixelsOf(row).map((v) => `0,${v + 100}`)].join(';')),
  Array.from({ length: 9 }, (_, row) => [row % 3, ...pixelsOf(row).slice(1), row % 4, 1].join(',')),
].map((lines) => new TextEncoder().encode(lines.join('\n')))

/** Labels in code pages, and in UTF-16 without a mark. */
const IN_CODE_PAGES = ['gb18030', 'shift_jis', 'utf-16le'].map((page) =>
  encodeText(Array.from({ length: 20 }, (_, row) => `${row},${['猫', '犬', '花'][row % 3]}`).join('\r\n'), page),
)

function pixelsOf(row: number): number[] {
  return Array.from({ length: 49 }, (_, i) => (i * 37 + row * 11) % 256)
}

describe.each<[string, readonly (string | Uint8Array)[]]>([
  ['of pixels in rarer forms', MADE],
  [
    'of pixels',
    ['labelFirst.csv', 'labelLast.tsv', 'wordsQuoted.csv', 'words.csv', 'savetxt.txt', 'colourNamed.csv', 'index.csv'],
  ],
  ['of labels in code pages', IN_CODE_PAGES],
  ['of labels', ['labelsWords.tsv', 'labelsIndexed.csv', 'dummies.csv', 'oneHot.tsv', 'savetxtLabels.txt']],
])('a damaged table %s', (_, names) => {
  it('gives what is sound in it, or a sentence', async () => {
    const samples = names.map((sample) => (typeof sample === 'string' ? fixture(sample) : sample))
    for (const { bytes, run } of mutations(samples, 11)) {
      try {
        await read(entryOf('table.csv', bytes, { piece: 1 + (run % 4000) }))
      } catch (error) {
        if (!(error instanceof ImportError)) throw new Error(`Run ${run}`, { cause: error })
        expect(error.message).toMatch(/^\P{Ll}?[^\n]+\.$/u)
      }
    }
  })
})
