/** Which run is offered after it was cut off. */
import { expect, it } from 'vitest'
import type { ResumableRun } from '../../engine/protocol/resume'
import { openRun, setStage } from '../actions.fixture'
import { offeredRun } from './resumeActions'

const resumable = (
  run: number,
  savedAt: number,
  state: 'interrupted' | 'stopped' | 'finished' = 'interrupted',
): ResumableRun => ({
  ...{ run, title: `Run ${run}`, bytes: 1000, state, savedAt, hasData: true },
  place: { epoch: 1, step: 1, steps: 2 },
  dataset: { name: 'pets', images: 40, height: 4, width: 4, classes: 2 },
})

/** What the browser keeps from one visit to the next. */
const kept = new Map<string, string>()
const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
} as Storage

/** A visit, in which these runs can go on. */
async function visit(...runs: readonly ResumableRun[]) {
  const stage = setStage({ resumableRuns: () => runs }, storage)
  stage.actions.followResumable()
  await expect.poll(() => stage.session().runs.resumable).toEqual(runs)
  const offered = () => offeredRun(stage.session().runs)?.run
  return { decline: stage.actions.declineRun, offered }
}

it('is the newest, and none once that was sent away, until one is cut off after it', async () => {
  const first = await visit(resumable(9, 300, 'stopped'), resumable(8, 200), resumable(7, 100))
  expect(first.offered()).toBe(8)
  first.decline(8)
  expect(first.offered()).toBeUndefined()
  const [again, later] = [await visit(resumable(8, 200), resumable(7, 100)), await visit(resumable(8, 400))]
  expect(again.offered()).toBeUndefined()
  // It was resumed from the list of runs, and cut off once more.
  expect(later.offered()).toBe(8)
  // The browser has emptied its database, but not what was sent away.
  const anew = await visit(resumable(1, 500))
  expect(anew.offered()).toBe(1)
})

it('is the one that the engine took along, though it had ended, until it is sent away', async () => {
  const run = openRun()
  const runs = [resumable(9, 300, 'finished'), resumable(8, 200)]
  const { actions, engine, session } = setStage({ ...run.script, resumableRuns: () => runs })
  actions.followResumable()
  const training = actions.startTraining()
  run.end({ kind: 'finished', seconds: 4, place: { epoch: 1, step: 2, steps: 2 } })
  await training
  await expect.poll(() => session().runs.resumable).toEqual(runs)
  const offered = () => offeredRun(session().runs)?.run
  engine.emit({ type: 'runRecorded', runId: 1, number: 9 })
  expect(offered()).toBe(8)
  engine.emit({ type: 'engineRestarted', message: 'The training engine stopped answering.' })
  expect(offered()).toBe(9)
  actions.declineRun(9)
  expect(offered()).toBeUndefined()
})
