/** A map of images: what the model tells apart comes apart on it, and the same seed gives the same map. */
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { DEFAULT_SETTINGS } from '../../data/importSettings'
import type { SourceFile } from '../../files/sourceFile'
import { choicesFor, type DataChoices } from '../../model/dataChoices'
import { createLayer, createStack, type Stack } from '../../model/graph/stack'
import { createRandom } from '../../model/random'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { emptyDatabase } from '../../storage/emptyDatabase.fixture'
import { openMortalProcessor } from '../device/mortalProcessor.fixture'
import type { MapRequest } from '../protocol/map'
import type { ImageMap } from '../../model/map/imageMap'
import { startEngine, type StartedEngine } from '../worker/startEngine.fixture'

// Node 20 has none; no image here is decoded, so no worker is started.
vi.stubGlobal('navigator', { hardwareConcurrency: 2 })
afterAll(() => {
  vi.unstubAllGlobals()
})
beforeEach(emptyDatabase)

const hidden = createStack('flat', [
  createLayer('Dense', { units: 6, activation: 'relu' }),
  createLayer('Dropout', { rate: 0.1 }),
  createLayer('Dense', { units: 2, activation: 'linear' }),
  createLayer('Softmax'),
])
const single = createStack('flat', [createLayer('Dense', { units: 2, activation: 'softmax' })])

/** Cats are light above, and dogs below, in noise: 4 x 4 pixels each. */
function tableOf(images: number): SourceFile {
  const random = createRandom(1)
  const rows = Array.from({ length: images }, (_, i) => {
    const pixels = Array.from({ length: 16 }, (__, at) => (at < 8 === (i % 2 === 0) ? 130 : 0) + random.integer(120))
    return [i % 2 === 0 ? 'cat' : 'dog', ...pixels].join(',')
  })
  const header = ['label', ...Array.from({ length: 16 }, (_, i) => `pixel${i}`)].join(',')
  return { path: 'pets.csv', file: new File([[header, ...rows].join('\n')], 'pets.csv') }
}

interface Stage {
  readonly engine: StartedEngine
  readonly model: number
  readonly data: DataChoices
  map(request?: Partial<MapRequest>, signal?: AbortSignal): Promise<ImageMap>
}

/** A model of 120 images in two classes, of which a half are tested, on the processor. */
async function train(stack: Stack, images = 120): Promise<Stage> {
  const engine = startEngine(() => Promise.resolve(openMortalProcessor().device))
  const reply = await engine.call('openFiles', { files: [tableOf(images)], settings: DEFAULT_SETTINGS })
  if (reply.kind !== 'dataset') throw new Error(`The files are a ${reply.kind}`)
  const splitting = { kind: 'random', train: 0.5, validation: 0, test: 0.5, seed: 3 } as const
  const data = { ...choicesFor(reply.choices.dataset), splitting }
  const recipe = { ...DEFAULT_RECIPE, epochs: 30, batchSize: 4, learningRate: 0.02 }
  await engine.call('train', { runId: 1, stack, recipe, data, from: 'start' })
  const told = engine.events.findLast((event) => event.type === 'run' && event.event.type === 'prepared')
  if (told?.type !== 'run' || told.event.type !== 'prepared') throw new Error('The run was not prepared')
  const { id: model } = told.event.model
  return {
    engine,
    model,
    data,
    map: (request, signal) =>
      engine.call('mapImages', { model, data, split: 'test', most: 1000, seed: 1, ...request }, signal),
  }
}

describe('a map of images', () => {
  it('holds those of a split, and what the model tells apart is apart on it', async () => {
    const { engine, model, data, map } = await train(hidden)
    const made = await map()
    const { images: ofSplit } = await engine.call('listImages', { data, split: 'test' })
    expect([...made.images]).toEqual([...ofSplit].toSorted((a, b) => a - b))
    expect(made).toMatchObject({ total: 60, layer: { index: 1, name: 'dropout', width: 6 }, isBeforeLast: true })
    expect(made.layers.map(({ name }) => name)).toEqual([undefined, 'dense', 'dropout', 'dense_1'])
    expect(made.points).toHaveLength(120)
    expect(made.trustworthiness).toBeGreaterThan(0.8)
    expect(made.explained.length).toBeLessThanOrEqual(6)
    expect(Math.min(...made.alike)).toBeGreaterThan(made.neighbours / 2)
    const seen = await engine.call('predictedImages', { model, data, images: [...made.images] })
    expect([...made.predicted]).toEqual(seen.map(({ predicted }) => predicted))
    expect(Array.from(made.labels, (label) => ['cat', 'dog'][label])).toEqual(seen.map(({ label }) => label))
    const stages = engine.events.flatMap((event) => (event.type === 'mapProgress' ? [event.stage] : []))
    expect(stages[0]).toBe('looking')
  })

  it('is the same by the same seed, and another by another', async () => {
    const { map } = await train(hidden)
    const first = await map({ most: 30 })
    const other = await map({ most: 30, seed: 2 })
    expect(other.images).not.toEqual(first.images)
    // The map before is no longer at hand: it is made again.
    expect(await map({ most: 30 })).toEqual(first)
    expect(first.images).toHaveLength(30)
    expect(first.total).toBe(60)
  })

  it('of a model of one layer is of the images themselves, and of any layer that a person asks for', async () => {
    const { map } = await train(single)
    const made = await map()
    expect(made.layer).toEqual({ shape: [16], width: 16, isPixels: true })
    expect(made.isBeforeLast).toBe(true)
    const logits = await map({ layer: 0 })
    expect(logits).toMatchObject({ layer: { index: 0, name: 'dense', width: 2 }, isBeforeLast: false })
    expect(logits.explained.length).toBeLessThanOrEqual(2)
    expect(await map({ layer: 'images' })).toEqual(made)
    await expect(map({ layer: 7 })).rejects.toThrow('no such layer')
  })

  it('is not made where nobody wants it any more', async () => {
    const { engine, map } = await train(single)
    const controller = new AbortController()
    const before = engine.events.length
    const made = map({}, controller.signal)
    const stages = () =>
      engine.events.slice(before).flatMap((event) => (event.type === 'mapProgress' ? [event.stage] : []))
    await vi.waitFor(() => expect(stages()).toContain('components'), { interval: 1 })
    controller.abort()
    await expect(made).rejects.toMatchObject({ code: 'aborted' })
    expect(stages()).not.toContain('measuring')
    expect((await map()).images).toHaveLength(60)
  })

  it('needs some images', async () => {
    const { map } = await train(single, 20)
    await expect(map()).rejects.toThrow('A map needs 12 images, and the split has 10.')
  })
})
