/** What is kept of a run beside it, on a real disk. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { choicesFor } from '../../model/dataChoices'
import { createCheckpointStore, type CheckpointStore } from '../../storage/checkpoints/checkpointStore'
import { NoRoom, StorageError } from '../../storage/folders'
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
import { emptyDatabase } from '../../storage/emptyDatabase.fixture'

let folder: NodeFolder
beforeEach(() => {
  emptyDatabase()
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

/**
 * A run that has begun, and what the page is told of its history.
 * @param refusals what the storage says to the first writings.
 */
function startRun(refusals: readonly Error[] = []) {
  const told: HistoryEvent[] = []
  const history = createHeldHistory((event) => told.push(event))
  const recorder = createRunRecorder(history)
  const left = [...refusals]
  const checkpoints = createHeldCheckpoints(() => {
    const store = createCheckpointStore(folder.open().handle, () => Promise.resolve({}))
    const write: CheckpointStore['write'] = async (...rest) => {
      const refusal = left.shift()
      if (refusal) throw refusal
      await store.write(...rest)
    }
    return Promise.resolve({ ...store, write })
  })
  recorder.begin(request, dataset, { backend: 'cpu', trainer: 'tfjs', software: true })
  const keeper = createCheckpointKeeper({
    ...{ checkpoints, history, recorder },
    source: Promise.resolve('ab'),
    ...(refusals.length > 0 && { writeEvery: 0 }),
  })
  const troubles = () => told.flatMap((event) => (event.type === 'historyTrouble' ? [event.message] : []))
  const runs = async () => (await checkpoints.ask((store) => store.list())).map(({ run }) => run)
  return { keeper, recorder, checkpoints, troubles, runs }
}

/** A run that ended before, and can go on. */
async function endRun(): Promise<void> {
  const { keeper, recorder, runs } = startRun()
  const place = placeOf(1)
  recorder.end({ kind: 'stopped', place, seconds: 1 }, undefined, () => keeper.end(endedIn(1), place))
  await recorder.settled()
  expect(await runs()).toEqual([1])
}

it('a run that can’t go on leaves no checkpoint and no trouble, though one waits to be written', async () => {
  const { keeper, recorder, troubles, runs } = startRun()
  keeper.save(endedIn(1), placeOf(1))
  await expect.poll(runs).toEqual([1])
  keeper.save(endedIn(2), placeOf(2))
  recorder.end(
    { kind: 'failed', message: 'The loss became infinite.', trained: false, diverged: true },
    undefined,
    () => keeper.end(undefined, undefined),
  )
  await recorder.settled()
  expect(troubles()).toEqual([])
  expect(await runs()).toEqual([])
})

describe('a checkpoint that can’t be written', () => {
  it('for lack of room takes those of ended runs away, and then no more are tried', async () => {
    await endRun()
    const full = new NoRoom('There is no room.')
    const { keeper, troubles, runs } = startRun([full, full])
    keeper.save(endedIn(1), placeOf(1))
    await expect.poll(troubles).toEqual([expect.stringMatching(/^There is no room. The run goes on without/)])
    keeper.save(endedIn(2), placeOf(2))
    expect(await runs()).toEqual([])
  })

  it('for another reason costs no other, and the next one is tried', async () => {
    await endRun()
    const { keeper, checkpoints, troubles, runs } = startRun([new StorageError('It is in use.')])
    keeper.save(endedIn(1), placeOf(1))
    await expect.poll(troubles).toEqual(['It is in use. The run goes on, and its next checkpoint is tried.'])
    expect(await runs()).toEqual([1])
    keeper.save(endedIn(2), placeOf(2))
    await expect.poll(runs).toEqual([1, 2])
    expect(await checkpoints.ask((store) => store.open(2))).toMatchObject({ brief: { place: { epoch: 2 } } })
    expect(troubles()).toHaveLength(1)
  })
})
