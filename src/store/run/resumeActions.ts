/** Runs that go on after a reload: which there are, and bringing one back into the studio. */
import { quoted } from '../../common/text'
import type { Engine } from '../../engine/client'
import type { OpenedRun, ResumableRun } from '../../engine/protocol/resume'
import type { RunPlace } from '../../engine/protocol/run'
import { forgetRun } from '../curves/forgetRun'
import type { Metrics } from '../curves/metrics'
import type { DocumentEdits, DocumentStore } from '../document/document'
import type { ModelActions } from '../model/modelActions'
import { isTraining } from '../session/runPart'
import type { RunsPart } from '../session/runsPart'
import { changePart, type SessionStore } from '../session/session'
import { troubleOf } from '../session/troubles'
import { UNDER_WAY } from '../session/underWay'

export interface ResumeActions {
  /** Keeps the list of resumable runs true, until the returned function is called. */
  followResumable(): () => void
  /** Brings a run back, with its layers, recipe and data as one step of undo, and goes on with it; one that has finished stands where it ended. True when it came back. */
  resumeRun(run: number): Promise<boolean>
  /** Offers no more what this run, and those that were cut off before it, can go on from. They stay in the list of runs. */
  declineRun(run: number): void
  deleteCheckpoints(runs: readonly number[]): Promise<void>
}

export interface ResumeActionsParts {
  readonly engine: Engine
  readonly document: DocumentStore
  readonly edits: DocumentEdits
  readonly session: SessionStore
  readonly metrics: Metrics
  readonly models: Pick<ModelActions, 'stopTesting' | 'testIfPossible'>
  readonly storage?: Storage | undefined
  /** An id that no run of this page has had. */
  readonly nextId: () => number
  readonly goOn: (runId: number, place: RunPlace, dataName: string) => Promise<void>
}

/** A run whose checkpoint can be read. */
export type OfferedRun = Extract<ResumableRun, { readonly place: RunPlace }>

const KEY = 'strata.declinedRun'

/** Milliseconds between two questions for what there is: a run in another tab changes its record each second. */
const ASK_EVERY = 1000

export function createResumeActions(parts: ResumeActionsParts): ResumeActions {
  const { engine, document, edits, session, metrics, models, storage, nextId, goOn } = parts
  changePart(session, 'runs', { declined: findDeclined(storage) })

  const ask = async (): Promise<void> => {
    try {
      changePart(session, 'runs', { resumable: await engine.call('resumableRuns') })
    } catch (error) {
      troubleOf(error)
      // An engine that fails says so itself; the next one is asked anew.
      changePart(session, 'runs', { resumable: [] })
    }
  }

  const showFinished = (runId: number, opened: OpenedRun): void => {
    const { place, seconds, finished = {}, details } = opened
    const epochs = opened.recipe.epochs
    const progress = { phase: 'training', ...place, epochs, imagesPerSecond: 0 } as const
    changePart(session, 'run', {
      state: { status: 'done', runId, ending: 'finished', seconds, place, progress, ...finished },
      images: details.images,
      model: opened.model,
    })
  }

  return {
    followResumable() {
      let timer: ReturnType<typeof setTimeout> | undefined
      let asked = -Infinity
      const askSoon = (): void => {
        if (timer !== undefined || isTraining(session.getState().run.state)) return
        timer = setTimeout(
          () => {
            timer = undefined
            asked = performance.now()
            void ask()
          },
          asked + ASK_EVERY - performance.now(),
        )
      }
      const stops = [
        engine.subscribe(({ type }) => {
          if (type === 'engineRestarted' || type === 'historyChanged') askSoon()
        }),
        session.subscribe((now, before) => {
          const hasOtherData = now.data.dataset?.id !== before.data.dataset?.id
          const hasEnded = isTraining(before.run.state) && !isTraining(now.run.state)
          if (hasOtherData || hasEnded) askSoon()
        }),
      ]
      askSoon()
      return () => {
        clearTimeout(timer)
        for (const stop of stops) stop()
      }
    },

    async resumeRun(run) {
      const { run: current, runs, data } = session.getState()
      if (runs.resuming !== undefined) return false
      const busy = isTraining(current.state) ? UNDER_WAY.training : data.importing && UNDER_WAY.reading
      if (busy !== undefined) {
        changePart(session, 'runs', { resumeTrouble: busy })
        return false
      }
      changePart(session, 'runs', { resuming: run, resumeTrouble: undefined })
      const runId = nextId()
      let opened: OpenedRun
      try {
        opened = await engine.call('openRun', { run, runId })
      } catch (error) {
        changePart(session, 'runs', { resuming: undefined, resumeTrouble: troubleOf(error).message })
        void ask()
        return false
      }
      models.stopTesting()
      forgetRun(session, metrics)
      const { stack, recipe, data: choices, dataName, key, place, details } = opened
      const title = runs.resumable.find((each) => each.run === run)?.title ?? `Run ${run}`
      if (key !== undefined) {
        const kept = { ...session.getState().data.kept, [choices.dataset]: { key, choices } }
        changePart(session, 'data', { kept })
      }
      const isAtHand = document.getState().data.dataset === choices.dataset
      metrics.of(runId).restore(details)
      changePart(session, 'runs', { resuming: undefined, lost: undefined })
      changePart(session, 'run', {
        data: choices,
        dataName,
        beginning: details.beginning,
        number: run,
        validation: details.validation && { ...details.validation, epoch: details.epochs.at(-1)?.epoch ?? 0 },
      })
      changePart(session, 'model', {
        current: opened.model,
        origin: `Brought back with ${quoted(title)}.`,
        source: undefined,
        beginWith: undefined,
        saved: true,
        test: undefined,
        notes: [],
      })
      if (opened.finished) {
        showFinished(runId, opened)
        edits.edit({ stack, recipe, data: choices }, `Bring back ${quoted(title)}`)
        if (isAtHand) void models.testIfPossible()
        return true
      }
      edits.edit({ stack, recipe, data: choices }, `Resume ${quoted(title)}`)
      void goOn(runId, place, dataName)
      return true
    },

    declineRun(run) {
      const { resumable, declined, lost } = session.getState().runs
      const offered = resumable.find((each) => each.run === run)
      if (!offered || !('savedAt' in offered)) return
      const newest = Math.max(declined, offered.savedAt)
      changePart(session, 'runs', { declined: newest, ...(lost === run && { lost: undefined }) })
      try {
        storage?.setItem(KEY, String(newest))
      } catch {
        // Without storage it is offered again at the next visit.
      }
    },

    async deleteCheckpoints(runs) {
      try {
        await engine.call('deleteCheckpoints', { runs })
        changePart(session, 'data', { stored: await engine.call('storage') })
      } catch (error) {
        changePart(session, 'data', { storageTrouble: troubleOf(error) })
      }
      await ask()
    },
  }
}

/**
 * The run that the engine took along, or else the newest that was cut off, unless it was sent away.
 * @param runs its `declined` is in milliseconds since 1970, as `RunsPart` says.
 */
export function offeredRun({
  resumable,
  declined,
  lost,
}: Pick<RunsPart, 'resumable' | 'declined' | 'lost'>): OfferedRun | undefined {
  const found = resumable.filter((each): each is OfferedRun => 'state' in each)
  return (
    found.find(({ run }) => run === lost) ??
    found.find(({ state, savedAt }) => state === 'interrupted' && savedAt > declined)
  )
}

function findDeclined(storage: Storage | undefined): number {
  try {
    const savedAt = Number(storage?.getItem(KEY) ?? 0)
    return Number.isSafeInteger(savedAt) ? savedAt : 0
  } catch {
    return 0
  }
}
