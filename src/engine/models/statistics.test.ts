/** Ludwig's statistics are those that the page shows: of the test, and of each epoch. */
import { afterAll, beforeEach, expect, it, vi } from 'vitest'
import { DEFAULT_SETTINGS } from '../../data/importSettings'
import { createLayer, createStack } from '../../model/graph/stack'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { emptyDatabase } from '../../storage/emptyDatabase.fixture'
import { tableOf } from '../tableOf.fixture'
import { startEngine } from '../worker/startEngine.fixture'

const stack = createStack('flat', [createLayer('Dense', { units: 4, activation: 'softmax' })])
const LABELS = Array.from({ length: 80 }, (_, i) => ['cat', 'dog', 'eel', 'fox'][i % 4]!)

vi.stubGlobal('navigator', { hardwareConcurrency: 2 })
afterAll(() => {
  vi.unstubAllGlobals()
})
beforeEach(emptyDatabase)

async function trainPets() {
  const engine = startEngine()
  const reply = await engine.call('openFiles', { files: [tableOf('pets.csv', LABELS)], settings: DEFAULT_SETTINGS })
  if (reply.kind !== 'dataset') throw new Error(`The files are a ${reply.kind}`)
  const data = reply.choices
  const recipe = { ...DEFAULT_RECIPE, epochs: 3, batchSize: 8, validationSplit: 0.25 }
  await engine.call('train', { runId: 1, stack, recipe, data, from: 'start', keepWeights: true })
  const told = engine.events.flatMap((event) => (event.type === 'run' ? [event.event] : []))
  const model = told.flatMap((event) => (event.type === 'prepared' ? [event.model.id] : []))[0]!
  return { engine, data, model, ended: told.flatMap((event) => (event.type === 'epochEnd' ? [event] : [])) }
}

function textOf({ bytes }: { readonly bytes: Uint8Array }): string {
  return new TextDecoder().decode(bytes)
}

it('test_statistics.json has the test’s loss and matrix', async () => {
  const { engine, data, model } = await trainPets()
  const test = await engine.call('evaluate', { model, data })
  const { file, split, images } = await engine.call('writePredictions', { model, data, file: 'ludwigTest' })
  expect([file.name, split, images]).toEqual(['test_statistics.json', 'test', test.images])
  expect(JSON.parse(textOf(file))).toMatchObject({
    combined: { loss: test.loss },
    label: {
      loss: test.loss,
      accuracy_micro: test.accuracy,
      confusion_matrix: [0, 4, 8, 12].map((at) => test.confusion.slice(at, at + 4)),
    },
  })
})

it('training_statistics.json has every epoch of the run, also when its model comes back from the history', async () => {
  const { engine, model, ended } = await trainPets()
  const { file, epochs } = await engine.call('writeTrainingStatistics', { model })
  expect([file.name, epochs]).toEqual(['training_statistics.json', 3])
  const text = textOf(file)
  const figures = (looks: readonly { readonly loss: number; readonly accuracy: number }[]) => ({
    combined: { loss: looks.map(({ loss }) => loss) },
    label: { accuracy_micro: looks.map(({ accuracy }) => accuracy), loss: looks.map(({ loss }) => loss) },
  })
  expect(JSON.parse(text)).toMatchObject({
    training: figures(ended.map(({ train }) => train)),
    validation: figures(ended.map(({ validation }) => validation!)),
  })

  const later = startEngine()
  // The weights are kept after the run has ended.
  await expect
    .poll(async () => (await later.call('listRuns')).runs[0])
    .toMatchObject({ state: 'finished', summary: { weightBytes: expect.any(Number) as number } })
  const { id } = await later.call('restoreModel', { run: 1 })
  expect(textOf((await later.call('writeTrainingStatistics', { model: id })).file)).toBe(text)
})

it('training statistics are refused for a model from a file, which has none', async () => {
  const { engine, model } = await trainPets()
  const { files } = await engine.call('exportModel', { model, target: 'tensorflowjs', chosen: [] })
  const opened = await engine.call('openFiles', {
    files: files.map(({ name, bytes }) => ({ path: name, file: new File([bytes], name) })),
    settings: DEFAULT_SETTINGS,
  })
  if (opened.kind !== 'model') throw new Error(`The files are a ${opened.kind}`)
  await expect(engine.call('writeTrainingStatistics', { model: opened.model.id })).rejects.toThrow(
    'the file of a model does not say it',
  )
})
