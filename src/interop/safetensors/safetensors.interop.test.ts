import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { afterAll, describe, expect, it } from 'vitest'
import { hasModules, runPython } from '../../../scripts/interop/python'
import { predictHere } from '../../engine/models/predictHere.fixture'
import { entryOf } from '../../files/entryOf.fixture'
import { weightSpecs } from '../../model/graph/weights'
import type { TrainedModel } from '../../model/trainedModel'
import { findFormats } from '../formats'
import { PROOF_MODELS, proofImages } from '../proofModels.fixture'
import { write } from './write'

const SCRIPTS = join(import.meta.dirname, '../../../scripts/interop')
const made: string[] = []

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'strata-safetensors-'))
  made.push(folder)
  return folder
}

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true })
})

async function writeInto(model: TrainedModel): Promise<string> {
  const folder = makeFolder()
  for (const { name, bytes } of (await write(model)).files) writeFileSync(join(folder, name), bytes)
  return folder
}

async function open(folder: string, ...names: readonly string[]) {
  const entries = names.map((name) => entryOf(name, readFileSync(join(folder, name))))
  const [found, second] = await findFormats(entries, entries, new AbortController().signal)
  expect(second).toBeUndefined()
  const opened = await found!.format.read(found!.files)
  if (opened.holds !== 'model') throw new Error(`It holds a ${opened.holds}`)
  return opened
}

describe.skipIf(!hasModules('safetensors', 'numpy'))('Python’s safetensors', () => {
  it.each(PROOF_MODELS)('reads what is written, bit for bit: $name', async ({ model }) => {
    const folder = await writeInto(model)
    const [file, output] = ['model.safetensors', 'output.bin'].map((name) => join(folder, name))
    const { stdout } = runPython([join(SCRIPTS, 'safetensors_dump.py'), file!, output!])
    const { metadata, tensors } = JSON.parse(stdout) as {
      metadata: Readonly<Record<string, string>>
      tensors: readonly { name: string; dtype: string; shape: readonly number[] }[]
    }
    expect(JSON.parse(metadata['classes']!)).toEqual(model.classes)
    const specs = new Map(weightSpecs(model.stack, model.data).map(({ key, shape }) => [key, shape]))
    expect(new Set(tensors.map(({ name }) => name))).toEqual(new Set(specs.keys()))
    for (const { name, dtype, shape } of tensors) expect([dtype, shape]).toEqual(['float32', specs.get(name)])
    const values = tensors.map(({ name }) => Buffer.from(model.weights.get(name)!.buffer))
    expect(readFileSync(output!).equals(Buffer.concat(values))).toBe(true)
  })
})

describe.skipIf(!hasModules('keras', 'safetensors', 'PIL'))('classify.py', () => {
  it.each(PROOF_MODELS)('prints the class of an image: $name', async ({ model }) => {
    const folder = await writeInto(model)
    const { width, height, channels } = model.data
    const picture = proofImages(model.data, 1)
    writeFileSync(join(folder, 'picture.png'), encode({ width, height, channels, data: picture }))
    const { stdout } = runPython(['classify.py', 'picture.png'], { folder })
    const expected = await predictHere(model, picture, 1)
    const best = expected.indexOf(Math.max(...expected))
    expect(stdout).toBe(`${model.classes[best]}: ${(100 * expected[best]!).toFixed(1)}%\n`)
  })
})

describe.skipIf(!hasModules('keras', 'safetensors'))('weights that Keras’s names stand over', () => {
  it('open with the layers beside them, and predict as in Keras', async () => {
    const folder = makeFolder()
    runPython([join(SCRIPTS, 'safetensors_make.py'), folder])
    const pixels = Uint8Array.from(readFileSync(join(folder, 'images.bin')))
    const expected = new Float32Array(Uint8Array.from(readFileSync(join(folder, 'probabilities.bin'))).buffer)
    const within: Readonly<Record<string, number>> = { weights: 1e-5, float64: 1e-5, float16: 1e-2 }
    for (const [name, bound] of Object.entries(within)) {
      const { model } = await open(folder, `${name}.safetensors`, 'layers.json')
      const found = await predictHere(model, pixels, 4)
      const difference = found.reduce((most, value, at) => Math.max(most, Math.abs(value - expected[at]!)), 0)
      process.stdout.write(`${name}: ${difference.toExponential(1)}\n`)
      expect(difference).toBeLessThan(bound)
    }
  })
})
