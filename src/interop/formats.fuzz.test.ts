/** Damaged models, layers and projects open as what they hold, or are refused with a sentence. */
import { describe, expect, it } from 'vitest'
import { entryOf } from '../files/entryOf.fixture'
import { mutations } from '../data/mutate.fixture'
import { serialiseProject } from '../model/project'
import { DEFAULT_RECIPE } from '../model/training/recipe'
import { findFormats } from './formats'
import { InteropError } from './interopError'
import { SMALL_MODEL } from './smallModel.fixture'
import { tensorflowjs } from './tensorflowjs/tensorflowjs'
import { toTopology } from './keras/topology'

const model = SMALL_MODEL
const { stack, data } = model
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const [json, bin] = tensorflowjs.write(model).map(({ bytes }) => bytes)

describe('a damaged model, configuration or project', () => {
  it('opens, or is refused in a sentence', { timeout: 600_000 }, async () => {
    const samples = [
      json!,
      encode(JSON.stringify(toTopology(stack, data))),
      encode(serialiseProject({ stack, recipe: DEFAULT_RECIPE })),
    ]
    const { signal } = new AbortController()
    let [opened, refused] = [0, 0]
    for (const { bytes, run } of mutations(samples, 15)) {
      const entries = [entryOf('sample', bytes), entryOf('weights.bin', bin!)]
      for (const { format, files } of await findFormats(entries, entries, signal)) {
        try {
          const { holds } = await format.read(files)
          opened++
          expect(['model', 'configuration', 'project']).toContain(holds)
        } catch (error) {
          if (!(error instanceof InteropError)) throw new Error(`Run ${run}`, { cause: error })
          expect(error.message).toMatch(/^[^\n]+\.$/)
          refused++
        }
      }
    }
    expect(Math.min(opened, refused)).toBeGreaterThan(0)
  })
})
