/** Damaged files of Teachable Machine's form and of the converter's open as what they hold, or are refused with a sentence. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { mutations } from '../../data/mutate.fixture'
import { entryOf } from '../../files/entryOf.fixture'
import { findFormats } from '../formats'
import { InteropError } from '../interopError'
import { SMALL_MODEL } from '../smallModel.fixture'
import { write } from '../teachableMachine/write'

interface Converted {
  readonly name: string
  readonly modelJson: object
  readonly weights: Readonly<Record<string, string>>
}

const { cases } = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/converted.json'), 'utf8')) as {
  readonly cases: readonly Converted[]
}

/** A model.json, and the files beside it. */
async function makeSamples() {
  const [modelJson, ...beside] = (await write(SMALL_MODEL)).files
  const nested = cases.find(({ name }) => name === 'Keras 3, nested, from a .keras file')!
  return [
    { modelJson: modelJson!.bytes, beside },
    {
      modelJson: new TextEncoder().encode(JSON.stringify(nested.modelJson)),
      beside: Object.entries(nested.weights).map(([name, text]) => ({
        name,
        bytes: Uint8Array.from(Buffer.from(text, 'base64')),
      })),
    },
  ]
}

it('damaged, they open or are refused in a sentence', { timeout: 600_000 }, async () => {
  const samples = await makeSamples()
  const { signal } = new AbortController()
  let [opened, refused] = [0, 0]
  const damaged = mutations(
    samples.map(({ modelJson }) => modelJson),
    48,
  )
  for (const { bytes, run } of damaged) {
    const { beside } = samples[run % samples.length]!
    const entries = [entryOf('model.json', bytes), ...beside.map((file) => entryOf(file.name, file.bytes))]
    for (const { format, files } of await findFormats(entries, entries, signal)) {
      try {
        await format.read(files)
        opened++
      } catch (error) {
        if (!(error instanceof InteropError)) throw new Error(`Run ${run}`, { cause: error })
        expect(error.message).toMatch(/^[^\n]+\.$/)
        refused++
      }
    }
  }
  expect(Math.min(opened, refused)).toBeGreaterThan(0)
})
