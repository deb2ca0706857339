/** Damaged models, layers and projects open as what they hold, or are refused with a sentence. */
import { describe, expect, it } from 'vitest'
import { entryOf } from '../files/entryOf.fixture'
import { mutations } from '../data/mutate.fixture'
import { serialiseProject } from '../model/project'
import { DEFAULT_RECIPE } from '../model/training/recipe'
import { findFormats } from './formats'
import { InteropError } from './interopError'
import { SMALL_MODEL } from './smallModel.fixture'
import { write } from './tensorflowjs/write'
import { toTopology } from './keras/topology'

const model = SMALL_MODEL
const { stack, data } = model
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const [json, bin] = (await write(model)).files.map(({ bytes }) => bytes)

/** The same model with weights of one byte each, and as many bytes of an optimizer's as fill the file. */
function quantised(): Uint8Array {
  const file = JSON.parse(new TextDecoder().decode(json)) as { weightsManifest: { weights: object[] }[] }
  const [group] = file.weightsManifest
  const values = bin!.length / 4
  const rest = { name: 'Adam/m', shape: [3 * values], dtype: 'uint8', group: 'optimizer' }
  const quantization = { dtype: 'uint8', min: -0.5, scale: 0.01 }
  group!.weights = [...group!.weights.map((weight) => ({ ...weight, quantization })), rest]
  return encode(JSON.stringify(file))
}

const METADATA = encode('{"packageName": "@teachablemachine/image", "labels": ["cat", "dog", "eel"]}')

describe('a damaged model, configuration or project', () => {
  it('opens, or is refused in a sentence', { timeout: 600_000 }, async () => {
    const samples = [
      json!,
      quantised(),
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

describe('damaged metadata beside a model', () => {
  it('name its classes, or are left alone', { timeout: 600_000 }, async () => {
    const { signal } = new AbortController()
    const seen = new Set<number>()
    for (const { bytes } of mutations([METADATA], 15)) {
      const entries = [
        entryOf('model.json', quantised()),
        entryOf('weights.bin', bin!),
        entryOf('metadata.json', bytes),
      ]
      const [found] = await findFormats(entries, entries, signal)
      const opened = await found!.format.read(found!.files)
      expect(opened.holds).toBe('model')
      seen.add(found!.files.length)
    }
    expect([...seen].toSorted((one, other) => one - other)).toEqual([2, 3])
  })
})
