import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { normalised, predictHere } from '../../engine/models/predictHere.fixture'
import { hasModules, runPython } from '../../../scripts/interop/python'
import { PROOF_MODELS, proofImages } from '../proofModels.fixture'
import { write } from './write'
import { batchOf } from './writeModel'

const PREDICT = join(import.meta.dirname, '../../../scripts/interop/litert_predict.py')
const folder = mkdtempSync(join(tmpdir(), 'strata-litert-'))
const COUNT = 8

afterAll(() => rmSync(folder, { recursive: true }))

function floatsOf(path: string): Float32Array {
  const { buffer } = Uint8Array.from(readFileSync(path))
  return new Float32Array(buffer)
}

function differenceOf(one: Float32Array, other: ArrayLike<number>): number {
  expect(one).toHaveLength(other.length)
  return one.reduce((most, value, at) => Math.max(most, Math.abs(value - other[at]!)), 0)
}

describe.skipIf(!hasModules('ai_edge_litert'))('LiteRT’s interpreter', () => {
  it.each(PROOF_MODELS)('predicts as Strata: $name', async ({ name, model }) => {
    const pixels = proofImages(model.data, COUNT)
    const expected = await predictHere(model, pixels, COUNT)
    const { files, bound } = await write(model)
    const [file, images, output] = ['model.tflite', 'images.bin', 'output.bin'].map((each) => join(folder, each))
    writeFileSync(file!, files[0]!.bytes)
    writeFileSync(images!, normalised(model, pixels))
    for (const times of batchOf(model.stack.layers) === 1 ? ['each'] : ['each', 'together']) {
      runPython([PREDICT, file!, images!, output!, times])
      const difference = differenceOf(floatsOf(output!), expected)
      process.stdout.write(`${name}, ${times}: ${difference.toExponential(1)}\n`)
      expect(difference).toBeLessThan(bound)
    }
  })
})
