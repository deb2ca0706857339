/** ONNX files in ONNX's own checker, in Python's onnxruntime, and from PyTorch. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { afterAll, describe, expect, it } from 'vitest'
import { hasModules, runPython } from '../../../scripts/interop/python'
import { normalised, predictHere } from '../../engine/models/predictHere.fixture'
import type { TrainedModel } from '../../model/trainedModel'
import { PROOF_MODELS, proofImages, type ProofModel } from '../proofModels.fixture'
import { lay } from './layOut'
import { readOnnx } from './readOnnx'
import { write } from './write'

const SCRIPTS = join(import.meta.dirname, '../../../scripts/interop')
const COUNT = 4

const made: string[] = []
function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'strata-onnx-'))
  made.push(folder)
  return folder
}

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true })
})

const bytesOf = (path: string): Uint8Array<ArrayBuffer> => Uint8Array.from(readFileSync(path))
const floatsOf = (path: string): Float32Array => new Float32Array(bytesOf(path).buffer)

function differenceOf(one: ArrayLike<number>, other: ArrayLike<number>): number {
  expect(one).toHaveLength(other.length)
  // NaN is no smaller than anything.
  return Array.from(one).reduce((most, value, at) => Math.max(most, Math.abs(value - other[at]!)), 0)
}

const CHOICES = [[], ['normalise'], ['channelsFirst'], ['normalise', 'channelsFirst']]

describe.skipIf(!hasModules('onnx', 'onnxruntime'))('ONNX’s checker and Python’s onnxruntime', () => {
  it('take every model, and predict as Strata', async () => {
    const folder = makeFolder()
    const cases = PROOF_MODELS.flatMap(({ name, model }, at) =>
      CHOICES.map((chosen, choice) => ({ name, model, chosen, file: join(folder, `${at}-${choice}`) })),
    )
    for (const { model, chosen, file } of cases) {
      const { files, input } = await write(model, new Set(chosen))
      const { height, width, channels } = model.data
      const pixels = proofImages(model.data, COUNT)
      const values = input.takes === 'bytes' ? Float32Array.from(pixels) : normalised(model, pixels)
      const axes = input.layout === 'NHWC' ? [0, 1, 2, 3] : [0, 3, 1, 2]
      writeFileSync(`${file}.onnx`, files[0]!.bytes)
      writeFileSync(`${file}.images`, lay(values, { as: [COUNT, height, width, channels], axes }))
    }
    runPython([join(SCRIPTS, 'onnx_predict.py'), folder])
    const found: { name: string; chosen: readonly string[]; difference: number }[] = []
    for (const { name, model, chosen, file } of cases) {
      const expected = await predictHere(model, proofImages(model.data, COUNT), COUNT)
      found.push({ name, chosen, difference: differenceOf(floatsOf(`${file}.predicted`), expected) })
    }
    const worst = Math.max(...found.map(({ difference }) => difference))
    process.stdout.write(`onnxruntime in Python, ${found.length} files: ${worst.toExponential(1)} at most\n`)
    expect(found.filter(({ difference }) => !(difference < 1e-5))).toEqual([])
  })
})

const NAMES = ['cat\nor "kitten"', "it's </b> \\", 'Ärger 猫']
const [{ model: colour }] = PROOF_MODELS.filter(({ name }) => name === 'a residual net') as [ProofModel]

describe.skipIf(!hasModules('onnxruntime', 'PIL'))('classify.py', () => {
  it.each(CHOICES.map((chosen) => ({ chosen })))('names the class, written with $chosen', async ({ chosen }) => {
    const model: TrainedModel = { ...colour, classes: NAMES }
    const folder = makeFolder()
    for (const { name, bytes } of (await write(model, new Set(chosen))).files) writeFileSync(join(folder, name), bytes)
    const picture = proofImages(model.data, 1)
    const { width, height, channels } = model.data
    writeFileSync(join(folder, 'picture.png'), encode({ width, height, data: picture, channels }))
    const expected = Array.from(await predictHere(model, picture, 1))
    const best = expected.indexOf(Math.max(...expected))
    const { stdout } = runPython(['classify.py', 'picture.png'], { folder })
    expect(stdout).toBe(`picture.png: ${NAMES[best]} (${(100 * expected[best]!).toFixed(1)}%)\n`)
  })
})

/** What is one of each, by both exporters of PyTorch: the newer needs a package of its own. */
describe.skipIf(!hasModules('torch', 'onnx'))('nets of PyTorch', () => {
  it('open with the predictions that they have there', async () => {
    const folder = makeFolder()
    runPython(['-W', 'ignore', join(SCRIPTS, 'make_onnx_models.py'), folder])
    const exporters = hasModules('onnxscript') ? ['traced', 'exported'] : ['traced']
    if (exporters.length === 1) process.stdout.write('Without onnxscript, PyTorch’s newer exporter is left out.\n')
    const found: { name: string; difference: number }[] = []
    for (const net of ['lenet', 'residual', 'mobile', 'parts', 'rows']) {
      for (const exporter of exporters) {
        const file = join(folder, `${net}-${exporter}.onnx`)
        expect(existsSync(file)).toBe(true)
        const model = readOnnx(bytesOf(file))
        expect(model.notes.join()).toContain('The file does not say how pixels become numbers')
        const predicted = await predictHere(model, bytesOf(join(folder, `${net}.pixels`)), COUNT)
        const difference = differenceOf(predicted, floatsOf(join(folder, `${net}.expected`)))
        found.push({ name: `${net}, ${exporter}`, difference })
      }
    }
    const worst = Math.max(...found.map(({ difference }) => difference))
    process.stdout.write(`Nets of PyTorch, ${found.length} files: ${worst.toExponential(1)} at most\n`)
    expect(found.filter(({ difference }) => !(difference < 1e-5))).toEqual([])
  })
})
