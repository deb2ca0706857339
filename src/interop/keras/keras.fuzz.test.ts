/** Damaged files of Keras open, are refused in a sentence, or are taken for none of its. */
import { expect, it } from 'vitest'
import { mutations } from '../../data/mutate.fixture'
import { entryOf } from '../../files/entryOf.fixture'
import { findFormats } from '../formats'
import { InteropError } from '../interopError'
import { KERAS_FIXTURES } from './kerasModels.fixture'

it('are never worse than a sentence', { timeout: 3_600_000 }, async () => {
  const [old, , , recent] = KERAS_FIXTURES
  const samples = [old!, recent!].flatMap(({ bytes }) => [bytes('.keras'), bytes('.h5'), bytes('.weights.h5')])
  const config = entryOf('config.json', recent!.bytes('.config.json'))
  const { signal } = new AbortController()
  let [opened, refused] = [0, 0]
  for (const { bytes, run } of mutations(samples, 44)) {
    const entries = [entryOf('sample', bytes), config]
    for (const { format, files } of await findFormats(entries, entries, signal)) {
      if (files.length === 1 && files[0] === config) continue
      try {
        const { holds } = await format.read(files)
        opened++
        expect(holds).toBe('model')
      } catch (error) {
        if (!(error instanceof InteropError)) throw new Error(`Run ${run}`, { cause: error })
        expect(error.message).toMatch(/^[^\n]+\.$/)
        refused++
      }
    }
  }
  expect(Math.min(opened, refused)).toBeGreaterThan(0)
})
