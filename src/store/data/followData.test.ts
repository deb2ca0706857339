import { expect, it, vi } from 'vitest'
import type { DatasetSummary } from '../../engine/protocol/data'
import { DATASET, loaded, setStage } from '../actions.fixture'

/** An engine whose summaries wait until the test gives them, by the number of images that are taken out. */
function createSlowEngine() {
  const answers = new Map<number, (summary: DatasetSummary) => void>()
  const stage = setStage({
    makeSampleDigits: () => loaded(DATASET),
    summariseData: ({ data }) => new Promise((resolve) => answers.set(data.excluded.length, resolve)),
  })
  const answer = (excluded: number): void => answers.get(excluded)!({ ...DATASET, excluded })
  return { ...stage, answer }
}

it('shows the data of the last edit, whichever summary comes first', async () => {
  const { actions, session, answer, document } = createSlowEngine()
  await actions.loadSampleDigits()
  actions.excludeImages([1])
  actions.excludeImages([2])
  answer(2)
  await vi.waitFor(() => expect(session().data.dataset?.excluded).toBe(2))
  answer(1)
  await Promise.resolve()
  expect(session().data).toMatchObject({ dataset: { excluded: 2 }, choices: document.getState().data })
})

it('shows what it showed until the summary is here, and looks are at that', async () => {
  const { actions, session, engine, answer, document } = createSlowEngine()
  await actions.loadSampleDigits()
  const before = document.getState().data
  actions.excludeImages([1])
  expect(session().data.choices).toBe(before)
  void actions.statistics(new AbortController().signal).catch(() => undefined)
  expect(engine.calls.at(-1)).toEqual({ name: 'statistics', request: { data: before } })
  answer(1)
  await vi.waitFor(() => expect(session().data.choices).toBe(document.getState().data))
})

it('asks for nothing when Undo comes back to what is shown', async () => {
  const { actions, session, engine } = createSlowEngine()
  await actions.loadSampleDigits()
  actions.excludeImages([1])
  actions.undo()
  expect(engine.calls.map(({ name }) => name)).toEqual(['makeSampleDigits', 'summariseData'])
  expect(session().data.dataset).toBe(DATASET)
})
