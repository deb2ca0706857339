import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { predictHere } from '../../engine/models/predictHere.fixture'
import { hasModules, runPython } from '../../../scripts/interop/python'
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
