/** What Strata writes for Keras, in Keras itself: the same predictions, and training that goes on. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasModules, runPython } from '../../../scripts/interop/python'
import { makePng } from '../../data/images/makePng.fixture'
import { normalised, predictHere } from '../../engine/models/predictHere.fixture'
import { layerNames } from '../../model/graph/names'
import { weightSpecs } from '../../model/graph/weights'
import { sizeOf } from '../../model/layers/define'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { PROOF_MODELS, proofImages } from '../proofModels.fixture'
import { write as writeArchive } from './archive/write'
import { inKerasOrder } from './kerasOrder'
import { write as writeJson } from './layersJson/write'
import { write as writeWeights } from './weightsAlone/write'
import { write as writeHdf5 } from './wholeHdf5/write'

const CHECK = join(import.meta.dirname, '../../../scripts/interop/check_keras.py')
const IMAGES = 8
const FORMS = { keras: writeArchive, h5: writeHdf5, weights: writeWeights }

/** That training begins with a fresh optimizer; that LeakyReLU has another argument than in Keras 2. */
const EXPECTED = /^Skipping variable loading for optimizer|^Argument `alpha` is deprecated/

interface Checked {
  readonly probabilities: readonly number[]
  readonly optimizer: string
  readonly rate: number
  readonly loss: number
  readonly names: readonly string[]
  readonly warnings: readonly string[]
}

const folders = PROOF_MODELS.map(() => mkdtempSync(join(tmpdir(), 'strata-keras-')))
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

describe.skipIf(!hasModules('keras', 'PIL'))('a model in Keras', () => {
  let checked: Readonly<Record<string, Readonly<Record<keyof typeof FORMS, Checked>>>>
  beforeAll(async () => {
    for (const [at, { model }] of PROOF_MODELS.entries()) {
      const folder = folders[at]!
      writeFileSync(join(folder, 'input.f32'), normalised(model, proofImages(model.data, IMAGES)))
      for (const [form, write] of Object.entries(FORMS)) {
        const { files } = await write(model)
        mkdirSync(join(folder, form))
        for (const { name, bytes } of files) {
          writeFileSync(join(folder, form, name), bytes)
          if (name !== 'classify.py') writeFileSync(join(folder, name), bytes)
        }
      }
    }
    checked = JSON.parse(runPython([CHECK, ...folders]).stdout) as typeof checked
  })

  const cases = PROOF_MODELS.flatMap(({ name, model }, at) =>
    (Object.keys(FORMS) as (keyof typeof FORMS)[]).map((form) => ({ name, model, form, folder: folders[at]! })),
  )

  it.each(cases)('predicts as it does here, and trains on: $name as $form', async ({ name, model, form, folder }) => {
    const { probabilities, optimizer, rate, loss, names, warnings } = checked[folder]![form]
    const here = await predictHere(model, proofImages(model.data, IMAGES), IMAGES)
    expect(probabilities.length).toBe(here.length)
    const difference = Math.max(...here.map((value, i) => Math.abs(value - probabilities[i]!)))
    process.stdout.write(`Keras, ${name} as ${form}: ${difference.toExponential(1)}\n`)
    expect(difference).toBeLessThan(1e-6)
    expect([optimizer, rate]).toEqual(['Adam', Math.fround(0.001)])
    expect(loss).toBeGreaterThan(0)
    expect(names).toEqual(expect.arrayContaining([...layerNames(inKerasOrder(model.stack))]))
    expect(warnings.filter((warning) => !EXPECTED.test(warning))).toEqual([])
  })

  const programs = [
    ['a residual net', 'keras'],
    ['rows of values', 'h5'],
    ['the Galaxy CNN', 'weights'],
  ] as const
  it.each(programs)('names the class of an image file: %s as %s', async (name, form) => {
    const at = PROOF_MODELS.findIndex((proof) => proof.name === name)
    const { model } = PROOF_MODELS[at]!
    const { width, height, channels } = model.data
    const pixels = proofImages(model.data, 1)
    const png = makePng({
      width,
      height,
      colourType: channels === 1 ? 0 : 2,
      depth: 8,
      sample: (x, y, c) => pixels[(y * width + x) * channels + c]!,
    })
    const folder = join(folders[at]!, form)
    writeFileSync(join(folder, 'an image.png'), png)
    const { stdout } = runPython(['classify.py', 'an image.png'], { folder })
    const here = await predictHere(model, pixels, 1)
    expect(stdout.startsWith(`${model.classes[here.indexOf(Math.max(...here))]}: `)).toBe(true)
  })
})

/** How many values the weights of each model have, whose layers stand in the files. */
const COUNT_PARAMETERS = `
import keras, sys
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        print(keras.models.model_from_json(file.read()).count_params())
`

describe.skipIf(!hasModules('keras'))('layers as JSON in Keras', () => {
  it('are those of each model', async () => {
    const files: string[] = []
    for (const [at, { model }] of PROOF_MODELS.entries()) {
      const { stack, data, classes, recipe = DEFAULT_RECIPE } = model
      const [file] = (await writeJson({ stack, data, classes, recipe }, new Set())).files
      files.push(join(folders[at]!, 'layers.json'))
      writeFileSync(files[at]!, file!.bytes)
    }
    const { stdout } = runPython(['-c', COUNT_PARAMETERS, ...files])
    const parameters = PROOF_MODELS.map(({ model: { stack, data } }) =>
      weightSpecs(inKerasOrder(stack), data).reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    )
    expect(stdout.trim().split(/\s+/).map(Number)).toEqual(parameters)
  })
})
