/** Damaged workbooks and JSON: rows, or a sentence, of a bounded size. */
import { unzipSync } from 'fflate'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { entryOf } from '../../files/entryOf.fixture'
import { ImportError } from '../../files/importProblem'
import { makeZip } from '../../files/makeZip.fixture'
import { ProblemList } from '../../files/problemList'
import { mutations } from '../mutate.fixture'
import { readJsonTable } from './jsonTable'
import { profileTable } from './profileTable'
import { readWorkbook } from './workbook'

const { signal } = new AbortController()

/** What came of reading: a sentence, or nothing more to say. */
async function orSentence(run: number, read: () => Promise<void>): Promise<string> {
  try {
    await read()
    return ''
  } catch (error) {
    if (!(error instanceof ImportError)) throw new Error(`Run ${run}`, { cause: error })
    return error.message
  }
}

const SENTENCE = /^$|^\P{Ll}?[^\n]+\.$/u

const WORKBOOKS = ['sheets.xlsx', 'types.xlsx'].map(
  (name) => new Uint8Array(readFileSync(new URL(`../fixtures/workbooks/${name}`, import.meta.url))),
)

async function readSheets(bytes: Uint8Array): Promise<void> {
  const sheets = await readWorkbook(entryOf('labels.xlsx', bytes), signal)
  for (const { rows } of sheets) {
    const cells = rows.reduce((sum, row) => sum + row.length, 0)
    expect(cells).toBeLessThanOrEqual(20_000_000)
  }
}

describe('a damaged workbook', () => {
  it('gives what is sound in it, or a sentence', async () => {
    for (const { bytes, run } of mutations(WORKBOOKS, 5)) {
      expect(await orSentence(run, () => readSheets(bytes))).toMatch(SENTENCE)
    }
  })

  it('gives the same where its parts are damaged and its archive is sound', async () => {
    for (const [i, workbook] of WORKBOOKS.entries()) {
      const parts = unzipSync(workbook)
      const names = Object.keys(parts).filter((name) => /worksheets\/sheet|sharedStrings|styles|workbook/.test(name))
      const samples = names.map((name) => parts[name]!)
      for (const { bytes, run } of mutations(samples, 6 + i)) {
        const damaged = { ...parts, [names[run % names.length]!]: bytes }
        const zip = makeZip(Object.entries(damaged).map(([name, content]) => ({ name, bytes: content })))
        expect(await orSentence(run, () => readSheets(zip))).toMatch(SENTENCE)
      }
    }
  })
})

describe('damaged JSON', () => {
  it('gives what is sound in it, or a sentence', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({ file_name: `${i}.png`, label: ['cat', 'dog'][i % 2], x: [i] }))
    const samples = [
      JSON.stringify(rows),
      rows.map((row) => JSON.stringify(row)).join('\n'),
      JSON.stringify(Object.fromEntries(rows.map((row) => [row.file_name, row.label]))),
    ].map((text) => new TextEncoder().encode(text))
    for (const { bytes, run } of mutations(samples, 8)) {
      const said = await orSentence(run, async () => {
        const problems = new ProblemList()
        const made = await readJsonTable(entryOf('labels.json', bytes), problems)
        if (made === undefined || 'what' in made) return
        const profile = await profileTable(made.entry, undefined, made.linesAbove)
        expect(profile?.columns ?? 0).toBeLessThanOrEqual(bytes.length)
        expect(problems.count).toBeLessThanOrEqual(bytes.length)
      })
      expect(said).toMatch(SENTENCE)
    }
  })
})
