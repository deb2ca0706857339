/** Runs that go on in another worker, as after a reload: the calls, from the first worker through disk and database to the second. */
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest'
import { DEFAULT_SETTINGS } from '../../data/importSettings'
import type { DataChoices } from '../../model/dataChoices'
import { createLayer, createStack } from '../../model/graph/stack'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { someRun } from '../../runs/someRun.fixture'
import { createCheckpointStore } from '../../storage/checkpoints/checkpointStore'
import { createNodeFolder, type NodeFolder } from '../../storage/nodeFolder.fixture'
import { openRunHistory } from '../../storage/runHistory'
import { openMortalProcessor } from '../device/mortalProcessor.fixture'
import { tableOf } from '../tableOf.fixture'
import { startEngine, type StartedEngine } from '../worker/startEngine.fixture'
import { emptyDatabase } from '../../storage/emptyDatabase.fixture'

const stack = createStack('flat', [createLayer('Dense', { units: 2, activation: 'softmax' })])
const recipe = { ...DEFAULT_RECIPE, epochs: 400, batchSize: 4, learningRate: 0.01 }
const LABELS = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 'cat' : 'dog'))

vi.stubGlobal('navigator', { hardwareConcurrency: 2 })
afterAll(() => {
  vi.unstubAllGlobals()
})

let folder: NodeFolder
beforeEach(() => {
  emptyDatabase()
  folder = createNodeFolder()
})
afterEach(() => folder.remove())

const store = () => createCheckpointStore(folder.open().handle, () => Promise.resolve({}))

function openPage(open = () => Promise.resolve(store())): StartedEngine {
  return startEngine(() => Promise.resolve(openMortalProcessor().device), open)
}

async function load(page: StartedEngine): Promise<DataChoices> {
  const reply = await page.call('openFiles', { files: [tableOf('pets.csv', LABELS)], settings: DEFAULT_SETTINGS })
  if (reply.kind !== 'dataset') throw new Error(`The files are a ${reply.kind}`)
  return reply.choices
}

/** Trains the first run of a browser until it is stopped after an epoch, and everything of it is kept. */
async function trainAndStop(page: StartedEngine): Promise<void> {
  const data = await load(page)
  const training = page.call('train', { runId: 1, stack, recipe, data, from: 'start' })
  await page.hear('epochEnd', 1)
  await page.call('stop', { runId: 1 })
  expect(await training).toMatchObject({ kind: 'stopped' })
  await expect.poll(() => page.events).toContainEqual({ type: 'runRecorded', runId: 1, number: 1 })
  await expect.poll(async () => (await page.call('listRuns')).runs).toMatchObject([{ number: 1, state: 'stopped' }])
  await expect.poll(() => page.call('resumableRuns')).toHaveLength(1)
}

it('asks for its data, comes back with its record, and ends as a run that was never stopped', async () => {
  await trainAndStop(openPage())
  const page = openPage()
  expect(await page.call('resumableRuns')).toMatchObject([
    { run: 1, title: 'Run 1', state: 'stopped', hasData: false, dataset: { name: 'pets.csv', images: 40, classes: 2 } },
  ])
  await expect(page.call('openRun', { run: 1, runId: 5 })).rejects.toThrow(
    'Bring the data of run 1 first: “pets.csv”, 40 images of 4 × 4 pixels in 2 classes.',
  )
  await load(page)
  const opened = await page.call('openRun', { run: 1, runId: 5 })
  expect(opened).toMatchObject({ recipe, dataName: 'pets.csv', details: { number: 1 } })
  expect(opened.details.epochs.length).toBeGreaterThan(0)
  const { data } = opened
  const short = { ...recipe, epochs: opened.place.epoch + 2 }
  const resumed = await page.call('train', { runId: 5, stack: opened.stack, recipe: short, data, from: 'checkpoint' })
  const whole = await page.call('train', { runId: 6, stack, recipe: short, data, from: 'start' })
  expect(resumed).toEqual({ ...whole, seconds: expect.any(Number) as number })
  const [, first] = (await page.call('listRuns')).runs
  expect(first).toMatchObject({ number: 1, summary: { epochs: short.epochs, epoch: short.epochs } })
})

it('goes on from the weights and the normalisation of the model that it began from', async () => {
  const page = openPage()
  const data = await load(page)
  const modelOf = (runId: number): number => {
    const told = page.events.flatMap((event) => (event.type === 'run' && event.runId === runId ? [event.event] : []))
    return told.flatMap((event) => (event.type === 'prepared' ? [event.model.id] : []))[0]!
  }
  const taught = { ...recipe, normalisation: 'standardise', epochs: 3 } as const
  await page.call('train', { runId: 1, stack, recipe: taught, data, from: 'start' })
  const from = { model: modelOf(1), name: 'a model', isFile: false }
  const short = { ...recipe, epochs: 4 }
  const whole = await page.call('train', { runId: 2, stack, recipe: short, data, from })
  const training = page.call('train', { runId: 3, stack, recipe: short, data, from })
  await page.hear('epochEnd', 3)
  await page.call('stop', { runId: 3 })
  expect(await training).toMatchObject({ kind: 'stopped' })
  await expect
    .poll(() => page.call('resumableRuns'))
    .toMatchObject([{ run: 3, state: 'stopped' }, { run: 2 }, { run: 1 }])

  const later = openPage()
  await load(later)
  const opened = await later.call('openRun', { run: 3, runId: 5 })
  expect(opened.details.beginning).toMatchObject({ name: 'a model', run: 1, keepsNormalisation: true })
  const resumed = await later.call('train', { runId: 5, stack, recipe: short, data: opened.data, from: 'checkpoint' })
  expect(resumed).toEqual({ ...whole, seconds: expect.any(Number) as number })
  const [kept] = await later.call('runDetails', { numbers: [3] })
  expect(kept).toMatchObject({ details: { beginning: { name: 'a model' } } })
})

it('has checkpoints that can be deleted, but not while it goes on', async () => {
  const page = openPage()
  const data = await load(page)
  const training = page.call('train', {
    runId: 1,
    stack,
    recipe: { ...recipe, epochs: 1000, batchSize: 1 },
    data,
    from: 'start',
  })
  await expect.poll(() => store().list()).toHaveLength(1)
  await page.call('deleteCheckpoints', { runs: [1] })
  expect(await store().list()).toHaveLength(1)
  await page.call('stop', { runId: 1 })
  await training
  await expect.poll(() => page.call('resumableRuns')).toHaveLength(1)
  await page.call('deleteCheckpoints', { runs: [1] })
  expect(await store().list()).toEqual([])
  expect(await page.call('resumableRuns')).toEqual([])
})

it('is offered though what is kept of others can’t be taken away', async () => {
  await trainAndStop(openPage())
  await store().write(7, { of: 'no run' }, [])
  const page = openPage(() => {
    const remove = () => Promise.reject(new DOMException('It is in use.', 'NoModificationAllowedError'))
    return Promise.resolve({ ...store(), remove })
  })
  for (let asked = 0; asked < 2; asked++) expect(await page.call('resumableRuns')).toMatchObject([{ run: 1 }])
})

it('is none of another run that has its number', async () => {
  await trainAndStop(openPage())
  // Of the run that was there before, the files alone are left.
  emptyDatabase()
  const history = await openRunHistory(() => undefined)

  await history.begin((number) => someRun(number))
  const page = openPage(() => Promise.resolve({ ...store(), remove: () => Promise.resolve() }))
  await load(page)
  expect(await page.call('resumableRuns')).toEqual([])
  await expect(page.call('openRun', { run: 1, runId: 5 })).rejects.toThrow('can’t be resumed')
})
