/** Runs that begin with the weights of a model, from an opened file to what is kept of them. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { DEFAULT_SETTINGS } from '../../data/importSettings'
import type { WrittenFile } from '../../files/writtenFile'
import type { DataChoices } from '../../model/dataChoices'
import { createLayer, createStack } from '../../model/graph/stack'
import type { Evaluation } from '../../model/metrics/evaluation'
import { DEFAULT_RECIPE, type Recipe } from '../../model/training/recipe'
import { openMortalProcessor } from '../device/mortalProcessor.fixture'
import type { RunEvent, RunRequest } from '../protocol/run'
import { emptyDatabase } from '../../storage/emptyDatabase.fixture'
import { reorderClasses } from '../reorderClasses.fixture'
import { tableOf } from '../tableOf.fixture'
import { startEngine } from '../worker/startEngine.fixture'

const CLASSES = ['cat', 'dog', 'eel', 'fox']
const LABELS = Array.from({ length: 160 }, (_, i) => CLASSES[(i + (i >> 4)) % 4]!)
const stack = createStack('flat', [
  createLayer('Dense', { units: 6, activation: 'relu' }),
  createLayer('Dense', { units: 4, activation: 'softmax' }),
])
const TAUGHT: Recipe = { ...DEFAULT_RECIPE, normalisation: 'standardise', epochs: 12, batchSize: 8, learningRate: 0.02 }
/** Steps too short to change a weight: what the run ends with is what it began with. */
const STILL: Recipe = { ...DEFAULT_RECIPE, optimizer: 'sgd', learningRate: 1e-30, epochs: 1, batchSize: 8 }

const engine = startEngine(() => Promise.resolve(openMortalProcessor().device))
let data: DataChoices
let files: readonly WrittenFile[]
let test: Evaluation
let runId = 0

vi.stubGlobal('navigator', { hardwareConcurrency: 2 })
afterAll(() => {
  vi.unstubAllGlobals()
})

async function load(labels: readonly string[]): Promise<DataChoices> {
  const reply = await engine.call('openFiles', { files: [tableOf('pets.csv', labels)], settings: DEFAULT_SETTINGS })
  if (reply.kind !== 'dataset') throw new Error(`The files are a ${reply.kind}`)
  return reply.choices
}

async function open(written: readonly WrittenFile[]): Promise<number> {
  const reply = await engine.call('openFiles', {
    files: written.map(({ name, bytes }) => ({ path: name, file: new File([bytes], name) })),
    settings: DEFAULT_SETTINGS,
  })
  if (reply.kind !== 'model') throw new Error(`The files are a ${reply.kind}`)
  return reply.model.id
}

async function train(changes: Partial<RunRequest>) {
  const request: RunRequest = { runId: ++runId, stack, recipe: STILL, data, from: 'start', ...changes }
  const outcome = await engine.call('train', request)
  const told = engine.events.flatMap((event) => (event.type === 'run' && event.runId === runId ? [event.event] : []))
  const prepared = told.find((event): event is Extract<RunEvent, { type: 'prepared' }> => event.type === 'prepared')!
  const trainLoss = told.flatMap((event) => (event.type === 'epochEnd' ? [event.train.loss] : []))[0]!
  return { outcome, prepared, model: prepared.model.id, trainLoss }
}

const beginWith = (model: number) => ({ model, name: 'pets.zip', isFile: true })
const weightsOf = async (model: number) => (await engine.call('identify', { model })).weights

beforeAll(async () => {
  emptyDatabase()
  data = await load(LABELS)
  const { model } = await train({ recipe: TAUGHT })
  files = (await engine.call('exportModel', { model, target: 'tensorflowjs', chosen: [] })).files
  test = await engine.call('evaluate', { model, data })
}, 60_000)

describe('a run from a model', () => {
  it('begins with its weights and its normalisation, whatever the recipe says', async () => {
    const opened = await open(files)
    const weights = await weightsOf(opened)
    const { outcome, prepared, model, trainLoss } = await train({ from: beginWith(opened) })
    expect(await weightsOf(model)).toBe(weights)
    expect(outcome).toMatchObject({ kind: 'finished', test: { loss: test.loss, accuracy: test.accuracy } })
    expect(prepared.beginning).toEqual({
      name: 'pets.zip',
      isFile: true,
      weights,
      keepsNormalisation: true,
      taken: ['dense', 'dense_1'],
      drawn: [],
      reordered: [],
    })
    // Drawn weights know nothing.
    const anew = await train({})
    expect(anew.prepared.beginning).toBeUndefined()
    expect(await weightsOf(anew.model)).not.toBe(weights)
    expect(anew.trainLoss).toBeGreaterThan(trainLoss)
  })

  it('is kept with what it began with', async () => {
    const opened = await open(files)
    await train({ from: beginWith(opened) })
    await expect
      .poll(async () => (await engine.call('listRuns')).runs[0])
      .toMatchObject({
        state: 'finished',
        summary: { beganWith: 'pets.zip' },
      })
    const { number } = (await engine.call('listRuns')).runs[0]!
    const [kept] = await engine.call('runDetails', { numbers: [number] })
    expect(kept).toMatchObject({
      details: { beginning: { name: 'pets.zip', weights: await weightsOf(opened), taken: ['dense', 'dense_1'] } },
    })
  })

  it('names the run that the model comes from', async () => {
    const first = await train({})
    const { runs } = await engine.call('listRuns')
    const { prepared } = await train({ from: { model: first.model, name: 'the model at hand', isFile: false } })
    expect(prepared.beginning).toMatchObject({ run: runs[0]!.number, isFile: false })
  })

  it('has its outputs in the order of the data', async () => {
    const other = await open(reorderClasses(files, [3, 1, 0, 2]))
    const { outcome, prepared, model } = await train({ from: beginWith(other) })
    expect(prepared.beginning).toMatchObject({ taken: ['dense', 'dense_1'], reordered: ['dense_1'] })
    expect(prepared.model.classes).toEqual(CLASSES)
    expect(outcome).toMatchObject({ kind: 'finished', test: { classes: CLASSES, confusion: test.confusion } })
    expect(await weightsOf(model)).toBe(await weightsOf(await open(files)))
  })

  it('draws the outputs anew for other classes, and for more of them', async () => {
    const gnus = await load(LABELS.map((label) => (label === 'fox' ? 'gnu' : label)))
    const opened = await open(files)
    const renamed = await train({ data: gnus, from: beginWith(opened) })
    expect(renamed.prepared.beginning).toMatchObject({
      taken: ['dense'],
      drawn: [{ layer: 'dense_1', why: 'classes' }],
    })
    const more = await load(LABELS.map((label, at) => (at % 5 === 0 ? 'hen' : label)))
    const wider = createStack('flat', [stack.layers[0]!, createLayer('Dense', { units: 5, activation: 'softmax' })])
    const grown = await train({ data: more, stack: wider, from: beginWith(await open(files)) })
    expect(grown.prepared.beginning).toMatchObject({ taken: ['dense'], drawn: [{ layer: 'dense_1', why: 'shape' }] })
    expect(grown.outcome.kind).toBe('finished')
  })

  it('is refused where no layer fits, or the model is gone', async () => {
    const opened = await open(files)
    const narrow = createStack('flat', [
      createLayer('Dense', { units: 3, activation: 'relu' }),
      createLayer('Dense', { units: 4, activation: 'softmax' }),
    ])
    const request: RunRequest = { runId: 99, stack: narrow, recipe: STILL, data, from: beginWith(opened) }
    await expect(engine.call('train', request)).rejects.toThrow(
      'No layer fits the weights of “pets.zip”: begin with new weights, or take over its layers.',
    )
    await expect(engine.call('train', { ...request, stack, from: beginWith(10_000) })).rejects.toThrow(
      'This model has no weights yet',
    )
  })

  it('has its learning rate looked for from the same weights', async () => {
    const opened = await open(files)
    const recipe = { ...TAUGHT, validationSplit: 0.15 }
    const [from, anew] = [
      await engine.call('findRate', { stack, recipe, data, from: beginWith(opened) }),
      await engine.call('findRate', { stack, recipe, data }),
    ].map(({ points }) => points.losses.slice(0, 10).reduce((sum, loss) => sum + loss, 0) / 10)
    expect(from).toBeLessThan(anew!)
  })
})
