/** Which run is offered after it was cut off. */
import { expect, it } from 'vitest'
import type { ResumableRun } from '../../engine/protocol/resume'
import { setStage } from '../actions.fixture'
import { offeredRun } from './resumeActions'

const resumable = (run: number, savedAt: number, state: 'interrupted' | 'stopped' = 'interrupted'): ResumableRun => ({
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
  const offered = () => offeredRun(stage.session().runs.resumable, stage.session().runs.declined)?.run
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
