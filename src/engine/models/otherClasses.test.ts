/** A model and data whose classes have another order, or of which the data have some: they are matched by name, and no index stands for another. */
import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { DEFAULT_SETTINGS } from '../../data/importSettings'
import type { WrittenFile } from '../../files/writtenFile'
import type { DataChoices } from '../../model/dataChoices'
import { createLayer, createStack } from '../../model/graph/stack'
import { createRandom } from '../../model/random'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import type { Evaluation } from '../../model/metrics/evaluation'
import type { DatasetSummary } from '../protocol/data'
import type { PredictedImage } from '../protocol/predictions'
import { reorderClasses } from '../reorderClasses.fixture'
import { tableOf } from '../tableOf.fixture'
import { startEngine } from '../worker/startEngine.fixture'

const CLASSES = ['cat', 'dog', 'eel', 'fox']
const LABELS = Array.from({ length: 160 }, (_, i) => CLASSES[(i + (i >> 4)) % 4]!)
const stack = createStack('flat', [createLayer('Dense', { units: 4, activation: 'softmax' })])

const engine = startEngine()
let data: DataChoices
let own: number
let files: readonly WrittenFile[]
let test: Evaluation

vi.stubGlobal('navigator', { hardwareConcurrency: 2 })
afterAll(() => {
  vi.unstubAllGlobals()
})

async function load(labels: readonly string[]): Promise<{ choices: DataChoices; dataset: DatasetSummary }> {
  const reply = await engine.call('openFiles', { files: [tableOf('pets.csv', labels)], settings: DEFAULT_SETTINGS })
  if (reply.kind !== 'dataset') throw new Error(`The files are a ${reply.kind}`)
  return reply
}

async function open(written: readonly WrittenFile[]) {
  const reply = await engine.call('openFiles', {
    files: written.map(({ name, bytes }) => ({ path: name, file: new File([bytes], name) })),
    settings: DEFAULT_SETTINGS,
  })
  if (reply.kind !== 'model') throw new Error(`The files are a ${reply.kind}`)
  return reply.model
}

/** What a model says of images, by the names of classes. */
function named(seen: readonly PredictedImage[], classes: readonly string[]) {
  return seen.map(({ label, predicted, probabilities }) => ({
    label,
    predicted: classes[predicted]!,
    probabilities: Object.fromEntries(classes.map((name, index) => [name, probabilities[index]!])),
  }))
}

/** The counts of a matrix by the names of its row and its column. */
function cellsOf({ classes, confusion }: Pick<Evaluation, 'classes' | 'confusion'>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    classes.flatMap((truth, row) =>
      classes.map((guess, column) => [`${truth} as ${guess}`, confusion[row * classes.length + column]!]),
    ),
  )
}

async function textOf(model: number, chosen: DataChoices, file: 'ludwig' | 'galaxy'): Promise<string> {
  return new TextDecoder().decode((await engine.call('writePredictions', { model, data: chosen, file })).file.bytes)
}

beforeAll(async () => {
  data = (await load(LABELS)).choices
  const recipe = { ...DEFAULT_RECIPE, epochs: 2, batchSize: 8, learningRate: 0.01 }
  await engine.call('train', { runId: 1, stack, recipe, data, from: 'start' })
  const told = engine.events.flatMap((event) => (event.type === 'run' ? [event.event] : []))
  own = told.flatMap((event) => (event.type === 'prepared' ? [event.model.id] : []))[0]!
  files = (await engine.call('exportModel', { model: own, target: 'tensorflowjs', chosen: [] })).files
  test = await engine.call('evaluate', { model: own, data })
}, 60_000)

describe('in another order', () => {
  const random = createRandom(3)
  const orders = [[3, 2, 1, 0], ...Array.from({ length: 6 }, () => random.shuffle([0, 1, 2, 3]))]

  it.each(orders)(
    '%d, %d, %d, %d: test, matrix, images, probabilities and files are the same, by name',
    async (...order) => {
      // Models are held two at a time, so the run's own is opened anew.
      const plain = await open(files)
      const other = await open(reorderClasses(files, order))
      expect(other.classes).toEqual(order.map((at) => CLASSES[at]))
      const result = await engine.call('evaluate', { model: other.id, data })
      expect(result.classes).toEqual(other.classes)
      expect([result.accuracy, result.images]).toEqual([test.accuracy, test.images])
      expect(result.loss).toBeCloseTo(test.loss, 5)
      expect(cellsOf(result)).toEqual(cellsOf(test))

      const images = [...LABELS.keys()]
      const ask = async ({ id, classes }: typeof plain) =>
        named(await engine.call('predictedImages', { model: id, data, images }), classes)
      const [before, now] = [await ask(plain), await ask(other)]
      expect(now.map(({ label }) => label)).toEqual(LABELS)
      expect(now.map(({ predicted }) => predicted)).toEqual(before.map(({ predicted }) => predicted))
      now.forEach(({ probabilities }, image) => {
        for (const name of CLASSES) expect(probabilities[name]).toBeCloseTo(before[image]!.probabilities[name]!, 2)
      })

      const study = await engine.call('studySplit', { model: other.id, data, split: 'test' })
      expect(cellsOf(study)).toEqual(cellsOf(test))
      expect(study.frequencies).toEqual(study.classes.map((name) => LABELS.filter((label) => label === name).length))
      for (const [row, truth] of other.classes.entries()) {
        for (const [column, guess] of other.classes.entries()) {
          const query = { kind: 'cell', truth: row, predicted: column } as const
          const found = await engine.call('findPredicted', { model: other.id, data, split: 'test', query })
          expect(found.images).toHaveLength(cellsOf(test)[`${truth} as ${guess}`]!)
          for (const image of found.images) {
            expect(LABELS[image]).toBe(truth)
            expect(now[image]!.predicted).toBe(guess)
          }
        }
      }
      for (const kind of ['mistakes', 'labels'] as const) {
        const find = (model: number) => engine.call('findPredicted', { model, data, split: 'test', query: { kind } })
        expect(new Set((await find(other.id)).images)).toEqual(new Set((await find(plain.id)).images))
      }
      expect(await textOf(other.id, data, 'galaxy')).toBe(await textOf(plain.id, data, 'galaxy'))
      const { data: rows, meta } = Papa.parse<Readonly<Record<string, string>>>(
        await textOf(other.id, data, 'ludwig'),
        {
          header: true,
          skipEmptyLines: true,
        },
      )
      expect(meta.fields?.slice(3, -1)).toEqual(other.classes.map((name) => `label_probabilities_${name}`))
      const { images: ofTest } = await engine.call('listImages', { data, split: 'test' })
      rows.forEach((row, at) => {
        const image = ofTest[at]!
        expect(row).toMatchObject({ label: LABELS[image], label_predictions: now[image]!.predicted })
        for (const name of CLASSES)
          expect(Number(row[`label_probabilities_${name}`])).toBeCloseTo(now[image]!.probabilities[name]!, 4)
      })
      expect(rows).toHaveLength(ofTest.length)
    },
  )

  it('what is told of the inside and of a map counts the model’s classes', async () => {
    const other = await open(reorderClasses(files, [2, 3, 1, 0]))
    const made = await engine.call('mapImages', { model: other.id, data, split: 'test', most: 100, seed: 1 })
    const images = [...made.images]
    const seen = named(await engine.call('predictedImages', { model: other.id, data, images }), other.classes)
    expect(Array.from(made.labels, (label) => other.classes[label])).toEqual(images.map((image) => LABELS[image]))
    expect(Array.from(made.predicted, (label) => other.classes[label])).toEqual(seen.map(({ predicted }) => predicted))
    const image = { kind: 'ofData', data, image: images[0]! } as const
    const { label, probabilities } = await engine.call('lookInside', { model: other.id, image })
    expect(other.classes[label!]).toBe(LABELS[images[0]!])
    for (const [index, name] of other.classes.entries())
      expect(probabilities[index]).toBeCloseTo(seen[0]!.probabilities[name]!, 3)
  })

  it('the inside by a few images is that of the model before, its gradients among them', async () => {
    const [plain, other] = [await open(files), await open(reorderClasses(files, [2, 3, 1, 0]))]
    const bias = async (model: number) => {
      const { weights } = await engine.call('examineModel', { model, data })
      return weights.find(({ key }) => key.endsWith('bias'))!.gradients!.figures!
    }
    // A label that counted the data's classes would be another's, and so would its gradient.
    const [before, now] = [await bias(plain.id), await bias(other.id)]
    for (const each of ['mean', 'deviation', 'min', 'max'] as const) expect(now[each]).toBeCloseTo(before[each], 5)
  })

  it('the validation split is dealt as it was for the run', async () => {
    const images = async (model: number) => {
      const query = { kind: 'unsure' } as const
      const found = await engine.call('findPredicted', { model, data, split: 'validation', query })
      return new Set(found.images)
    }
    const [plain, other] = [await open(files), await open(reorderClasses(files, [1, 3, 0, 2]))]
    const ofPlain = await images(plain.id)
    expect(ofPlain.size).toBeGreaterThan(0)
    expect(await images(other.id)).toEqual(ofPlain)
  })

  it('corrections and other splits of the labels are those of the data', async () => {
    const other = await open(reorderClasses(files, [2, 0, 3, 1]))
    const { images } = await engine.call('listImages', { data, split: 'test' })
    const image = images[0]!
    const label = CLASSES.find((name) => name !== LABELS[image])!
    const corrected = { ...data, relabelled: [{ image, label }] }
    const [seen] = await engine.call('predictedImages', { model: other.id, data: corrected, images: [image] })
    expect(seen!.label).toBe(label)
    const result = await engine.call('evaluate', { model: other.id, data: corrected })
    const cell = `${label} as ${other.classes[seen!.predicted]!}`
    expect(cellsOf(result)[cell]).toBe(cellsOf(test)[cell]! + 1)
  })
})

describe('with some of the model’s classes', () => {
  it('every image is told as before, and the matrix has rows of zeros', async () => {
    const other = await open(reorderClasses(files, [3, 1, 0, 2]))
    const some = LABELS.map((label) => (label === 'dog' ? 'fox' : label))
    const { choices, dataset } = await load(some)
    expect(dataset.classes).toEqual(['cat', 'eel', 'fox'])
    const images = [...LABELS.keys()]
    const now = named(await engine.call('predictedImages', { model: other.id, data: choices, images }), other.classes)
    const before = named(await engine.call('predictedImages', { model: other.id, data, images }), other.classes)
    expect(now.map(({ label }) => label)).toEqual(some)
    expect(now.map(({ predicted, probabilities }) => ({ predicted, probabilities }))).toEqual(
      before.map(({ predicted, probabilities }) => ({ predicted, probabilities })),
    )
    const result = await engine.call('evaluate', { model: other.id, data: choices })
    const { images: ofTest } = await engine.call('listImages', { data: choices, split: 'test' })
    const expected = Object.fromEntries(Object.keys(cellsOf(result)).map((key) => [key, 0]))
    for (const image of ofTest) expected[`${some[image]} as ${now[image]!.predicted}`]! += 1
    expect(cellsOf(result)).toEqual(expected)
    const study = await engine.call('studySplit', { model: other.id, data: choices, split: 'test' })
    expect(study.probabilities?.perClass[other.classes.indexOf('dog')]).toMatchObject({ auc: null, roc: null })
    expect(study.frequencies[other.classes.indexOf('dog')]).toBe(0)
  })

  it('a class merged away is not taken for one that the data lack', async () => {
    const other = await open(files)
    const merged = { ...data, merged: [{ from: 'dog', to: 'cat' }] }
    for (const call of [
      () => engine.call('evaluate', { model: other.id, data: merged }),
      () => engine.call('studySplit', { model: other.id, data: merged, split: 'test' }),
      () => engine.call('writePredictions', { model: other.id, data: merged, file: 'galaxy' }),
    ])
      await expect(call()).rejects.toThrow('The model tells “dog” apart, which is a part of “cat” in the data')
  })
})

it('with a class that the model does not know they are refused, until its images are left out', async () => {
  const other = await open(reorderClasses(files, [1, 0, 3, 2]))
  const more = LABELS.map((label, image) => (image % 10 === 3 ? 'ant' : label))
  const { choices } = await load(more)
  await expect(engine.call('evaluate', { model: other.id, data: choices })).rejects.toThrow(
    'The model doesn’t know “ant”, which 16 images of the data are: leave them out, or load other data.',
  )
  const ants = more.flatMap((label, image) => (label === 'ant' ? [image] : []))
  const rest = { ...choices, excluded: ants }
  const result = await engine.call('evaluate', { model: other.id, data: rest })
  const { images: ofTest } = await engine.call('listImages', { data: rest, split: 'test' })
  const images = [...more.keys()]
  const seen = named(await engine.call('predictedImages', { model: other.id, data: rest, images }), other.classes)
  // One that was left out has its own label still.
  expect(seen.map(({ label }) => label)).toEqual(more)
  const right = [...ofTest].filter((image) => seen[image]!.predicted === more[image]).length
  expect([result.images, result.accuracy]).toEqual([ofTest.length, right / ofTest.length])
})
