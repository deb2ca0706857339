/** Damaged archives: what is sound in them, or a sentence, of a bounded size. */
import { ProblemList } from './problemList'
import { ImportError } from './importProblem'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { batchOfEntries } from '../data/images/batchOfEntries.fixture'
import { makeGreyPng } from '../data/images/makePng.fixture'
import { encodeText } from './encodeText.fixture'
import { makeZip } from './makeZip.fixture'
import { mutations } from '../data/mutate.fixture'
import { decodeBatch } from '../data/images/images'
import { listZip } from './zip'

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../data/fixtures/${name}`, import.meta.url)))

const PNG = makeGreyPng(8, 8)
const SAMPLES = [
  ...['infoZip.zip', 'pythonZip64.zip', 'encrypted.zip'].map(fixture),
  ...['streamed.zip', 'commented.zip', 'codePage437.zip'].map((name) => fixture(`archives/${name}`)),
  makeZip(
    [
      { name: 'a.png', bytes: PNG },
      { name: 'b/c.png', bytes: PNG, deflate: true },
    ],
    { zip64: true },
  ),
  makeZip([
    { name: encodeText('猫/a.png', 'gb18030'), bytes: PNG },
    { name: encodeText('小狗/b.png', 'gb18030'), bytes: PNG, unicodeName: { name: '小狗/b.png' } },
  ]),
]

describe('a damaged archive', () => {
  it('gives what is sound in it, or a sentence', async () => {
    const { signal } = new AbortController()
    for (const { bytes, run } of mutations(SAMPLES, 2)) {
      try {
        const entries = await listZip(new Blob([bytes]), 'set.zip', new ProblemList(), signal)
        const decoded = await decodeBatch(await batchOfEntries(entries, { width: 8, height: 8 }))
        expect(decoded.pixels.length).toBeLessThanOrEqual(64 * 3 * entries.length)
        for (const entry of entries.slice(0, 2)) {
          const content = await entry.read()
          expect(content.length).toBeLessThanOrEqual(bytes.length * 1032)
        }
      } catch (error) {
        if (!(error instanceof ImportError)) throw new Error(`Run ${run}`, { cause: error })
        expect(error.message).toMatch(/^\P{Ll}?[^\n]+\.$/u)
      }
    }
  })
})
