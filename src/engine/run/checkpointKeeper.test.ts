/** What is kept of a run beside it, on a real disk. */
import * as fakeIndexedDB from 'fake-indexeddb'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { choicesFor } from '../../model/dataChoices'
import { createCheckpointStore } from '../../storage/checkpoints/checkpointStore'
import { createNodeFolder, type NodeFolder } from '../../storage/nodeFolder.fixture'
import { createHeldCheckpoints } from '../history/heldCheckpoints'
import { createHeldHistory } from '../history/heldHistory'
import type { HistoryEvent } from '../protocol/history'
import type { RunPlace } from '../protocol/run'
import { makeStripes, STRIPES_RECIPE, STRIPES_STACK } from '../stripes.fixture'
import { createCheckpointKeeper } from './checkpointKeeper'
import type { EndedRun } from './endedRun'
import { NO_CARE } from './loop/care'
import { NOTHING_YET } from './loop/stepLog'
import { createRunRecorder } from './recordRun'

let folder: NodeFolder
beforeEach(() => {
  const { default: _, ...globals } = fakeIndexedDB
  Object.assign(globalThis, globals, { indexedDB: new fakeIndexedDB.IDBFactory() })
  folder = createNodeFolder()
})
afterEach(() => folder.remove())

const dataset = makeStripes({ train: 20, validation: 0, test: 0 })
const request = {
  ...{ runId: 1, stack: STRIPES_STACK, recipe: STRIPES_RECIPE, data: choicesFor(1) },
  from: 'start',
} as const
const placeOf = (epoch: number): RunPlace => ({ epoch, step: 2, steps: 2 })
const endedIn = (epoch: number): EndedRun => ({
  stack: STRIPES_STACK,
  recipe: STRIPES_RECIPE,
  normalisation: { mean: [0], deviation: [255] },
  choices: request.data,
  data: { digest: 'ab', classes: dataset.classes },
  checkpoint: {
    epoch: epoch + 1,
    soFar: NOTHING_YET,
    state: { kind: 'tfjs', weights: new Map(), moments: [], counters: {}, order: new Uint32Array() },
    care: NO_CARE,
  },
  device: 'cpu',
  seconds: epoch,
})

/** A run that has begun, and what the page is told of its history. */
function startRun() {
  const told: HistoryEvent[] = []
  const history = createHeldHistory((event) => told.push(event))
  const recorder = createRunRecorder(history)
  const checkpoints = createHeldCheckpoints(() =>
    Promise.resolve(createCheckpointStore(folder.open().handle, () => Promise.resolve({}))),
  )
  recorder.begin(request, dataset, { backend: 'cpu', trainer: 'tfjs', software: true })
  const keeper = createCheckpointKeeper({ checkpoints, history, recorder, source: Promise.resolve('ab') })
  return { keeper, recorder, checkpoints, troubles: () => told.filter(({ type }) => type === 'historyTrouble') }
}

it('a run that can’t go on leaves no checkpoint and no trouble, though one waits to be written', async () => {
  const { keeper, recorder, checkpoints, troubles } = startRun()
  keeper.save(endedIn(1), placeOf(1))
  await expect.poll(() => checkpoints.ask((store) => store.list())).toHaveLength(1)
  keeper.save(endedIn(2), placeOf(2))
  recorder.end(
    { kind: 'failed', message: 'The loss became infinite.', trained: false, diverged: true },
    undefined,
    () => keeper.end(undefined, undefined),
  )
  await recorder.settled()
  expect(troubles()).toEqual([])
  expect(await checkpoints.ask((store) => store.list())).toEqual([])
})
