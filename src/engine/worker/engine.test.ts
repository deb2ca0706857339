import type { WrittenFile } from '../../files/writtenFile'
import type { AskedPredictions } from '../protocol/predictions'
import type { RunEvent, RunRequest } from '../protocol/run'
import { DEFAULT_SETTINGS } from '../../data/importSettings'
import type { DatasetSummary } from '../protocol/data'
import type { DropReply } from '../protocol/drop'
import { beforeAll, describe, expect, it } from 'vitest'
import { choicesFor, NO_DATA, type DataChoices } from '../../model/dataChoices'
import type { WorkerEvent } from '../protocol/messages'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { DEFAULT_DATA_SHAPE } from '../../model/graph/shapes'
import { createLayer, createStack } from '../../model/graph/stack'
import { EngineError } from '../client'
import { openMortalProcessor } from '../device/mortalProcessor.fixture'
import { type StartedEngine, startEngine } from './startEngine.fixture'

const stack = createStack('flat', [createLayer('Dense', { units: 10, activation: 'softmax' })])
const wider = createStack('flat', [createLayer('Dense'), ...stack.layers])
const requestOf = (runId: number, changes: Partial<RunRequest['recipe']> = {}): RunRequest => ({
  runId,
  stack,
  recipe: { ...DEFAULT_RECIPE, epochs: 1, learningRate: 0.01, validationSplit: 0.1, ...changes },
  data: choicesFor(1),
  from: 'start',
})
const TESTED = { model: 1, data: choicesFor(1) }
const NO_WEIGHTS =
  'This model has no weights yet, or was let go to make room for newer ones: train it, or open its file.'
const failureOf = async (call: Promise<unknown>): Promise<EngineError> => {
  const error: unknown = await call.catch((cause: unknown) => cause)
  if (!(error instanceof EngineError)) throw new Error('the call did not fail')
  return error
}

async function openModel(
  engine: StartedEngine,
  written: readonly WrittenFile[],
): Promise<Extract<DropReply, { kind: 'model' }>> {
  const files = written.map(({ name, bytes }) => ({ path: name, file: new File([bytes], name) }))
  const reply = await engine.call('openFiles', { files, settings: DEFAULT_SETTINGS })
  if (reply.kind !== 'model') throw new Error(`The files are a ${reply.kind}`)
  return reply
}

/** What was told last of a run's preparation. */
function preparedIn(events: readonly WorkerEvent[], runId: number): Extract<RunEvent, { type: 'prepared' }> {
  const told = events.flatMap((event) => (event.type === 'run' && event.runId === runId ? [event.event] : []))
  const prepared = told.findLast((event) => event.type === 'prepared')
  if (!prepared) throw new Error(`Run ${runId} was not prepared`)
  return prepared
}

describe('the engine without anything loaded', () => {
  const engine = startEngine()

  it('says why it computes in plain JavaScript', async () => {
    const report = await engine.call('startDevice')
    expect(report).toMatchObject({ backend: 'cpu', trainer: 'tfjs', software: true })
    expect(report.reason).toBe(
      'This browser has no WebGPU here, this browser lets no worker start others, and this browser has no WebGL 2 here: plain JavaScript trains instead, far more slowly.',
    )
    expect(await engine.call('startDevice')).toEqual(report)
  })

  it('computes on what is wanted, and says why where it can’t', async () => {
    const chosen = await engine.call('startDevice', 'cpu')
    expect(chosen).toEqual({ backend: 'cpu', trainer: 'tfjs', software: true, wanted: 'cpu' })
    expect(await engine.call('startDevice')).toEqual(chosen)
    const other = await engine.call('startDevice', 'webgpu')
    expect(other).toMatchObject({ backend: 'cpu', wanted: 'webgpu' })
    expect(other.reason).toMatch(
      /^This browser has no WebGPU here, .+: plain JavaScript trains instead, far more slowly\.$/,
    )
    expect(await engine.call('startDevice', 'best')).not.toHaveProperty('wanted')
  })

  it('is told what is wanted before it has a device, in the midst of other work', async () => {
    const fresh = startEngine()
    const reading = fresh.call('makeSampleDigits', { seed: 1 })
    expect((await fresh.call('startDevice', 'cpu')).wanted).toBe('cpu')
    await reading
  })

  it('says what is missing', async () => {
    for (const [call, message] of [
      [
        () =>
          engine.call('measureStep', {
            stack: wider,
            data: DEFAULT_DATA_SHAPE,
            recipe: { ...DEFAULT_RECIPE, batchSize: 0 },
          }),
        'Batch size must be a whole number from 1 to 65,536.',
      ],
      [
        () => engine.call('train', { ...requestOf(1), data: NO_DATA }),
        'There are no images yet: drop files on the page, or use the sample digits.',
      ],
      [() => engine.call('train', { ...requestOf(1), from: 'checkpoint' }), 'There is no run to continue: start one.'],
      [() => engine.call('evaluate', TESTED), NO_WEIGHTS],
      [() => engine.call('exportModel', { model: 1, target: 'tensorflowjs', chosen: [] }), NO_WEIGHTS],
      [() => engine.call('studySplit', { ...TESTED, split: 'test' }), NO_WEIGHTS],
      [() => engine.call('findPredicted', { ...TESTED, split: 'test', query: { kind: 'mistakes' } }), NO_WEIGHTS],
    ] as const) {
      const error = await failureOf(call())
      expect([error.code, error.message]).toEqual(['badInput', message])
    }
  })
})

it('says that only compiled layers can be measured', async () => {
  const engine = startEngine()
  const request = { stack, data: DEFAULT_DATA_SHAPE, recipe: { ...DEFAULT_RECIPE, batchSize: 2 } }
  const error = await failureOf(engine.call('measureStep', request))
  expect([error.code, error.message]).toEqual([
    'device',
    'This device can’t tell how long each layer takes: TensorFlow.js doesn’t measure them.',
  ])
})

describe('the engine with sample digits', () => {
  const engine = startEngine(() => Promise.resolve(openMortalProcessor().device))
  const { events } = engine
  let summary: DatasetSummary
  let data: DataChoices
  /** The model that was last trained or opened. */
  let model = 0
  beforeAll(async () => {
    const loaded = await engine.call('makeSampleDigits', { seed: 1 })
    summary = loaded.dataset
    data = loaded.choices
  })

  it('summarises them', () => {
    expect(summary).toMatchObject({ images: 14_000, width: 28, height: 28, channels: 1, problemCount: 0 })
    expect(summary.perClass.train.reduce((sum, count) => sum + count)).toBe(12_000)
  })

  it('reports progress while it draws', () => {
    const progress = events.filter((event) => event.type === 'importProgress')
    expect(progress.length).toBeGreaterThan(3)
    expect(progress.at(-1)).toMatchObject({ phase: 'drawing', done: 14_000, total: 14_000 })
  })

  it('shows the images of a class and split, page by page', async () => {
    const query = { data, classIndex: 4, split: 'test' as const }
    const page = await engine.call('thumbnails', { ...query, offset: 10, limit: 5 })
    expect(page.items).toHaveLength(5)
    expect(page.items.every(({ label, split }) => label === '4' && split === 'test')).toBe(true)
    expect(page.rgba).toHaveLength(5 * 28 * 28 * 4)
    const all = await engine.call('thumbnails', { ...query, offset: 0, limit: 10_000 })
    expect(all.items).toHaveLength(all.total)
    expect(all.items.slice(10, 15)).toEqual(page.items)
    expect(all.rgba.slice(10 * 3136, 15 * 3136)).toEqual(page.rgba)
  })

  it('trains, and then tests, exports and opens the same model to the last digit', async () => {
    const outcome = await engine.call('train', requestOf(2))
    if (outcome.kind !== 'finished') throw new Error(JSON.stringify(outcome))
    expect(outcome.test!.accuracy).toBeGreaterThan(0.7)
    const prepared = preparedIn(events, 2)
    expect(prepared).toMatchObject({
      trainImages: 10_800,
      validationImages: 1_200,
      model: { parameters: 7_850, classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] },
    })
    expect(await engine.call('evaluate', { model: prepared.model.id, data })).toEqual(outcome.test)

    const { files } = await engine.call('exportModel', { model: prepared.model.id, target: 'tensorflowjs', chosen: [] })
    const opened = await openModel(engine, files)
    model = opened.model.id
    expect(await engine.call('evaluate', { model, data })).toEqual(outcome.test)
    expect(opened.model.recipe).toEqual(requestOf(2).recipe)
    expect((await engine.call('exportModel', { model, target: 'tensorflowjs', chosen: [] })).files).toEqual(files)
  })

  it('finds the images behind each cell of a matrix, by the splits that the run had', async () => {
    const { id } = preparedIn(events, 2).model
    const { confusion, classes } = await engine.call('evaluate', { model: id, data })
    const find = async (split: 'validation' | 'test', query: AskedPredictions) => [
      ...(await engine.call('findPredicted', { model: id, data, split, query })).images,
    ]
    const cells = classes.flatMap((_, truth) =>
      classes.map((__, predicted) => ({ kind: 'cell', truth, predicted }) as const),
    )
    const found: number[][] = []
    for (const cell of cells) found.push(await find('test', cell))
    expect(found.map((images) => images.length)).toEqual(confusion)
    const mistakes = await find('test', { kind: 'mistakes' })
    expect(new Set(mistakes)).toEqual(
      new Set(cells.flatMap(({ truth, predicted }, at) => (truth === predicted ? [] : found[at]!))),
    )
    expect(await find('validation', { kind: 'unsure' })).toHaveLength(1_200)

    const seen = await engine.call('predictedImages', { model: id, data, images: mistakes.slice(0, 3) })
    expect(seen.map(({ image }) => image)).toEqual(mistakes.slice(0, 3))
    for (const { image, predicted, probabilities } of seen) {
      expect(probabilities.indexOf(Math.max(...probabilities))).toBe(predicted)
      expect(probabilities.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 2)
      const { label } = await engine.call('image', { data, index: image })
      expect(classes[predicted]).not.toBe(label)
    }
    const study = await engine.call('studySplit', { model: id, data, split: 'test' })
    expect(study).toMatchObject({ images: 2_000, classes, confusion, withoutNumbers: 0 })
    expect(study.frequencies.reduce((sum, count) => sum + count)).toBe(14_000)
    const { macro, perClass, histogram, abstaining } = study.probabilities!
    expect(macro.auc).toBeGreaterThan(0.9)
    expect(perClass.every(({ roc, precision }) => roc?.length === 501 && precision?.length === 501)).toBe(true)
    expect(histogram.reduce((sum, { wrong }) => sum + wrong, 0)).toBe(mistakes.length)
    expect(abstaining[0]).toMatchObject({ threshold: 0, kept: 2_000, coverage: 1 })
    expect(abstaining[0]!.accuracy).toBeCloseTo(1 - mistakes.length / 2_000, 12)
    expect(await engine.call('studySplit', { model: id, data, split: 'validation' })).toMatchObject({ images: 1_200 })

    // What is decided about an image changes its truth, not what the model made of it.
    const relabelled = { ...data, relabelled: [{ image: mistakes[0]!, label: classes[seen[0]!.predicted]! }] }
    const query = { kind: 'mistakes' } as const
    const { images } = await engine.call('findPredicted', { model: id, data: relabelled, split: 'test', query })
    expect([...images]).toEqual(mistakes.slice(1))
  })

  it('knows several models at once, each by its id', async () => {
    const first = preparedIn(events, 2).model.id
    const before = await engine.call('exportModel', { model: first, target: 'tensorflowjs', chosen: [] })
    await engine.call('train', requestOf(9, { seed: 7 }))
    const second = await engine.call('exportModel', {
      model: preparedIn(events, 9).model.id,
      target: 'tensorflowjs',
      chosen: [],
    })
    expect(await engine.call('exportModel', { model: first, target: 'tensorflowjs', chosen: [] })).toEqual(before)
    expect(second.files[1]?.bytes).not.toEqual(before.files[1]?.bytes)
  })

  it('refuses other work while it trains, and stops when told', async () => {
    const training = engine.call('train', requestOf(3, { epochs: 1000, batchSize: 2 }))
    for (const call of [
      engine.call('makeSampleDigits', { seed: 2 }),
      engine.call('evaluate', { model, data }),
      engine.call('measureStep', { stack, data: DEFAULT_DATA_SHAPE, recipe: DEFAULT_RECIPE }),
      engine.call('startDevice', 'processor'),
    ]) {
      const error = await failureOf(call)
      expect([error.code, error.message]).toEqual(['busy', 'A model is being trained: stop it first.'])
    }
    await engine.call('stop', { runId: 2 })
    await engine.hear('points', 3)
    await engine.call('pause', { runId: 3 })
    await engine.hear('paused', 3)
    await engine.call('stop', { runId: 3 })
    const outcome = await training
    expect(outcome).toMatchObject({ kind: 'stopped', place: { epoch: 1, steps: 5400 } })
    model = preparedIn(events, 3).model.id
    expect((await engine.call('evaluate', { model, data })).images).toBe(2_000)

    const request = requestOf(3, { epochs: 1000, batchSize: 2 })
    const other = await failureOf(engine.call('train', { ...request, from: 'checkpoint', stack: wider }))
    expect(other.message).toBe('To continue the run, undo the edits of its layers.')
    const continued = engine.call('train', { ...request, from: 'checkpoint' })
    await engine.hear('points', 3)
    await engine.call('stop', { runId: 3 })
    expect((await continued).place!.step).toBeGreaterThan(outcome.place!.step)
  })

  it('keeps the dataset when another is cancelled, and is ready for the next at once', async () => {
    const controller = new AbortController()
    const cancelled = engine.call('makeSampleDigits', { seed: 3 }, controller.signal)
    const first = await engine.call('thumbnails', { data, offset: 0, limit: 3 })
    controller.abort()
    expect((await failureOf(cancelled)).code).toBe('aborted')
    expect(await engine.call('thumbnails', { data, offset: 0, limit: 3 })).toEqual(first)
    expect((await engine.call('makeSampleDigits', { seed: 1 })).dataset.images).toBe(14_000)
  })

  it('refuses a recipe and a stack that can’t work, in words', async () => {
    for (const recipe of [{ learningRate: 0 }, { learningRate: Number.NaN }, { batchSize: 0 }, { batchSize: 20_000 }]) {
      const error = await failureOf(engine.call('train', requestOf(4, recipe)))
      expect(error.code).toBe('badInput')
      expect(error.message).toMatch(/^(Learning rate|Batch size) .+\.$/)
    }
    const wrong = { ...requestOf(5), stack: createStack('image', [createLayer('Dense', { units: 10 })]) }
    expect((await failureOf(engine.call('train', wrong))).code).toBe('badInput')
  })

  it('says why a model for other images can’t be tested, and opens it all the same', async () => {
    const [json, ...others] = (await engine.call('exportModel', { model, target: 'tensorflowjs', chosen: [] })).files
    const text = new TextDecoder().decode(json?.bytes)
    const renamed = text.replace('"labels": [\n      "0"', '"labels": [\n      "zero"')
    expect(renamed).not.toBe(text)
    const opened = await openModel(engine, [
      { name: 'model.json', bytes: new TextEncoder().encode(renamed) },
      ...others,
    ])
    expect(opened.model.classes[0]).toBe('zero')
    expect((await failureOf(engine.call('evaluate', { model: opened.model.id, data }))).message).toMatch(
      /^The model doesn’t know “0”, which [\d,]+ images of the data are: leave them out, or load other data\.$/,
    )
  })
})
