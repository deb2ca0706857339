/** Damaged CIFAR files: images or a sentence. */
import { expect, it } from 'vitest'
import { entryOf } from '../../files/entryOf.fixture'
import { ImportError } from '../../files/importProblem'
import { mutations } from '../mutate.fixture'
import { isCifar, readCifar } from './cifar'

const RECORDS = [3073, 3074].map((bytes) => new Uint8Array(2 * bytes).map((_, i) => (i % bytes < 2 ? 7 : i % 251)))

it('are read or refused in a sentence, whatever is damaged', async () => {
  for (const { bytes, run } of mutations(RECORDS, 5)) {
    const entry = entryOf('data_batch_1.bin', bytes)
    isCifar(bytes, entry)
    try {
      const { count, pixels, labels } = await readCifar(entry, [], {
        signal: new AbortController().signal,
        onProgress: () => undefined,
      })
      expect([run, pixels.length, labels.length]).toEqual([run, count * 3072, count])
    } catch (error) {
      if (!(error instanceof ImportError)) throw new Error(`Run ${run}`, { cause: error })
      expect(error.message).toContain('is cut off or damaged')
    }
  }
})
