/** Runs whose data went from the page. They wait, with their curves, until the data come back. */
import type { DataChoices } from '../../model/dataChoices'
import type { Evaluation } from '../../model/metrics/evaluation'
import { emptyRun, type RunPart } from '../session/runPart'
import { changePart, type SessionStore } from '../session/session'
import type { Metrics } from './metrics'

/** Runs that wait at most. The one that was put aside longest ago is forgotten first. */
const MOST_RUNS = 8

export interface RunsAside {
  /** Puts the run on show aside, with its curves. */
  putRunAside(): void
  /** Puts the test results on show aside, which are of these data. */
  putTestAside(choices: DataChoices): void
  /** Shows what was put aside for these data, as long as the model is still the one that it speaks of. */
  bringBack(choices: DataChoices): void
  /** Forgets all that waits. */
  forget(): void
}

/** What waits, and the id of the model that was the current one. */
interface Aside<What> {
  readonly what: What
  readonly model: number | undefined
}

export function createRunsAside(session: SessionStore, metrics: Metrics): RunsAside {
  /** By the dataset that they train on. */
  let runs = new Map<number, Aside<RunPart>>()
  let tests = new WeakMap<DataChoices, Aside<Evaluation>>()

  const modelNow = (): number | undefined => session.getState().model.current?.id
  const remove = (dataset: number): void => {
    const state = runs.get(dataset)?.what.state
    if (state && state.status !== 'idle') metrics.forget(state.runId)
    runs.delete(dataset)
  }

  return {
    putRunAside() {
      const { run } = session.getState()
      session.setState({ run: emptyRun() })
      if (run.state.status === 'idle') return
      remove(run.data.dataset)
      runs.set(run.data.dataset, { what: run, model: modelNow() })
      const [oldest] = runs.keys()
      if (runs.size > MOST_RUNS && oldest !== undefined) remove(oldest)
    },
    putTestAside(choices) {
      const { test } = session.getState().model
      if (test) tests.set(choices, { what: test, model: modelNow() })
    },
    bringBack(choices) {
      const { run, model } = session.getState()
      const asideRun = runs.get(choices.dataset)
      if (run.state.status === 'idle' && asideRun?.model === modelNow() && asideRun) {
        runs.delete(choices.dataset)
        session.setState({ run: asideRun.what })
      }
      const asideTest = tests.get(choices)
      if (!model.test && asideTest?.model === modelNow() && asideTest)
        changePart(session, 'model', { test: asideTest.what })
    },
    forget() {
      for (const dataset of [...runs.keys()]) remove(dataset)
      runs = new Map()
      tests = new WeakMap()
    },
  }
}
