import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { afterAll, describe, expect, it } from 'vitest'
import { predictHere } from '../../engine/models/predictHere.fixture'
import { hasModules, runPython } from '../../../scripts/interop/python'
import type { TrainedModel } from '../../model/trainedModel'
import { PROOF_MODELS, proofImages, type ProofModel } from '../proofModels.fixture'
import { ODD_MODELS } from './oddModels.fixture'
import { write } from './write'
import { batchOf } from './writeModel'

const PREDICT = join(import.meta.dirname, '../../../scripts/interop/litert_predict.py')
const COUNT = 4

const made: string[] = []
function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'strata-litert-'))
  made.push(folder)
  return folder
}

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true })
})

function floatsOf(path: string): Float32Array {
  return new Float32Array(Uint8Array.from(readFileSync(path)).buffer)
}

function differenceOf(one: Float32Array, other: ArrayLike<number>): number {
  expect(one).toHaveLength(other.length)
  // NaN is no smaller than anything.
  return one.reduce((most, value, at) => Math.max(most, Math.abs(value - other[at]!)), 0)
}

/** The largest difference of a probability for each model, one image at a time and all together. */
async function compare(models: readonly ProofModel[]): Promise<readonly { name: string; difference: number }[]> {
  const folder = makeFolder()
  for (const [at, { model }] of models.entries()) {
    const { files } = await write(model)
    writeFileSync(join(folder, `${at}.tflite`), files[0]!.bytes)
    writeFileSync(join(folder, `${at}.images`), Float32Array.from(proofImages(model.data, COUNT)))
  }
  runPython([PREDICT, folder])
  const found: { name: string; difference: number }[] = []
  for (const [at, { name, model }] of models.entries()) {
    const expected = await predictHere(model, proofImages(model.data, COUNT), COUNT)
    expect(existsSync(join(folder, `${at}.together`))).toBe(batchOf(model.stack.layers) === 'any')
    for (const times of ['each', 'together']) {
      const path = join(folder, `${at}.${times}`)
      if (existsSync(path))
        found.push({ name: `${name}, ${times}`, difference: differenceOf(floatsOf(path), expected) })
    }
  }
  return found
}

describe.skipIf(!hasModules('ai_edge_litert'))('LiteRT’s interpreter', () => {
  it.each([
    ['the models that every target is proved with', PROOF_MODELS],
    ['each layer type with rare arguments', ODD_MODELS],
  ])('predicts as Strata: %s', async (what, models) => {
    const found = await compare(models)
    const worst = found.reduce((one, other) => (other.difference > one.difference ? other : one))
    process.stdout.write(`${what}, ${models.length} models: ${worst.difference.toExponential(1)} at most\n`)
    expect(found.filter(({ difference }) => !(difference < 1e-5))).toEqual([])
  })
})

const NAMES = ['cat\nor "kitten"', "it's </b> \\", 'Ärger 猫']
const [{ model: colour }] = PROOF_MODELS.filter(({ name }) => name === 'a residual net') as [ProofModel]
const picture = proofImages(colour.data, 1)

/** A folder with the files and `picture.png`, of the model's size. */
async function writeBeside(model: TrainedModel): Promise<string> {
  const folder = makeFolder()
  const { files } = await write(model)
  for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes)
  const { width, height, channels } = model.data
  writeFileSync(join(folder, 'picture.png'), encode({ width, height, channels, data: picture }))
  return folder
}

describe.skipIf(!hasModules('ai_edge_litert', 'PIL'))('classify.py', () => {
  it('prints the class of an image, whatever it is called', async () => {
    const model = { ...colour, classes: NAMES }
    const folder = await writeBeside(model)
    const { stdout } = runPython(['classify.py', 'picture.png'], { folder })
    const expected = await predictHere(model, picture, 1)
    const best = expected.indexOf(Math.max(...expected))
    expect(stdout).toBe(`${NAMES[best]}: ${(100 * expected[best]!).toFixed(1)}%\n`)
  })
})

describe.skipIf(!hasModules('mediapipe'))('MediaPipe', () => {
  it('finds the classes’ names and the pixels’ scale in the file', async () => {
    const folder = await writeBeside(colour)
    const script = join(import.meta.dirname, '../../../scripts/interop/mediapipe_classify.py')
    const { stdout } = runPython([script, join(folder, 'model.tflite'), join(folder, 'picture.png')])
    const found = JSON.parse(stdout) as Readonly<Record<string, number>>
    const expected = await predictHere(colour, picture, 1)
    expect(Object.keys(found).toSorted()).toEqual(colour.classes.toSorted())
    const difference = differenceOf(
      Float32Array.from(colour.classes, (name) => found[name]!),
      expected,
    )
    process.stdout.write(`MediaPipe: ${difference.toExponential(1)}\n`)
    expect(difference).toBeLessThan(1e-5)
  })
})
