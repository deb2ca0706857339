/**
 * Keeps the engine and the session on the data that the document names. An edit, Undo and Redo change the document alone; whatever they
 * lead to, the engine is asked for it here.
 */
import type { DatasetSummary } from '../engine/protocol/data'
import type { Engine } from '../engine/client'
import { NO_DATA, type DataChoices } from '../model/dataChoices'
import type { DocumentEdits, DocumentStore } from './document'
import type { MetricsBuffer } from './metrics'
import { isTraining, type SessionStore } from './session'
import { troubleOf } from './troubles'

export interface DataFollower {
  /** The engine is at these data already: the document is to name them in the same breath. */
  accept(choices: DataChoices, dataset: DatasetSummary): void
  /** The engine may be at other data than it was last told, after a load that was given up. */
  tellAgain(): void
  /** The engine holds nothing any more. */
  forget(): void
}

export interface FollowerParts {
  readonly engine: Engine
  readonly document: DocumentStore
  readonly edits: DocumentEdits
  readonly session: SessionStore
  readonly metrics: MetricsBuffer
  /** Called when a test that goes on is one of other data. */
  stopTesting(): void
}

export function followData({ engine, document, edits, session, metrics, stopTesting }: FollowerParts): DataFollower {
  let shown = document.getState().data
  /** What the engine was asked for last; nothing when it may be at something else. */
  let told: DataChoices | undefined = shown
  let isTelling = false

  const show = (choices: DataChoices, dataset: DatasetSummary | undefined): void => {
    const before = session.getState()
    const isOther = dataset?.id !== before.dataset?.id
    const isTested = !isOther && dataset && before.dataset && testsAlike(shown, before.dataset, choices, dataset)
    shown = choices
    if (!isTested) stopTesting()
    session.setState({ dataset, ...(!isTested && { test: undefined }) })
    // The curves and results on show are those of other data, unless a run goes on: it keeps the data that it began with.
    if (isOther && !isTraining(before.run)) {
      metrics.clear()
      session.setState({ run: { status: 'idle' }, runImages: undefined, validation: undefined })
    }
  }

  const tell = async (): Promise<void> => {
    if (isTelling) return
    isTelling = true
    while (document.getState().data !== told) {
      const wanted = document.getState().data
      told = wanted
      try {
        const dataset = await engine.call('chooseData', wanted)
        if (document.getState().data === wanted) show(wanted, dataset)
      } catch (error) {
        if (document.getState().data !== wanted) continue
        edits.returnTo(shown)
        session.setState({ importTrouble: troubleOf(error) })
      }
    }
    isTelling = false
  }

  document.subscribe((now, before) => {
    if (now.data !== before.data) void tell()
  })

  return {
    accept(choices, dataset) {
      show(choices, dataset)
      // A question that is still on its way may reach the engine after its answer to this one left.
      told = isTelling ? undefined : choices
    },
    tellAgain() {
      told = undefined
      void tell()
    },
    forget() {
      shown = NO_DATA
      told = NO_DATA
      edits.forgetData()
    },
  }
}

/** Whether the test images, with their labels, are the same before and after. */
function testsAlike(
  choicesBefore: DataChoices,
  before: DatasetSummary,
  choicesNow: DataChoices,
  now: DatasetSummary,
): boolean {
  if (choicesNow.splitting !== choicesBefore.splitting) return false
  return now.perClass.test.every((images, i) => images === before.perClass.test[i])
}
