import { describe, expect, it } from 'vitest'
import { EngineError } from '../../engine/client'
import type { RunList } from '../../engine/protocol/history'
import { NO_MARKS, type ListedRun } from '../../runs/record'
import { someRun } from '../../runs/someRun.fixture'
import { MODEL, openRun, setStage } from '../actions.fixture'

function listed(number: number, summary = {}): ListedRun {
  const run = someRun(number, { summary })
  return { number, marks: NO_MARKS, summary: run.summary, state: run.summary.state }
}

/** Whatever was asked is answered. */
const answered = () => new Promise((resolve) => setTimeout(resolve))

describe('the list of runs', () => {
  it('is read once, and then only what changed', async () => {
    let kept: RunList = { runs: [listed(2), listed(1)], deleted: [], versions: [] }
    const stage = setStage({
      listRuns: (request) => ({
        ...kept,
        runs: kept.runs.filter(({ number }) => !request || request.numbers.includes(number)),
      }),
    })
    const stop = stage.actions.followRuns()
    await answered()
    expect(stage.session().runs.list).toEqual(kept)

    // One is gone, another has come.
    kept = { runs: [listed(3), listed(1)], deleted: [], versions: [] }
    stage.engine.emit({ type: 'historyChanged', numbers: [2, 3] })
    await answered()
    expect(stage.session().runs.list).toEqual(kept)
    expect(stage.engine.calls.map(({ request }) => request)).toEqual([undefined, { numbers: [2, 3] }])

    stop()
    stage.engine.emit({ type: 'historyChanged', numbers: [1] })
    await answered()
    expect(stage.engine.calls).toHaveLength(2)
  })

  it('says in one sentence why there is none', async () => {
    const stage = setStage({})
    stage.actions.followRuns()
    await answered()
    expect(stage.session().runs.trouble).toBe('The script has no answer to listRuns.')
  })

  it('shows a mark at once, and what was deleted can come back', async () => {
    const stage = setStage({
      listRuns: () => ({ runs: [listed(1)], deleted: [], versions: [] }),
      markRuns: () => undefined,
      deleteRuns: () => undefined,
    })
    stage.actions.followRuns()
    await answered()
    const marking = stage.actions.markRuns([1], { name: 'baseline' })
    expect(stage.session().runs.list?.runs[0]?.marks.name).toBe('baseline')
    await marking
    expect(await stage.actions.deleteRuns([1])).toBe(true)
    expect(stage.session().runs).toMatchObject({ list: { runs: [] } })
    await stage.actions.undeleteRuns([1])
    expect(stage.engine.calls.at(-1)).toEqual({ name: 'deleteRuns', request: { numbers: [1], deleted: false } })
  })
})

it('shows a run again that may not be deleted, and says why', async () => {
  const message = 'Run 1 is being trained: stop it before you delete it.'
  const stage = setStage({
    listRuns: () => ({ runs: [listed(2), listed(1)], deleted: [], versions: [] }),
    deleteRuns: () => Promise.reject(new EngineError({ code: 'badInput', message })),
  })
  stage.actions.followRuns()
  await answered()
  expect(await stage.actions.deleteRuns([1])).toBe(false)
  expect(stage.session().runs).toMatchObject({ list: { runs: [{ number: 2 }, { number: 1 }] }, trouble: message })
})

it('shows no mark that is not kept, and no run as deleted that is not', async () => {
  const stage = setStage({ listRuns: () => ({ runs: [listed(2), listed(1)], deleted: [], versions: [] }) })
  stage.actions.followRuns()
  await answered()
  const { list } = stage.session().runs
  await stage.actions.markRuns([1], { name: 'baseline' })
  expect(stage.session().runs).toMatchObject({ list, trouble: 'The script has no answer to markRuns.' })
  await stage.actions.deleteRuns([2, 1])
  expect(stage.session().runs).toMatchObject({ list, trouble: 'The script has no answer to deleteRuns.' })
})

describe('a restored run', () => {
  const { details } = someRun(1, { recipe: { epochs: 7 } })

  it('brings back layers and recipe as one step of undo', async () => {
    const stage = setStage({ runDetails: () => [{ details }] })
    const before = stage.document.getState()
    expect(await stage.actions.restoreRun(1)).toBe(true)
    expect(stage.document.getState().recipe.epochs).toBe(7)
    expect(stage.document.getState().did).toBe('Restore “Run 1”')
    stage.actions.undo()
    expect(stage.document.getState()).toMatchObject({ stack: before.stack, recipe: before.recipe })
  })

  it('is the model that it came to, where its weights are kept', async () => {
    const stage = setStage({
      listRuns: () => ({ runs: [listed(1, { weightBytes: 100 })], deleted: [], versions: [] }),
      restoreModel: () => ({ ...MODEL, id: 5 }),
    })
    stage.actions.followRuns()
    await answered()
    expect(await stage.actions.restoreRun(1)).toBe(true)
    expect(stage.session().model).toMatchObject({ current: { id: 5 }, origin: 'Restored from “Run 1”.', saved: true })
  })

  it('waits for the run that goes on, and says so', async () => {
    const stage = setStage(openRun().script)
    void stage.actions.startTraining()
    expect(await stage.actions.restoreRun(1)).toBe(false)
    expect(stage.session().runs.trouble).toBe('A run is going on: stop it, or wait until it has ended.')
  })

  it('says why it can’t be read, and changes nothing', async () => {
    const stage = setStage({ runDetails: () => [{ problem: 'Run 1 is damaged.' }] })
    const before = stage.document.getState()
    expect(await stage.actions.restoreRun(1)).toBe(false)
    expect(stage.session().runs.trouble).toBe('Run 1 is damaged.')
    expect(stage.document.getState()).toBe(before)
  })
})

it('keeps weights only when a person says so, and remembers it', () => {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage
  const train = () => new Promise<never>(() => undefined)
  const first = setStage({ train }, storage)
  void first.actions.startTraining()
  expect(first.engine.calls[0]?.request).toMatchObject({ keepWeights: false })
  first.actions.keepWeights(true)
  const second = setStage({ train }, storage)
  void second.actions.startTraining()
  expect(second.engine.calls[0]?.request).toMatchObject({ keepWeights: true })
})

it('says that a run is not kept, and the run goes on', () => {
  const stage = setStage({})
  stage.engine.emit({ type: 'historyTrouble', message: 'There is no room.' })
  expect(stage.session().runs.recordTrouble).toBe('There is no room.')
  stage.actions.dismiss('record')
  expect(stage.session().runs.recordTrouble).toBeUndefined()
})

it('says so no more once a later run is kept', () => {
  const stage = setStage({})
  stage.engine.emit({ type: 'historyTrouble', message: 'There is no room.' })
  stage.engine.emit({ type: 'runRecorded', runId: 2, number: 1 })
  expect(stage.session().runs.recordTrouble).toBeUndefined()
})

it('remembers the columns of the table, until the usual ones are asked for', () => {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage
  setStage({}, storage).actions.chooseRunColumns(['state', 'note'])
  const later = setStage({}, storage)
  expect(later.session().runs.columns).toEqual(['state', 'note'])
  later.actions.chooseRunColumns(undefined)
  expect(setStage({}, storage).session().runs.columns).toBeUndefined()
  kept.set('strata.runColumns', '{"state": 1}')
  expect(setStage({}, storage).session().runs.columns).toBeUndefined()
})
