/** Models as Keras saved them open here, and predict what they predict there; what is written here opens again as it was. */
import { describe, expect, it } from 'vitest'
import { predictHere } from '../../engine/models/predictHere.fixture'
import { entryOf } from '../../files/entryOf.fixture'
import { createZipWriter } from '../../files/zipWriter'
import type { SourceEntry } from '../../files/sourceEntry'
import { initialWeights } from '../../model/graph/initialise'
import { createLayer, createStack } from '../../model/graph/stack'
import { INPUT } from '../../model/layers/define'
import type { TrainedModel } from '../../model/trainedModel'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { findFormats } from '../formats'
import { InteropError } from '../interopError'
import { PROOF_MODELS } from '../proofModels.fixture'
import { SMALL_MODEL } from '../smallModel.fixture'
import type { WrittenModel } from '../target'
import { write as writeArchive } from './archive/write'
import { writeHdf5 as writeHdf5File } from './hdf5/writeHdf5'
import { inKerasOrder } from './kerasOrder'
import { FIXTURE_IMAGES, KERAS_FIXTURES } from './kerasModels.fixture'
import { write as writeWeights } from './weightsAlone/write'
import { write as writeHdf5 } from './wholeHdf5/write'

const { signal } = new AbortController()

async function open(...entries: readonly SourceEntry[]) {
  const [found, second] = await findFormats(entries, entries, signal)
  if (!found || second) throw new Error(`One find was expected, and there are ${found ? 'more' : 'none'}`)
  return found.format.read(found.files)
}

async function openModel(
  ...entries: readonly SourceEntry[]
): Promise<{ readonly model: TrainedModel; readonly notes: readonly string[] }> {
  const opened = await open(...entries)
  if (opened.holds !== 'model') throw new Error(`It holds a ${opened.holds}`)
  return opened
}

const whyNot = (...entries: readonly SourceEntry[]): Promise<string> =>
  open(...entries).then(
    () => 'no error',
    (error: unknown) => (error instanceof InteropError ? error.message : Promise.reject(error as Error)),
  )

const entriesOf = ({ files }: WrittenModel): readonly SourceEntry[] =>
  files.filter(({ name }) => name !== 'classify.py').map(({ name, bytes }) => entryOf(name, bytes))

const [old, , , recent] = KERAS_FIXTURES

describe.each(KERAS_FIXTURES)('$title', ({ name, bytes, images, probabilities }) => {
  it.each(['.keras', '.h5'] as const)('opens as %s, and predicts what Keras predicts', async (ending) => {
    const { model } = await openModel(entryOf(`${name}${ending}`, bytes(ending)))
    const here = await predictHere(model, images, FIXTURE_IMAGES)
    expect(here.length).toBe(probabilities.length)
    const difference = Math.max(...here.map((value, at) => Math.abs(value - probabilities[at]!)))
    expect(difference, `The largest difference is ${difference}`).toBeLessThan(1e-6)
  })
})

describe.each([old!, recent!])('$title', ({ bytes }) => {
  it('opens as weights beside the JSON of the layers, by whatever names', async () => {
    const whole = await openModel(entryOf('a', bytes('.keras')))
    const json = entryOf('layers.txt', bytes('.config.json'))
    const { model } = await openModel(entryOf('weights (1).bin', bytes('.weights.h5')), json)
    expect(model.weights).toEqual(whole.model.weights)
  })

  it('takes the optimizer along, and says what it leaves behind', async () => {
    for (const ending of ['.keras', '.h5'] as const) {
      const { model, notes } = await openModel(entryOf('a', bytes(ending)))
      expect(model.recipe).toEqual({
        ...DEFAULT_RECIPE,
        learningRate: 0.002,
        adam: { ...DEFAULT_RECIPE.adam, beta1: 0.85 },
        clipping: { ...DEFAULT_RECIPE.clipping, clipnorm: 1.5 },
      })
      expect(notes).toEqual([
        expect.stringContaining('does not name the model’s 4 classes'),
        expect.stringContaining('does not say how pixels become numbers'),
        expect.stringContaining('says nothing of epochs'),
        'The state of the optimizer in the file is left out: training begins with a fresh one.',
      ])
    }
  })

  it('says what weights alone need', async () => {
    expect(await whyNot(entryOf('digits.weights.h5', bytes('.weights.h5')))).toBe(
      '“digits.weights.h5” holds a model’s weights without its layers: drop it together with the JSON of the layers, which model.to_json() gives in Keras, or save the whole model as .keras.',
    )
  })

  it('says that a file was cut off', async () => {
    for (const ending of ['.keras', '.h5'] as const) {
      const whole = bytes(ending)
      expect(await whyNot(entryOf('a', whole.slice(0, whole.length * 0.6)))).toMatch(/damaged|cut off|zip/)
    }
  })
})

describe('what Strata writes for Keras', () => {
  const forms = { '.keras': writeArchive, '.h5': writeHdf5, weights: writeWeights }
  const cases = PROOF_MODELS.flatMap(({ name, model }) =>
    Object.entries(forms).map(([form, write]) => ({ name, model, form, write })),
  )

  it.each(cases)('opens again as it was: $name as $form', async ({ model, write }) => {
    const stack = inKerasOrder(model.stack)
    const { model: again, notes } = await openModel(...entriesOf(await write(model)))
    expect(again).toMatchObject({
      data: model.data,
      classes: model.classes,
      normalisation: model.normalisation,
      recipe: model.recipe,
    })
    expect(again.stack.layers.map(({ className, args }) => ({ className, args }))).toEqual(
      stack.layers.map(({ className, args }) => ({ className, args })),
    )
    for (const [key, values] of again.weights) expect(values).toEqual(model.weights.get(key))
    expect(notes).toEqual([])
  })

  it('names layers that nothing reads, which Keras leaves out', async () => {
    const stack = createStack('image', [
      createLayer('Conv2D'),
      { ...createLayer('Flatten'), from: [INPUT] },
      createLayer('Dense', { units: 3, activation: 'softmax' }),
    ])
    const { model } = PROOF_MODELS.at(-1)!
    const weights = initialWeights(stack, model.data, 1)
    expect((await writeArchive({ ...model, stack, weights })).notes).toEqual([
      'No layer reads “conv2d”, so the file is without it.',
      'The file has no state of the optimizer: Keras says so in a warning, and trains on with a fresh one.',
    ])
  })

  it('is the same bytes each time', async () => {
    const [one, other] = [await writeArchive(SMALL_MODEL), await writeArchive(SMALL_MODEL)]
    expect(one.files).toEqual(other.files)
  })

  it('has the classes’ names as a program can read them', async () => {
    const classes = ['"""', 'a\nb\\', '\u2028’; import os']
    const { files } = await writeArchive({ ...SMALL_MODEL, classes })
    const program = new TextDecoder().decode(files.find(({ name }) => name === 'classify.py')?.bytes)
    expect(program).toContain('CLASSES = ["\\"\\"\\"", "a\\nb\\\\", "\\u2028\\u2019; import os"]')
    expect((await openModel(...entriesOf(await writeArchive({ ...SMALL_MODEL, classes })))).model.classes).toEqual(
      classes,
    )
  })
})

describe('an archive', () => {
  async function archiveOf(entries: Readonly<Record<string, Uint8Array<ArrayBuffer>>>): Promise<SourceEntry> {
    const writer = createZipWriter(signal)
    for (const [name, bytes] of Object.entries(entries)) await writer.add(name, [bytes], { deflate: true })
    return entryOf('model.keras', new Uint8Array(await writer.finish().arrayBuffer()))
  }
  const text = (json: unknown): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(json))

  it('is Keras’s by what it holds, and no other is', async () => {
    const other = await archiveOf({ 'word/document.xml': text('') })
    expect(await findFormats([other], [other], signal)).toEqual([])
    const packed = await archiveOf({
      'model.weights.h5': recent!.bytes('.weights.h5'),
      'config.json': recent!.bytes('.config.json'),
    })
    expect((await openModel(packed)).model.classes).toHaveLength(4)
  })

  it('says what it lacks', async () => {
    expect(await whyNot(await archiveOf({ 'config.json': text({}) }))).toMatch(/has no model\.weights\.h5/)
    expect(await whyNot(await archiveOf({ 'metadata.json': text({}) }))).toMatch(/has no config\.json/)
  })

  it('says which layers Strata does not have, all at once', async () => {
    const config = new TextDecoder()
      .decode(recent!.bytes('.config.json'))
      .replace('"BatchNormalization"', '"GroupNormalization"')
      .replace('"Dropout"', '"AlphaDropout"')
    const archive = await archiveOf({
      'config.json': new TextEncoder().encode(config),
      'model.weights.h5': recent!.bytes('.weights.h5'),
    })
    expect(await whyNot(archive)).toMatch(
      /^The model has 2 layers of the types “GroupNormalization” \(“batch_normalization”\) and “AlphaDropout” \(“dropout”\), which Strata does not have; it has Conv2D, /,
    )
  })

  it('says that weights are those of another model, or no numbers', async () => {
    const [json] = (await writeWeights(SMALL_MODEL)).files.filter(({ name }) => name === 'model.config.json')
    const withWeights = (values: Float32Array<ArrayBuffer>, shape: readonly number[]) =>
      writeHdf5File({
        groups: new Map([
          [
            'layers/dense/vars',
            {
              datasets: new Map([
                ['0', { shape, values }],
                ['1', { shape: [3], values: new Float32Array(3) }],
              ]),
            },
          ],
        ]),
      })
    const why = async (values: Float32Array<ArrayBuffer>, shape: readonly number[]) =>
      whyNot(await archiveOf({ 'config.json': json!.bytes, 'model.weights.h5': await withWeights(values, shape) }))
    expect(await why(new Float32Array(48), [16, 3])).toBe('no error')
    expect(await why(new Float32Array(45), [15, 3])).toMatch(
      /“dense\/kernel” are 15 × 3, where the layers ask for 16 × 3/,
    )
    expect(await why(new Float32Array(48).fill(NaN), [16, 3])).toMatch(
      /“dense\/kernel” hold values that are no numbers/,
    )
  })
})

describe('an HDF5 file of data', () => {
  it('is no model', async () => {
    const images = { shape: [2, 4, 4], values: new Float32Array(32) }
    const entry = entryOf('images.h5', await writeHdf5File({ datasets: new Map([['train/images', images]]) }))
    expect(await findFormats([entry], [entry], signal)).toEqual([])
  })
})
