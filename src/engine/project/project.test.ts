/** A project file, from the worker's calls through the file and back, here and in another browser. */
import * as fakeIndexedDB from 'fake-indexeddb'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { DEFAULT_SETTINGS } from '../../data/importSettings'
import type { SourceFile } from '../../files/sourceFile'
import { makeZip } from '../../files/makeZip.fixture'
import { ProblemList } from '../../files/problemList'
import { listZip } from '../../files/zip'
import { choicesFor, NO_DATA, type DataChoices } from '../../model/dataChoices'
import { createLayer, createStack } from '../../model/graph/stack'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { createRandom } from '../../model/random'
import type { ReadableRun } from '../../runs/record'
import { openRunHistory, type RunHistory } from '../../storage/runHistory'
import { someRun } from '../../runs/someRun.fixture'
import { EngineError } from '../client'
import type { LoadedData } from '../protocol/data'
import type { DropReply } from '../protocol/drop'
import type { OpenedProject, OpenProjectRequest, SavedProject, SaveProjectRequest } from '../protocol/project'
import type { RunOutcome } from '../protocol/run'
import { startEngine, type StartedEngine } from '../worker/startEngine.fixture'
import { emptyDatabase } from '../../storage/emptyDatabase.fixture'

const stack = createStack('image', [createLayer('Flatten'), createLayer('Dense', { units: 2, activation: 'softmax' })])
const recipe = { ...DEFAULT_RECIPE, epochs: 2, batchSize: 8, learningRate: 0.01 }
const settings = DEFAULT_SETTINGS
const { signal } = new AbortController()

function petsTable(): SourceFile {
  const random = createRandom(5)
  const row = (label: string, base: number): string =>
    [label, ...Array.from({ length: 16 }, () => base + random.integer(120))].join()
  const rows = Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? row('cat', 0) : row('dog', 130)))
  const header = ['label', ...Array.from({ length: 16 }, (_, i) => `pixel${i}`)].join()
  return { path: 'pets.csv', file: new File([[header, ...rows].join('\n')], 'pets.csv') }
}

vi.stubGlobal('navigator', { hardwareConcurrency: 2 })
afterAll(() => {
  vi.unstubAllGlobals()
})

/** A browser that has never seen this page. */
function openBrowser(): StartedEngine {
  emptyDatabase()
  return startEngine()
}

let engine: StartedEngine
beforeEach(() => {
  engine = openBrowser()
})

async function loadPets(): Promise<LoadedData> {
  const reply = await engine.call('openFiles', { files: [petsTable()], settings })
  if (reply.kind !== 'dataset') throw new Error(`The files are a ${reply.kind}`)
  return reply
}

async function train(data: DataChoices, runId = 1): Promise<Extract<RunOutcome, { kind: 'finished' }>> {
  const outcome = await engine.call('train', { runId, stack, recipe, data, from: 'start', keepWeights: true })
  if (outcome.kind !== 'finished') throw new Error(`The run is ${outcome.kind}`)
  const isKept = async (): Promise<boolean> => {
    const { runs } = await engine.call('listRuns')
    const [run] = runs as readonly ReadableRun[]
    return run?.state === 'finished' && run.summary.weightBytes !== undefined
  }
  await vi.waitFor(async () => expect(await isKept()).toBe(true), { timeout: 20_000 })
  return outcome
}

const save = (request: Partial<SaveProjectRequest>): Promise<SavedProject> =>
  engine.call('saveProject', {
    stack,
    recipe,
    data: NO_DATA,
    withImages: false,
    runs: [],
    withWeights: true,
    ...request,
  })

type Look = Extract<DropReply, { kind: 'projectFile' }>

async function look(file: Blob, name = 'pets.strata'): Promise<Look> {
  const reply = await engine.call('openFiles', { files: [{ path: name, file: new File([file], name) }], settings })
  if (reply.kind !== 'projectFile') throw new Error(`The file is a ${reply.kind}`)
  return reply
}

async function open(file: Blob, request: Partial<OpenProjectRequest> = {}): Promise<OpenedProject> {
  const { drop, contents } = await look(file)
  return engine.call('openProject', {
    drop,
    document: true,
    images: contents.images !== undefined,
    model: contents.model !== undefined,
    runs: true,
    withWeights: true,
    data: NO_DATA,
    ...request,
  })
}

const history = (): Promise<RunHistory> => openRunHistory(() => undefined)
const messages = ({ notes }: OpenedProject): readonly string[] => notes.map(({ message }) => message)

async function refusal(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.catch((cause: unknown) => cause)
  if (!(error instanceof EngineError)) throw new Error('It was not refused')
  expect(error.code).toBe('badModel')
  return error.message
}

/** The entries of a file, as another program writes them again, each changed as it is said; without those that become nothing. */
async function rewrite(
  file: Blob,
  change: (path: string, bytes: Uint8Array<ArrayBuffer>) => Uint8Array | undefined,
): Promise<Blob> {
  const entries = await listZip(file, 'a', new ProblemList(), signal)
  const changed = []
  for (const entry of entries) {
    const bytes = change(entry.path, await entry.read())
    if (bytes) changed.push({ name: entry.path, bytes })
  }
  return new Blob([makeZip(changed)])
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const without = (file: Blob, gone: RegExp): Promise<Blob> =>
  rewrite(file, (path, bytes) => (gone.test(path) ? undefined : bytes))

describe('a project that was trained, saved with all that there is, and opened in another browser', () => {
  it('has the same images, the same model and the same runs, and trains to the same', async () => {
    const { choices } = await loadPets()
    const data: DataChoices = {
      ...choices,
      splitting: { kind: 'random', train: 0.6, validation: 0.2, test: 0.2, seed: 3 },
      excluded: [4],
      relabelled: [{ image: 2, label: 'dog' }],
    }
    const outcome = await train(data)
    const [before] = (await engine.call('listRuns')).runs as readonly ReadableRun[]
    await engine.call('markRuns', { numbers: [1], change: { name: 'first “try”', tags: ['a'], note: 'n' } })
    await engine.call('registerModel', { run: 1, model: 'pets', note: 'ok' })
    const details = await engine.call('runDetails', { numbers: [1] })
    const weights = await (await history()).weights(1)
    const summary = await engine.call('summariseData', { data })
    const image = await engine.call('image', { data, index: 2 })
    const model = 2
    const tested = await engine.call('evaluate', { model: await modelOf(), data })
    async function modelOf(): Promise<number> {
      return (await engine.call('restoreModel', { run: 1 })).id
    }
    const { file, notes } = await save({ data, withImages: true, model, runs: [1] })
    expect(notes).toEqual([])

    engine = openBrowser()
    // So that its numbers differ.
    await (await history()).begin((number) => someRun(number))
    const { contents } = await look(file, 'pets.zip')
    expect(contents).toMatchObject({
      document: { layers: 2 },
      images: { name: 'pets.csv', count: 30, width: 4, height: 4, classes: 2, bytes: 480 },
      model: { bytes: 4 * 34 },
      runs: [
        {
          number: 1,
          name: 'first “try”',
          state: 'finished',
          weightBytes: 4 * 34,
          testAccuracy: outcome.test?.accuracy,
        },
      ],
      versions: 1,
      problems: [],
    })
    expect(contents.runs[0]).not.toHaveProperty('here')
    const opened = await open(file)
    expect(messages(opened)).toEqual(['1 run of the file is now run 2.'])
    expect(opened.project).toEqual({ stack, recipe })
    const { loaded } = opened
    expect(loaded?.choices).toEqual({ ...data, dataset: 1 })
    // Without the table, its columns can’t be named otherwise.
    const { id: _, seconds: __, settings: ___, files: ____, ...same } = summary
    expect(loaded?.dataset).toMatchObject(same)
    expect(await engine.call('image', { data: loaded!.choices, index: 2 })).toEqual(image)

    expect(await engine.call('evaluate', { model: opened.model!.id, data: loaded!.choices })).toEqual(tested)
    const [run] = (await engine.call('listRuns', { numbers: [2] })).runs as readonly ReadableRun[]
    expect(run).toMatchObject({ number: 2, state: 'finished', marks: { name: 'first “try”', tags: ['a'], note: 'n' } })
    expect(run?.summary).toEqual({ ...before?.summary, number: 2, origin: { file: 'pets.strata', number: 1 } })
    const [found] = await engine.call('runDetails', { numbers: [2] })
    expect(found).toEqual({ details: { ...('details' in details[0]! && details[0].details), number: 2 } })
    expect(await (await history()).weights(2)).toEqual(weights)
    expect((await engine.call('listRuns')).versions).toMatchObject([{ model: 'pets', version: 1, run: 2, note: 'ok' }])
    const restored = await engine.call('restoreModel', { run: 2 })
    expect(await engine.call('evaluate', { model: restored.id, data: loaded!.choices })).toEqual(tested)

    const again = await train(loaded!.choices)
    expect({ ...again, seconds: 0 }).toEqual({ ...outcome, seconds: 0 })
  })
})

describe('runs from a file', () => {
  async function fileWith(count: number, weights = true): Promise<Blob> {
    const kept = await history()
    for (let at = 0; at < count; at++) {
      const number = await kept.begin((given) => {
        const run = someRun(given)
        return { ...run, summary: { ...run.summary, weightBytes: 8, train: { loss: Infinity, accuracy: 0.5 } } }
      })
      const normalisation = { mean: [0], deviation: [255] }
      await kept.keepWeights(number, { normalisation, weights: [['a/b', Float32Array.of(number, 0.1)]] })
    }
    const numbers = Array.from({ length: count }, (_, at) => at + 1)
    return (await save({ runs: numbers, withWeights: weights })).file
  }

  /** Run 1 goes on after its file was saved. */
  async function goOn(): Promise<void> {
    const kept = await history()
    const [run] = await kept.list([1])
    const details = await kept.details(1)
    if (!run || 'problem' in run.summary || 'problem' in details) throw new Error('It is gone.')
    const { value } = run.summary
    expect(await kept.write({ ...value, written: 5, epoch: 1 }, details.value, value.written)).toBe(true)
  }

  it('that are here already are told, and not doubled: the saving browser itself knows them', async () => {
    const file = await fileWith(3)
    expect((await look(file)).contents.runs.map(({ here }) => here)).toEqual([1, 2, 3])
    expect(messages(await open(file))).toEqual(['3 runs of the file were here already, as runs 1 to 3.'])
    expect((await engine.call('listRuns')).runs).toHaveLength(3)

    engine = openBrowser()
    expect(messages(await open(file))).toEqual(['3 runs of the file are now runs 1 to 3.'])
    expect(messages(await open(file))).toEqual(['3 runs of the file were here already, as runs 1 to 3.'])
    const [first] = (await engine.call('listRuns', { numbers: [1] })).runs as readonly ReadableRun[]
    expect(first?.summary.train?.loss).toBe(Infinity)
    expect(await (await history()).weights(2)).toMatchObject({ weights: [['a/b', Float32Array.of(2, 0.1)]] })
  })

  it('come back where they were deleted, and get the weights that they lack here', async () => {
    const [light, whole] = [await fileWith(2, false), await save({ runs: [1, 2] })]
    engine = openBrowser()
    await open(light)
    expect(await (await history()).weights(1)).toBeUndefined()
    await engine.call('deleteRuns', { numbers: [2], deleted: true })
    expect(messages(await open(whole.file))).toEqual([
      '2 runs of the file were here already, as runs 1 and 2.',
      'Of these, run 2 had been deleted, and is back.',
      'Of these, runs 1 and 2 got weights from the file.',
    ])
    const { runs } = await engine.call('listRuns')
    expect(runs).toMatchObject([
      { number: 2, summary: { weightBytes: 8 } },
      { number: 1, summary: { weightBytes: 8 } },
    ])
  })

  it('that went on meanwhile stay as they are here, and it is said', async () => {
    const file = await fileWith(1)
    await goOn()
    expect(messages(await open(file))).toEqual([
      '1 run of the file was here already, as run 1.',
      expect.stringMatching(/^Of these, run 1 .* what is here stays/),
    ])
  })

  it('that are here in two states, one of them undeleted, are saved as two runs', async () => {
    const file = await fileWith(1)
    await goOn()
    await engine.call('deleteRuns', { numbers: [1], deleted: true })
    expect(messages(await open(file))).toEqual(['1 run of the file is now run 2.'])
    await engine.call('deleteRuns', { numbers: [1], deleted: false })

    const both = (await save({ runs: [1, 2] })).file
    expect((await look(both)).contents).toMatchObject({ runs: [{ here: 1 }, { here: 2 }], problems: [] })
    engine = openBrowser()
    expect(messages(await open(both))).toEqual(['2 runs of the file are now runs 1 and 2.'])
  })

  it('bring the versions of models, which go on counting here', async () => {
    const file = await fileWith(2).then(async () => {
      await engine.call('registerModel', { run: 1, model: 'digits', note: 'one' })
      await engine.call('registerModel', { run: 2, model: 'digits', note: 'two' })
      return (await save({ runs: [2, 1] })).file
    })
    engine = openBrowser()
    const number = await (await history()).begin((given) => someRun(given))
    await engine.call('registerModel', { run: number, model: 'digits', note: 'mine' })
    expect(messages(await open(file))).toEqual([
      '2 runs of the file are now runs 2 and 3.',
      'Version 1 of “digits” is version 2 here.',
      'Version 2 of “digits” is version 3 here.',
    ])
    await open(file)
    const { versions } = await engine.call('listRuns')
    expect(versions.map(({ version, run, note }) => [version, run, note])).toEqual([
      [1, 1, 'mine'],
      [2, 2, 'one'],
      [3, 3, 'two'],
    ])
  })

  it('that are damaged are left out with a sentence each, and the others are whole', async () => {
    const file = await fileWith(5)
    const damaged = await rewrite(file, (path, bytes) => {
      if (path === 'runs/1/details.json') return encode('{"version": 1')
      if (path === 'runs/2/summary.json') return encode(JSON.stringify({ summary: { version: 99, number: 2 } }))
      if (path === 'runs/3/weights.bin') return bytes.subarray(0, 4)
      if (path === 'runs/4/summary.json') return undefined
      return bytes
    })
    engine = openBrowser()
    const { contents } = await look(damaged)
    expect(contents.runs.map(({ number }) => number)).toEqual([1, 3, 5])
    expect(contents.problems).toEqual([
      'Run 2 was written by a newer Strata, and is left out.',
      'Run 4 is damaged in the file, and is left out.',
    ])
    expect(messages(await open(damaged))).toEqual([
      '2 runs of the file are now runs 1 and 2.',
      'Run 1 is damaged in the file, and is left out.',
      'Run 2 was written by a newer Strata, and is left out.',
      'The weights of run 3 are damaged in the file, and are left out.',
      'Run 4 is damaged in the file, and is left out.',
    ])
    const { runs } = await engine.call('listRuns')
    expect(runs).toMatchObject([
      { summary: { weightBytes: 8, origin: { number: 5 } } },
      { summary: { origin: { number: 3 } } },
    ])
    expect((runs[1] as ReadableRun).summary).not.toHaveProperty('weightBytes')
  })

  it('stop at a full storage with a sentence: what was taken in is whole', async () => {
    const file = await fileWith(4)
    engine = openBrowser()
    let weightsPut = 0
    const original = fakeIndexedDB.IDBObjectStore.prototype.put
    const full = vi.spyOn(fakeIndexedDB.IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...rest: Parameters<IDBObjectStore['put']>
    ) {
      if (this.name === 'weights' && ++weightsPut > 2) throw new DOMException('Full.', 'QuotaExceededError')
      return Reflect.apply(original, this, rest)
    })
    const opened = await open(file)
    full.mockRestore()
    expect(messages(opened)).toEqual([
      '2 runs of the file are now runs 1 and 2.',
      expect.stringMatching(
        /^2 of 4 runs were taken in, whole, and then no more: There is no room in the browser’s storage/,
      ),
    ])
    expect(opened.project).toBeDefined()
    const { runs } = await engine.call('listRuns')
    expect(runs.map(({ number }) => number)).toEqual([2, 1])
  })

  it('are not in the file when they can’t be read', async () => {
    await fileWith(1)
    expect((await save({ runs: [1, 9] })).notes).toEqual([])
    const kept = await history()
    const { summary, details } = someRun(1)
    await kept.write({ ...summary, seconds: 'two' as unknown as number }, details, summary.written)
    const { file, notes } = await save({ runs: [1] })
    expect(notes).toEqual(['Run 1 can’t be read, so it is not in the file.'])
    expect((await look(file)).contents.runs).toEqual([])
  })
})

describe('what was decided about images that are not in the file', () => {
  it('holds for the same images, and for no others', async () => {
    const { choices } = await loadPets()
    const { file } = await save({ data: { ...choices, excluded: [1, 2] } })
    engine = openBrowser()
    expect((await look(file)).contents).toMatchObject({ decidedFor: 'pets.csv' })
    const none = await open(file)
    expect(none).not.toHaveProperty('choices')
    expect(messages(none)).toEqual([
      'The file has 2 images taken out in pets.csv, and no images: load those, then open it again.',
    ])
    const pets = await loadPets()
    const opened = await open(file, { data: pets.choices })
    expect(opened.choices).toEqual({ ...choicesFor(1), excluded: [1, 2] })
    expect(messages(opened)).toEqual(['2 images taken out came from the file: the images at hand are the same.'])
  })
})

describe('a file that can’t be opened', () => {
  const CUT =
    '“pets.strata” is a Strata project that was cut off or damaged on its way here: copy it anew from where it was saved.'

  it('is refused in a sentence when it was cut off, wherever', async () => {
    const { file } = await save({})
    for (const size of [60, 300, file.size - 30]) expect(await refusal(look(file.slice(0, size)))).toBe(CUT)
  })

  it('may be of a newer Strata', async () => {
    const newer = await rewrite((await save({})).file, (path, bytes) =>
      path === 'strata.json'
        ? encode(new TextDecoder().decode(bytes).replace('"formatVersion": 1', '"formatVersion": 2'))
        : bytes,
    )
    expect(await refusal(look(newer))).toBe(
      '“pets.strata” is a project file of version 2, and this Strata reads version 1: open it in a newer one.',
    )
  })

  it('may be none, whatever it is called', async () => {
    const foreign = makeZip([{ name: 'strata.json', bytes: encode('{"name": "geology"}') }])
    expect(await refusal(look(new Blob([foreign])))).toBe(
      '“pets.strata” is no Strata project: its first entry is not one that Strata wrote.',
    )
    const other = new File([makeZip([{ name: 'notes.txt', bytes: encode('hello') }])], 'notes.strata')
    const refused = engine.call('openFiles', {
      files: [{ path: 'notes.strata', file: other }],
      settings,
      data: 'refuse',
    })
    expect(await refusal(refused)).toMatch(/^There is no model and no project in “notes.strata”/)
  })

  it('is not opened together with another', async () => {
    const { file } = await save({})
    const files = ['a.strata', 'b.strata'].map((path) => ({ path, file: new File([file], path) }))
    expect(await refusal(engine.call('openFiles', { files, settings }))).toBe(
      '“a.strata” is a Strata project, and “b.strata” is a Strata project: choose one of them.',
    )
  })

  it('is left out beside images, and named', async () => {
    const { file } = await save({})
    const files = [petsTable(), { path: 'a.strata', file: new File([file], 'a.strata') }]
    const reply = await engine.call('openFiles', { files, settings })
    expect(reply.kind === 'dataset' && reply.dataset.problems[0]?.listed[0]?.message).toBe(
      'a.strata is a Strata project, so it was left out: drop it alone.',
    )
  })

  it('says what of it is damaged, and nothing else suffers', async () => {
    const { choices } = await loadPets()
    const outcome = await train(choices)
    expect(outcome.kind).toBe('finished')
    const { id } = await engine.call('restoreModel', { run: 1 })
    const { file } = await save({ data: choices, withImages: true, model: id })
    engine = openBrowser()
    const pixels = await rewrite(file, (path, bytes) =>
      path === 'data/pixels.bin' ? bytes.map((value) => value ^ 1) : bytes,
    )
    expect(await refusal(open(pixels))).toBe(
      'The images in “pets.strata” are damaged, so nothing was opened: leave that out, or copy the file anew.',
    )
    expect((await open(pixels, { images: false })).project).toEqual({ stack, recipe })
    expect((await look(await without(file, /head\.json/))).contents).toMatchObject({
      problems: ['The images in the file are damaged, or of another version of Strata.'],
    })
    const short = await rewrite(file, (path, bytes) => (path === 'model/weights.bin' ? bytes.subarray(4) : bytes))
    expect(await refusal(open(short))).toMatch(/^The trained model in “pets.strata” is damaged/)
    const paper = await rewrite(file, (path, bytes) => (path === 'document.json' ? encode('{"version": 99}') : bytes))
    expect((await look(paper)).contents.problems).toEqual([expect.stringContaining('version 99')])
    expect((await open(paper, { document: false })).loaded?.dataset.images).toBe(30)
  })

  it('is no bomb: an entry unpacks to what the archive can hold, and to what its list says', async () => {
    const { file } = await save({})
    const entries = await listZip(file, 'a', new ProblemList(), signal)
    const lying = await Promise.all(
      entries.map(async (entry) => ({
        name: entry.path,
        bytes: await entry.read(),
        deflate: entry.path !== 'strata.json',
        ...(entry.path === 'document.json' && { claimedSize: 60_000_000 }),
      })),
    )
    const { contents } = await look(new Blob([makeZip(lying)]))
    expect(contents.problems).toEqual(['The layers and the recipe in the file are damaged.'])
  })

  it('is not at hand any more once another was looked at', async () => {
    const { file } = await save({})
    const first = await look(file)
    await look(file)
    const request = { document: true, images: false, model: false, runs: false, withWeights: false, data: NO_DATA }
    expect(await refusal(engine.call('openProject', { ...request, drop: first.drop }))).toBe(
      'This file is not at hand any more: drop it again.',
    )
  })
})

it('is given up when it is no longer wanted', async () => {
  const { choices } = await loadPets()
  const controller = new AbortController()
  controller.abort()
  const request = { stack, recipe, data: choices, withImages: true, runs: [], withWeights: true }
  await expect(engine.call('saveProject', request, controller.signal)).rejects.toMatchObject({ code: 'aborted' })
})
