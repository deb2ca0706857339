/** The record of a run, from the worker's calls to the database and back. */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HistoryEvent, RunList } from '../protocol/history'
import type { ReadableRun, RunDetails } from '../../runs/record'
import { startEngine, type StartedEngine } from '../worker/startEngine.fixture'
import { openTroubledDevice } from '../device/troubledDevice.fixture'
import { choicesFor } from '../../model/dataChoices'
import type { Evaluation } from '../../model/metrics/evaluation'
import type { TrainedModel } from '../../model/trainedModel'
import { rescaling } from '../../model/training/normalisation'
import { createHeldHistory } from '../history/heldHistory'
import { createHistoryCalls } from '../history/historyCalls'
import { createShelf } from '../shelf'
import { describeBrowser } from './recordParts'
import { createRunRecorder } from './recordRun'
import { makeStripes, STRIPES_RECIPE, STRIPES_STACK } from '../stripes.fixture'
import { emptyDatabase } from '../../storage/emptyDatabase.fixture'

const view = makeStripes({ train: 20, validation: 0, test: 10 })
const request = {
  runId: 1,
  stack: STRIPES_STACK,
  recipe: { ...STRIPES_RECIPE, epochs: 5 },
  data: choicesFor(1),
  from: 'start',
} as const
const DEVICE = { backend: 'cpu', trainer: 'tfjs', software: true } as const
const epochEnd = (epoch: number, loss: number) =>
  ({ type: 'epochEnd', epoch, train: { loss, accuracy: 0.5 }, learningRate: 0.001 }) as const
const did = (epoch: number, did: 'rate' | 'stop', message: string) =>
  ({ type: 'callback', place: { epoch, step: 2, steps: 2 }, did, message }) as const

beforeEach(emptyDatabase)

/** One tab: a worker's history and a recorder. */
function openTab() {
  const events: HistoryEvent[] = []
  const history = createHeldHistory((event) => events.push(event))
  return { history, events, recorder: createRunRecorder(history) }
}

type Tab = ReturnType<typeof openTab>

async function summaries({ history }: Pick<Tab, 'history'>) {
  const kept = await history.ask((all) => all.list())
  return kept.map(({ summary }) => ('value' in summary ? summary.value : summary.problem))
}

describe('a record', () => {
  it('is there from the start, says how far the run is, and what it came to', async () => {
    const { history, recorder } = openTab()
    recorder.begin(request, view, DEVICE)
    await recorder.settled()
    expect(await summaries({ history })).toMatchObject([
      { number: 1, state: 'running', epoch: 0, epochs: 5, dataset: view.name, device: { backend: 'cpu' } },
    ])

    recorder.hear({
      type: 'points',
      points: {
        epoch: [0.5, 1],
        loss: [2, 1],
        accuracy: [0.25, 0.5],
        learningRate: [0.001, 0.001],
        imagesPerSecond: [100, 100],
      },
    })
    recorder.hear(epochEnd(1, 1.5))
    recorder.end({ kind: 'stopped', place: { epoch: 2, step: 0, steps: 2 }, seconds: 12 }, undefined)
    await recorder.settled()
    expect(await summaries({ history })).toMatchObject([
      { number: 1, state: 'stopped', epoch: 1, train: { loss: 1.5 }, seconds: 12 },
    ])
    const read = await history.ask((kept) => kept.details(1))
    expect(read).toMatchObject({ value: { epochs: [{ epoch: 1 }], curve: { loss: [2, 1], epoch: [0.5, 1] } } })
  })

  it('is at its end once the last word is done, which may ask for the number', async () => {
    const { recorder } = openTab()
    recorder.begin(request, view, DEVICE)
    const said: (number | undefined)[] = []
    recorder.end({ kind: 'stopped', place: { epoch: 2, step: 0, steps: 2 }, seconds: 12 }, undefined, async () => {
      said.push(await recorder.number())
    })
    await recorder.settled()
    expect(said).toEqual([1])
    expect(await recorder.claim()).toBeUndefined()
  })

  it('goes on when the run goes on, from where it ended', async () => {
    const { history, recorder } = openTab()
    recorder.begin(request, view, DEVICE)
    recorder.hear({
      type: 'points',
      points: {
        epoch: [0.5, 1, 1.5],
        loss: [3, 2, 9],
        accuracy: [0, 0, 0],
        learningRate: [0.001, 0.001, 0.001],
        imagesPerSecond: [100, 100, 100],
      },
    })
    recorder.hear(epochEnd(1, 1.5))
    recorder.end({ kind: 'failed', message: 'Lost.', trained: true, place: { epoch: 1, step: 2, steps: 2 } }, undefined)
    recorder.begin({ ...request, from: 'checkpoint' }, view, DEVICE)
    recorder.hear({
      type: 'points',
      points: {
        epoch: [1.5, 2],
        loss: [1, 0.5],
        accuracy: [0, 0],
        learningRate: [0.001, 0.001],
        imagesPerSecond: [100, 100],
      },
    })
    recorder.hear(epochEnd(2, 0.7))
    recorder.end({ kind: 'finished', place: { epoch: 2, step: 2, steps: 2 }, seconds: 3 }, undefined)
    await recorder.settled()
    const [summary] = await summaries({ history })
    expect(summary).toMatchObject({ number: 1, state: 'finished', epoch: 2, train: { loss: 0.7 } })
    expect(summary).not.toHaveProperty('message')
    const read = await history.ask((kept) => kept.details(1))
    expect(read).toMatchObject({ value: { curve: { loss: [3, 2, 1, 0.5] } } })
  })

  it('has the weights that the run came to, and none of before', async () => {
    const { history, recorder } = openTab()
    const modelOf = (value: number): TrainedModel => ({
      stack: STRIPES_STACK,
      data: { height: 1, width: 1, channels: 1, classes: 2 },
      classes: ['a', 'b'],
      normalisation: rescaling(1),
      weights: new Map([['dense/kernel', Float32Array.of(value)]]),
    })
    const look = async () => {
      await recorder.settled()
      const [summary] = await summaries({ history })
      const kept = await history.ask((all) => all.weights(1))
      return [summary, kept?.weights.map(([, [value]]) => value)] as const
    }
    const place = (epoch: number) => ({ epoch, step: 2, steps: 2 })

    recorder.begin({ ...request, keepWeights: true }, view, DEVICE)
    recorder.hear(epochEnd(1, 1.5))
    recorder.hear(epochEnd(2, 1.6))
    recorder.end({ kind: 'finished', place: place(2), seconds: 2, weightsOf: 1 }, modelOf(1))
    // It goes on before all of that is written.
    recorder.begin({ ...request, keepWeights: true, from: 'checkpoint' }, view, DEVICE)
    const [running, before] = await look()
    expect(running).toMatchObject({ state: 'running', epoch: 2 })
    expect(running).not.toHaveProperty('weightBytes')
    expect(running).not.toHaveProperty('weightsOf')
    expect(before).toBeUndefined()

    recorder.hear(epochEnd(3, 1.2))
    recorder.hear(epochEnd(4, 1.3))
    recorder.end({ kind: 'stopped', place: place(4), seconds: 4, weightsOf: 3 }, modelOf(3))
    expect(await look()).toEqual([expect.objectContaining({ epoch: 4, weightsOf: 3, weightBytes: 4 }), [3]])

    recorder.begin({ ...request, from: 'checkpoint' }, view, DEVICE)
    recorder.hear(epochEnd(5, 1.1))
    recorder.end({ kind: 'finished', place: place(5), seconds: 5 }, modelOf(5))
    const [ended, none] = await look()
    expect(ended).toMatchObject({ state: 'finished', epoch: 5 })
    expect(ended).not.toHaveProperty('weightBytes')
    expect(ended).not.toHaveProperty('weightsOf')
    expect(none).toBeUndefined()
  })

  it('leaves out what became void when the device was lost', async () => {
    const { history, recorder } = openTab()
    recorder.begin(request, view, DEVICE)
    recorder.hear(epochEnd(1, 1.5))
    recorder.hear(epochEnd(2, 1.2))
    recorder.hear({ type: 'recovered', place: { epoch: 1, step: 2, steps: 2 }, message: '' })
    recorder.end({ kind: 'stopped', seconds: 1 }, undefined)
    await recorder.settled()
    expect(await summaries({ history })).toMatchObject([{ epoch: 1, train: { loss: 1.5 } }])
  })

  it('of a run that was stopped takes the test after its end, on its own data alone and until it goes on', async () => {
    const { history, recorder } = openTab()
    const look = { split: 'test', images: 10, classes: view.classes, confusion: [6, 1, 1, 2], loss: 0.4 } as const
    const test = (accuracy: number) => ({ ...look, accuracy })
    const stopped = { kind: 'stopped', place: { epoch: 1, step: 1, steps: 2 }, seconds: 1 } as const
    recorder.begin(request, view, DEVICE)
    const hearFirst = recorder.end(stopped, undefined)
    hearFirst(test(0.1), { ...request.data, excluded: [3] })
    await recorder.settled()
    expect((await summaries({ history }))[0]).not.toHaveProperty('test')
    hearFirst(test(0.8), request.data)
    await recorder.settled()
    expect(await summaries({ history })).toMatchObject([{ state: 'stopped', test: { loss: 0.4, accuracy: 0.8 } }])
    const read = await history.ask((kept) => kept.details(1))
    expect(read).toMatchObject({ value: { test: { split: 'test', accuracy: 0.8 } } })

    recorder.begin({ ...request, from: 'checkpoint' }, view, DEVICE)
    hearFirst(test(0.8), request.data)
    const hearSecond = recorder.end(stopped, undefined)
    hearFirst(test(0.8), request.data)
    await recorder.settled()
    expect((await summaries({ history }))[0]).not.toHaveProperty('test')
    hearSecond(test(0.9), request.data)
    await recorder.settled()
    expect(await summaries({ history })).toMatchObject([{ test: { accuracy: 0.9 } }])
  })

  it('says that callbacks ended it early, what they did, and whose weights it left', async () => {
    const { history, recorder } = openTab()
    recorder.begin(request, view, DEVICE)
    recorder.hear(epochEnd(1, 1.5))
    recorder.hear(did(1, 'rate', 'Epoch 1: learning rate 0.0005'))
    recorder.hear({ ...epochEnd(2, 1.6), learningRate: 0.0005 })
    recorder.hear(did(2, 'stop', 'Epoch 2: stopped early: loss did not fall for 1 epoch; weights of epoch 1 restored'))
    const early = { stoppedEarly: 'loss did not fall for 1 epoch', weightsOf: 1 }
    recorder.end({ kind: 'finished', place: { epoch: 2, step: 2, steps: 2 }, seconds: 3, ...early }, undefined)
    await recorder.settled()
    const ofModel = { train: { loss: 1.5, accuracy: 0.5 } }
    expect(await summaries({ history })).toMatchObject([{ state: 'finished', epoch: 2, epochs: 5, ...early, ofModel }])
    expect(await history.ask((kept) => kept.details(1))).toMatchObject({
      value: {
        epochs: [{ learningRate: 0.001 }, { learningRate: 0.0005 }],
        log: [
          { epoch: 1, message: 'Epoch 1: learning rate 0.0005' },
          { epoch: 2, message: expect.stringContaining('stopped early') as unknown },
        ],
      },
    })

    // A run that goes on has not ended, and what comes of an epoch that is trained again is said once.
    recorder.begin({ ...request, from: 'checkpoint' }, view, DEVICE)
    recorder.hear(epochEnd(3, 1.4))
    recorder.hear(did(3, 'rate', 'Epoch 3: learning rate 0.0001'))
    recorder.hear({ type: 'recovered', place: { epoch: 2, step: 2, steps: 2 }, message: '' })
    recorder.hear(epochEnd(3, 1.4))
    recorder.hear(did(3, 'rate', 'Epoch 3: learning rate 0.0001'))
    recorder.end({ kind: 'stopped', place: { epoch: 3, step: 2, steps: 2 }, seconds: 4 }, undefined)
    await recorder.settled()
    const [summary] = await summaries({ history })
    expect(summary).not.toHaveProperty('stoppedEarly')
    expect(summary).not.toHaveProperty('weightsOf')
    expect(summary).not.toHaveProperty('ofModel')
    const read = await history.ask((kept) => kept.details(1))
    expect('value' in read && read.value.log).toHaveLength(3)
  })

  it('is told to the page whenever it is written, and once others may go on with the run', async () => {
    const { recorder, events } = openTab()
    recorder.begin(request, view, DEVICE)
    recorder.end({ kind: 'stopped', seconds: 1 }, undefined)
    await recorder.settled()
    expect(events).toEqual([
      { type: 'historyChanged', numbers: [1] },
      { type: 'historyChanged', numbers: [1] },
      { type: 'historyChanged', numbers: [1] },
    ])
  })
})

it.each([
  ['Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36', 'Chrome 140'],
  ['Mozilla/5.0 (Windows) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/139.0', 'Edge 139'],
  ['Mozilla/5.0 (X11; rv:141.0) Gecko/20100101 Firefox/141.0', 'Firefox 141'],
  ['Mozilla/5.0 (Macintosh) AppleWebKit/605.1 (KHTML, like Gecko) Version/19.1 Safari/605.1', 'Safari 19'],
  ['', 'unknown'],
])('names the browser and nothing else: %s', (userAgent, name) => expect(describeBrowser(userAgent)).toBe(name))

describe('two tabs', () => {
  it('never give a number twice, nor write over one another', async () => {
    const [one, other] = [openTab(), openTab()]
    one.recorder.begin(request, view, DEVICE)
    other.recorder.begin({ ...request, recipe: { ...request.recipe, epochs: 9 } }, view, DEVICE)
    one.recorder.hear(epochEnd(1, 1))
    other.recorder.end({ kind: 'stopped', seconds: 1 }, undefined)
    one.recorder.end({ kind: 'stopped', seconds: 2 }, undefined)
    await Promise.all([one.recorder.settled(), other.recorder.settled()])
    const kept = await summaries(one)
    expect(kept).toHaveLength(2)
    expect(new Set(kept.map((each) => (typeof each === 'string' ? each : each.number)))).toEqual(new Set([1, 2]))
    expect(kept).toEqual(expect.arrayContaining([expect.objectContaining({ epochs: 9, seconds: 1 })]))
    expect(await summaries(other)).toEqual(kept)
  })

  it('leave the record of a run to the one that went on with it', async () => {
    const [one, other] = [openTab(), openTab()]
    one.recorder.begin(request, view, DEVICE)
    one.recorder.hear(epochEnd(1, 1.5))
    const place = { epoch: 1, step: 2, steps: 2 }
    const hearTest = one.recorder.end({ kind: 'stopped', place, seconds: 1 }, undefined)
    await one.recorder.settled()

    const snapshot = one.recorder.snapshot()!
    const [left] = await summaries(other)
    const written = typeof left === 'object' ? left.written : 0
    const resumed = createRunRecorder(other.history, undefined, { snapshot, place, seconds: 1, written })
    expect(await resumed.claim()).toBeUndefined()
    resumed.begin({ ...request, from: 'checkpoint' }, view, DEVICE)
    resumed.hear(epochEnd(2, 0.5))
    resumed.end({ kind: 'finished', place: { ...place, epoch: 2 }, seconds: 2 }, undefined)
    await resumed.settled()

    // A test in the first tab that took its time.
    const test = { split: 'test', images: 10, classes: view.classes, confusion: [6, 1, 1, 2], loss: 0.4, accuracy: 0.8 }
    hearTest(test as Evaluation, request.data)
    await one.recorder.settled()
    expect(await summaries(one)).toMatchObject([{ number: 1, state: 'finished', epoch: 2, train: { loss: 0.5 } }])
    expect((await summaries(one))[0]).not.toHaveProperty('test')
    expect(await one.recorder.claim()).toContain('went on in another tab')
  })

  it('let a run go that one of them could not look at', async () => {
    const { history } = openTab()
    let isBroken = false
    const ask: typeof history.ask = (work) => (isBroken ? Promise.reject(new Error('Broken.')) : history.ask(work))
    const recorder = createRunRecorder({ ...history, ask })
    recorder.begin(request, view, DEVICE)
    recorder.end({ kind: 'stopped', place: { epoch: 1, step: 1, steps: 2 }, seconds: 1 }, undefined)
    await recorder.settled()
    isBroken = true
    await expect(recorder.claim()).rejects.toThrow('Broken.')
    expect(await history.tryHold(1)).toBeDefined()
  })

  it('keep what a person says of a run while it goes on', async () => {
    const [one, other] = [openTab(), openTab()]
    one.recorder.begin(request, view, DEVICE)
    await one.recorder.settled()
    await other.history.ask((kept) => kept.mark(1, (marks) => ({ ...marks, name: 'baseline' })))
    one.recorder.end({ kind: 'stopped', seconds: 2 }, undefined)
    await one.recorder.settled()
    const [run] = await one.history.ask((kept) => kept.list())
    expect(run).toMatchObject({ marks: { name: 'baseline' }, summary: { value: { state: 'stopped' } } })
  })
})

describe('a run that is to be deleted', () => {
  const stopped = { kind: 'stopped', place: { epoch: 1, step: 2, steps: 2 }, seconds: 1 } as const
  const callsOf = ({ history }: Tab) => {
    const models = createShelf<TrainedModel>({ things: 1, bytes: Infinity }, () => 0)
    const calls = createHistoryCalls({ history, models, numbers: new WeakMap() })
    const signal = new AbortController().signal
    return {
      list: async () => calls.listRuns(undefined, signal),
      remove: async (...numbers: readonly number[]) => calls.deleteRuns({ numbers, deleted: true }, signal),
    }
  }

  it('stays while it is being trained, with the others of the same press, and goes once it has ended', async () => {
    const tab = openTab()
    const { list, remove } = callsOf(tab)
    const before = createRunRecorder(tab.history)
    before.begin(request, view, DEVICE)
    before.end(stopped, undefined)
    await before.settled()
    tab.recorder.begin(request, view, DEVICE)
    await tab.recorder.settled()
    await expect(remove(1, 2)).rejects.toThrow('Run 2 is being trained: stop it before you delete it.')
    expect((await list()).runs.map(({ number }) => number)).toEqual([2, 1])

    tab.recorder.end(stopped, undefined)
    await tab.recorder.settled()
    await remove(1, 2)
    const { runs, deleted } = await list()
    expect(runs).toEqual([])
    expect(deleted).toMatchObject([
      { number: 2, title: 'Run 2' },
      { number: 1, title: 'Run 1' },
    ])
    // Of one press, and for a day.
    expect(deleted[0]?.deletedAt).toBe(deleted[1]?.deletedAt)
    expect(deleted[0]!.until - deleted[0]!.deletedAt).toBe(24 * 3600 * 1000)
  })

  it('goes once the last of it is written, though that still goes on when the button is pressed', async () => {
    const tab = openTab()
    const { list, remove } = callsOf(tab)
    let finish = (): void => undefined
    tab.recorder.begin(request, view, DEVICE)
    await tab.recorder.settled()
    tab.recorder.end(stopped, undefined, () => new Promise((resolve) => (finish = resolve)))
    await vi.waitFor(async () => expect(await summaries(tab)).toMatchObject([{ state: 'stopped' }]))
    const removed = remove(1)
    finish()
    await removed
    expect((await list()).runs).toEqual([])
  })

  it('does not go on when it was deleted, and says so', async () => {
    const tab = openTab()
    tab.recorder.begin(request, view, DEVICE)
    tab.recorder.end(stopped, undefined)
    await tab.recorder.settled()
    await callsOf(tab).remove(1)
    expect(await tab.recorder.claim()).toBe('Run 1 was deleted: bring it back in Runs, and let it go on then.')
  })
})

it('says in one sentence that there is no storage, and lets the run go on', async () => {
  globalThis.indexedDB = {
    open: () => {
      throw new DOMException('The user denied permission.', 'SecurityError')
    },
  } as unknown as IDBFactory
  const { recorder, events } = openTab()
  recorder.begin(request, view, DEVICE)
  recorder.hear(epochEnd(1, 1))
  recorder.end({ kind: 'stopped', seconds: 1 }, undefined)
  await recorder.settled()
  expect(events).toEqual([
    {
      type: 'historyTrouble',
      message: 'This browser gives the page no storage for runs here, as in a private window: they are not kept.',
    },
  ])
})

describe('the engine', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu')
  })

  it('keeps two runs, lists them, marks, deletes and brings back, registers, and restores a model from its weights', async () => {
    const engine = startEngine(() => Promise.resolve(openTroubledDevice().device))
    const { dataset } = await engine.call('makeSampleDigits', { seed: 1 })
    // Every twentieth image, so that plain JavaScript trains in a moment.
    const all = Array.from({ length: dataset.images }, (_, image) => image)
    const data = { ...choicesFor(dataset.id), excluded: all.filter((image) => image % 20 !== 0) }
    const train = (runId: number, keepWeights: boolean) =>
      engine.call('train', {
        runId,
        stack: FLAT,
        recipe: { ...STRIPES_RECIPE, epochs: 1, batchSize: 200, validationSplit: 0.2 },
        data,
        from: 'start',
        keepWeights,
      })
    await train(1, true)
    await train(2, false)
    const list = await settledList(engine, 2)
    const [second, first] = list.runs as readonly ReadableRun[]
    expect([second!.number, first!.number]).toEqual([2, 1])
    expect(first).toMatchObject({ state: 'finished', summary: { epoch: 1, dataset: 'Sample digits', layers: 2 } })
    expect(first?.summary.test?.accuracy).toBeGreaterThan(0)
    expect(first?.summary.weightBytes).toBe((784 * 10 + 10) * 4)
    expect(second?.summary).not.toHaveProperty('weightBytes')

    const [one] = (await engine.call('runDetails', { numbers: [1] })) as readonly { details: RunDetails }[]
    expect(one?.details).toMatchObject({ epochs: [{ epoch: 1 }], test: { split: 'test' } })
    expect(one?.details.dataset.digest).toMatch(/^[\da-f]{64}$/)

    await engine.call('markRuns', { numbers: [1], change: { name: 'baseline', tags: ['flat'] } })
    await engine.call('deleteRuns', { numbers: [1, 2], deleted: true })
    expect((await engine.call('listRuns')).runs).toEqual([])
    await engine.call('deleteRuns', { numbers: [1], deleted: false })
    expect((await engine.call('listRuns')).runs).toMatchObject([{ number: 1, marks: { name: 'baseline' } }])

    expect(await engine.call('registerModel', { run: 1, model: 'digits', note: '' })).toMatchObject({ version: 1 })
    expect(await engine.call('registerModel', { run: 1, model: 'digits', note: '' })).toMatchObject({ version: 2 })
    expect(await engine.call('registerModel', { run: 1, model: 'letters', note: '' })).toMatchObject({ version: 1 })

    const model = await engine.call('restoreModel', { run: 1 })
    const test = await engine.call('evaluate', { model: model.id, data })
    expect(test.confusion).toEqual(one?.details.test?.confusion)
    await expect(engine.call('restoreModel', { run: 2 })).rejects.toThrow('The weights of run 2 are not kept')
  })
})

const FLAT = {
  input: 'image',
  layers: [
    { id: 'layer-1', className: 'Flatten', args: {} },
    { ...STRIPES_STACK.layers.at(-1)!, id: 'layer-2', args: { ...STRIPES_STACK.layers.at(-1)!.args, units: 10 } },
  ],
  lastId: 2,
} as unknown as typeof STRIPES_STACK

/** The list, once so many runs have ended, the first with its weights: what is written of them comes right after. */
async function settledList(engine: StartedEngine, count: number): Promise<RunList> {
  for (;;) {
    const list = await engine.call('listRuns')
    const ended = list.runs.filter((run) => 'state' in run && run.state !== 'running')
    const [first] = list.runs.slice(-1)
    const hasWeights = first && 'summary' in first && first.summary.weightBytes !== undefined
    if (ended.length === count && hasWeights) return list
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
