/** Models and data are known again by what they are, bit by bit. */
import { afterAll, beforeEach, expect, it, vi } from 'vitest'
import { DEFAULT_SETTINGS } from '../../data/importSettings'
import type { DataChoices } from '../../model/dataChoices'
import { createLayer, createStack } from '../../model/graph/stack'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { emptyDatabase } from '../../storage/emptyDatabase.fixture'
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
  const recipe = { ...DEFAULT_RECIPE, epochs: 1, batchSize: 4, seed }
  await engine.call('train', { runId, stack, recipe, data, from: 'start', keepWeights: true })
  const told = engine.events.findLast((event) => event.type === 'run' && event.event.type === 'prepared')
  if (told?.type !== 'run' || told.event.type !== 'prepared') throw new Error('The run was not prepared')
  return told.event.model.id
}

it('the same seed makes the same weights, and another seed others; each knows its run', async () => {
  const engine = startEngine()
  const data = await load(engine)
  const first = await engine.call('identify', { model: await train(engine, data, 1, 1), data })
  const again = await engine.call('identify', { model: await train(engine, data, 2, 1), data })
  const other = await engine.call('identify', { model: await train(engine, data, 3, 2), data })
  expect(first.weights).toMatch(/^[0-9a-f]{64}$/)
  expect(again).toEqual({ ...first, run: 2 })
  expect(other.weights).not.toBe(first.weights)
  const [kept] = await engine.call('runDetails', { numbers: [1] })
  expect(kept && 'details' in kept && kept.details.dataset.digest).toBe(first.data)

  const later = startEngine()
  const restored = await later.call('restoreModel', { run: 1 })
  expect(await later.call('identify', { model: restored.id })).toEqual({ weights: first.weights, run: 1 })
})

it('a label that was corrected makes other data', async () => {
  const engine = startEngine()
  const data = await load(engine)
  const model = await train(engine, data, 1, 1)
  const before = await engine.call('identify', { model, data })
  const relabelled = { ...data, relabelled: [{ image: 0, label: 'dog' }] }
  const after = await engine.call('identify', { model, data: relabelled })
  expect(after.data).not.toBe(before.data)
  expect(after.weights).toBe(before.weights)
})
