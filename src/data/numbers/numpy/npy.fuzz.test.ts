/** Damaged NumPy arrays: what they hold, or a sentence, of a bounded size. */
import { ProblemList } from '../../../files/problemList'
import { ImportError } from '../../../files/importProblem'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { entryOf } from '../../../files/entryOf.fixture'
import { mutations } from '../../mutate.fixture'
import type { SourceEntry } from '../../../files/sourceEntry'
import { CommonWhite } from '../commonWhite'
import { profileNpy } from './profileNpy'
import { isDeep, measureNpyImages, readNpyImages } from './readNpyImages'
import { readNpyLabels } from './readNpyLabels'

const FOLDER = new URL('../../fixtures/arrays/', import.meta.url)
const SAMPLES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.npy'))
  .toSorted()
  .map((name) => new Uint8Array(readFileSync(new URL(name, FOLDER))))
const options = { signal: new AbortController().signal, onProgress: () => undefined }

async function read(entry: SourceEntry, bytes: number): Promise<void> {
  const profile = await profileNpy(entry)
  const { role } = profile
  if (role.kind === 'images') {
    const white = new CommonWhite('auto')
    white.add(() => measureNpyImages(entry, { ...profile, role }, options))
    const deepWhite = isDeep(profile.head) ? await white.find() : undefined
    const images = await readNpyImages(entry, { ...profile, role }, options, undefined, deepWhite)
    expect(images.pixels.length).toBe(images.count * images.width * images.height * images.channels)
    expect(images.pixels.length).toBeLessThan(bytes)
  } else {
    const labels = await readNpyLabels(entry, { ...profile, role }, new ProblemList(), options)
    expect(labels.length).toBe(role.count)
    expect(labels.length).toBeLessThan(bytes)
  }
}

describe('a damaged NumPy array', () => {
  it('gives what it holds, or a sentence', async () => {
    for (const { bytes, run } of mutations(SAMPLES, 13)) {
      const entry = entryOf('x.npy', bytes, { sized: run % 2 === 0, piece: 1 + (run % 3000) })
      try {
        await read(entry, bytes.length)
      } catch (error) {
        if (!(error instanceof ImportError)) throw new Error(`Run ${run}`, { cause: error })
        expect(error.message).toMatch(/^\P{Ll}?[^\n]+\.$/u)
      }
    }
  })
})
