/**
 * Keeps the session on the data that the document names. An edit, Undo and Redo change the document alone. Whatever they lead to, its
 * summary is asked for here.
 */
import type { Engine } from '../../engine/client'
import type { DatasetSummary, LoadedData } from '../../engine/protocol/data'
import { NO_DATA, type DataChoices } from '../../model/dataChoices'
import type { DocumentEdits, DocumentStore } from '../document/document'
import type { Metrics } from '../curves/metrics'
import { createRunsAside } from '../curves/runsAside'
import { isTraining } from '../session/runPart'
import { changePart, type SessionStore } from '../session/session'
import { isAbort, troubleOf } from '../session/troubles'

export interface FollowerParts {
  readonly engine: Engine
  readonly document: DocumentStore
  readonly edits: DocumentEdits
  readonly session: SessionStore
  readonly metrics: Metrics
  readonly models: { /** Called when a test that goes on is one of other data. */ stopTesting(): void }
}

/** Shows data whose summary is here already. The caller names them in the document right after. */
export type ShowData = (loaded: LoadedData) => void

export function followData({ engine, document, edits, session, metrics, models }: FollowerParts): ShowData {
  const aside = createRunsAside(session, metrics)
  let asking: AbortController | undefined
  /** Whether what is shown next is more than one edit away from what is shown. */
  let hasSkipped = false

  const show = (choices: DataChoices, dataset: DatasetSummary | undefined): void => {
    const { data, run } = session.getState()
    const isOther = dataset?.id !== data.dataset?.id
    const isTested =
      !isOther && dataset && data.dataset && testsAlike(data.choices, data.dataset, choices, dataset, hasSkipped)
    hasSkipped = false
    changePart(session, 'data', { dataset, choices })
    if (!isTested) {
      models.stopTesting()
      aside.putTestAside(data.choices)
      const { test, current, outdated } = session.getState().model
      const isChanged = test && current && dataset && !isOther
      changePart(session, 'model', {
        test: undefined,
        outdated: isChanged ? { model: current.id, dataset: dataset.id } : outdated,
      })
    }
    // The curves and results on show belong to the data before. A run that is under way keeps the data that it began with.
    const belongsElsewhere =
      isOther && run.state.status !== 'idle' && !isTraining(run.state) && run.data.dataset !== choices.dataset
    if (belongsElsewhere) aside.putRunAside()
    // Undo brings data back: what was trained on them comes back with them.
    aside.bringBack(choices)
  }

  const follow = async (choices: DataChoices): Promise<void> => {
    if (asking) hasSkipped = true
    asking?.abort()
    asking = undefined
    if (choices === session.getState().data.choices) return
    if (choices.dataset === NO_DATA.dataset) return show(choices, undefined)
    const controller = new AbortController()
    asking = controller
    try {
      const dataset = await engine.call('summariseData', { data: choices }, { signal: controller.signal })
      if (controller.signal.aborted) return
      asking = undefined
      show(choices, dataset)
    } catch (error) {
      if (isAbort(error) || controller.signal.aborted) return
      asking = undefined
      edits.returnTo(session.getState().data.choices)
      changePart(session, 'data', { trouble: troubleOf(error) })
    }
  }

  engine.subscribe(({ type }) => {
    if (type === 'engineRestarted') aside.forget()
  })

  document.subscribe((now, before) => {
    if (now.data !== before.data) void follow(now.data)
  })

  return ({ choices, dataset }) => show(choices, dataset)
}

/** Whether the test images, with their labels, are the same before and after. */
function testsAlike(
  choicesBefore: DataChoices,
  before: DatasetSummary,
  choicesNow: DataChoices,
  now: DatasetSummary,
  hasSkipped: boolean,
): boolean {
  if (choicesNow.splitting !== choicesBefore.splitting) return false
  // Several edits can take one image out and another in, or correct labels crosswise, which leaves the counts alone.
  if (
    hasSkipped &&
    (choicesNow.relabelled !== choicesBefore.relabelled || choicesNow.excluded !== choicesBefore.excluded)
  )
    return false
  if (now.classes.join('\n') !== before.classes.join('\n')) return false
  return now.perClass.test.every((images, i) => images === before.perClass.test[i])
}
