/** What a model made of the images is kept with its run, for later runs and later visits. */
import { afterAll, beforeEach, expect, it, vi } from 'vitest'
import { DEFAULT_SETTINGS } from '../../data/importSettings'
import type { DataChoices } from '../../model/dataChoices'
import { createLayer, createStack } from '../../model/graph/stack'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { emptyDatabase } from '../../storage/emptyDatabase.fixture'
import { openRunHistory } from '../../storage/runHistory'
import { openMortalProcessor } from '../device/mortalProcessor.fixture'
import { tableOf } from '../tableOf.fixture'
import { startEngine, type StartedEngine } from '../worker/startEngine.fixture'

const stack = createStack('flat', [createLayer('Dense', { units: 2, activation: 'softmax' })])
const LABELS = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 'cat' : 'dog'))

vi.stubGlobal('navigator', { hardwareConcurrency: 2 })
afterAll(() => {
  vi.unstubAllGlobals()
})
beforeEach(emptyDatabase)

async function load(engine: StartedEngine): Promise<DataChoices> {
  const reply = await engine.call('openFiles', { files: [tableOf('pets.csv', LABELS)], settings: DEFAULT_SETTINGS })
  if (reply.kind !== 'dataset') throw new Error(`The files are a ${reply.kind}`)
  return reply.choices
}

async function train(engine: StartedEngine, data: DataChoices, runId: number, seed: number): Promise<number> {
  const recipe = { ...DEFAULT_RECIPE, epochs: 1, batchSize: 4, seed, learningRate: 1e-4 }
  await engine.call('train', { runId, stack, recipe, data, from: 'start', keepWeights: true })
  const told = engine.events.findLast((event) => event.type === 'run' && event.event.type === 'prepared')
  if (told?.type !== 'run' || told.event.type !== 'prepared') throw new Error('The run was not prepared')
  const { model } = told.event
  await engine.call('lookAtImages', { model: model.id, data })
  return model.id
}

it('says what changed since an earlier run, and comes back with the run’s model without another look', async () => {
  const engine = startEngine()
  const data = await load(engine)
  const first = await train(engine, data, 1, 1)
  const second = await train(engine, data, 2, 2)
  expect(await engine.call('predictedRuns', { model: second, data })).toEqual([{ run: 1, title: 'Run 1' }])
  const images = Array.from(LABELS.keys())
  const guesses = async (model: number) =>
    (await engine.call('predictedImages', { model, data, images })).map(({ predicted }) => predicted)
  const [before, now] = [await guesses(first), await guesses(second)]
  const { images: changed } = await engine.call('findPredicted', {
    ...{ model: second, data, split: 'test' },
    query: { kind: 'changed', run: 1 },
  })
  const { images: ofSplit } = await engine.call('listImages', { data, split: 'test' })
  const expected = [...ofSplit].filter((image) => before[image] !== now[image])
  expect(expected.length).toBeGreaterThan(0)
  expect(new Set(changed)).toEqual(new Set(expected))
  const told = await engine.call('predictedImages', { model: second, data, images: [...changed], before: 1 })
  expect(told.map(({ image, before: name }) => [image, name])).toEqual(
    [...changed].map((image) => [image, ['cat', 'dog'][before[image]!]]),
  )
  await expect(
    engine.call('findPredicted', { model: second, data, split: 'test', query: { kind: 'changed', run: 9 } }),
  ).rejects.toThrow('What run 9 made of these images is no longer kept.')

  const later = startEngine()
  const again = await load(later)
  const restored = await later.call('restoreModel', { run: 1 })
  const seen = await later.call('predictedImages', { model: restored.id, data: again, images })
  expect(seen.map(({ predicted }) => predicted)).toEqual(before)
  expect(later.events.filter(({ type }) => type === 'trainerChosen')).toEqual([])
})

it('forgets what it made of them when its run goes on, and keeps the newest alone', async () => {
  const engine = startEngine()
  const data = await load(engine)
  await train(engine, data, 1, 1)
  const history = await openRunHistory(() => undefined)
  const kept = await history.predictions(1)
  expect(kept?.predicted).toHaveLength(40)
  const recipe = { ...DEFAULT_RECIPE, epochs: 2, batchSize: 4, seed: 1, learningRate: 1e-4 }
  await engine.call('train', { runId: 1, stack, recipe, data, from: 'checkpoint' })
  await expect.poll(() => history.predictions(1)).toBeUndefined()
  for (let run = 2; run < 20; run++) await train(engine, data, run, run)
  expect(await history.predicted(kept!.digest)).toHaveLength(16)
})

it('takes nothing for what a model makes of the images that other weights of its run made', async () => {
  const engine = startEngine()
  const data = await load(engine)
  const first = await train(engine, data, 1, 1)
  const second = await train(engine, data, 2, 2)
  const images = Array.from(LABELS.keys())
  const guesses = async (model: number) =>
    (await engine.call('predictedImages', { model, data, images })).map(({ predicted }) => predicted)
  const own = await guesses(first)
  const history = await openRunHistory(() => undefined)
  const kept = await history.predictions(1)
  // As another tab leaves them whose model is of before the run went on here.
  const predicted = kept!.predicted.map((each) => 1 - each)
  await history.keepPredictions(1, { ...kept!, predicted, weights: (await history.predictions(2))!.weights })
  const query = { kind: 'changed', run: 1 } as const
  await expect(engine.call('findPredicted', { model: second, data, split: 'test', query })).rejects.toThrow(
    'What run 1 made of these images is no longer kept.',
  )
  const { id } = await engine.call('restoreModel', { run: 1 })
  expect(await guesses(id)).toEqual(own)
  expect((await history.predictions(1))?.predicted).toEqual(kept!.predicted)
})

it('gives way to other work', async () => {
  const engine = startEngine(() => Promise.resolve(openMortalProcessor().device))
  const digits = await engine.call('makeSampleDigits', { seed: 1 })
  const flat = createStack('flat', [createLayer('Dense', { units: 10, activation: 'softmax' })])
  const recipe = { ...DEFAULT_RECIPE, epochs: 1, batchSize: 500 }
  await engine.call('train', { runId: 3, stack: flat, recipe, data: digits.choices, from: 'start' })
  const told = engine.events.findLast((event) => event.type === 'run' && event.event.type === 'prepared')
  if (told?.type !== 'run' || told.event.type !== 'prepared') throw new Error('The run was not prepared')
  const { length } = engine.events
  const long = engine.call('lookAtImages', { model: told.event.model.id, data: digits.choices })
  // Whoever waits hears of it.
  long.catch(() => undefined)
  await vi.waitFor(() => expect(engine.events.slice(length).map(({ type }) => type)).toContain('trainerChosen'), {
    interval: 1,
  })
  await engine.call('evaluate', { model: told.event.model.id, data: digits.choices })
  await expect(long).rejects.toMatchObject({ code: 'aborted' })
})
