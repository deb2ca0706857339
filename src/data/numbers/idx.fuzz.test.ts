/** Damaged IDX files: what they hold, or a sentence, of a bounded size. */
import { ImportError } from '../../files/importProblem'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { entryOf } from '../../files/entryOf.fixture'
import { mutations } from '../mutate.fixture'
import { readIdxHead, readIdxImages, readIdxLabels } from './idx'

const SAMPLES = ['grey.idx3', 'colour.idx4', 'digits.idx1'].map(
  (name) => new Uint8Array(readFileSync(new URL(`../fixtures/arrays/${name}`, import.meta.url))),
)
const options = { signal: new AbortController().signal, onProgress: () => undefined }

describe('a damaged IDX file', () => {
  it('gives what it holds, or a sentence', async () => {
    for (const { bytes, run } of mutations(SAMPLES, 12)) {
      const entry = entryOf('x.idx', bytes, { sized: run % 2 === 0, piece: 1 + (run % 500) })
      try {
        const head = await readIdxHead(entry)
        const length =
          head.kind === 'images'
            ? (await readIdxImages(entry, head, options)).pixels.length
            : (await readIdxLabels(entry, head, options)).length
        expect(length).toBe(bytes.length - head.offset)
      } catch (error) {
        if (!(error instanceof ImportError)) throw new Error(`Run ${run}`, { cause: error })
        expect(error.message).toMatch(/^\P{Ll}?[^\n]+\.$/u)
      }
    }
  })
})
