/** What a person does with the runs that are kept. */
import type { Engine } from '../../engine/client'
import type { RunList } from '../../engine/protocol/history'
import { parseProject, ProjectError } from '../../model/project'
import { quoted } from '../../common/text'
import { NO_MARKS, titleOf, type RunDetails, type RunMarks } from '../../runs/record'
import type { DocumentEdits } from '../document/document'
import type { ModelActions } from '../model/modelActions'
import { isTraining } from '../session/runPart'
import { changePart, type SessionStore } from '../session/session'
import { troubleOf } from '../session/troubles'
import { UNDER_WAY } from '../session/underWay'
import { findColumns, rememberColumns } from './columnsChoice'
import { followRuns, merge } from './followRuns'
import { findHitsAt, rememberHitsAt } from './hitsChoice'
import { findKeepsWeights, rememberKeepsWeights } from './weightsChoice'

export type RunMarksChange = Partial<Omit<RunMarks, 'deleted'>>

export type FoundDetails = { readonly details: RunDetails } | { readonly problem: string }

export interface RunsActions {
  /** Reads the list and keeps it true, until the returned function is called. */
  followRuns(): () => void
  markRuns(numbers: readonly number[], change: RunMarksChange): Promise<void>
  /** Takes them out of sight, all or none. True when it did. */
  deleteRuns(numbers: readonly number[]): Promise<boolean>
  /** Brings them back. */
  undeleteRuns(numbers: readonly number[]): Promise<void>
  registerModel(run: number, model: string, note: string): Promise<void>
  /** Curves, matrices, layers and recipe of each. */
  runDetails(numbers: readonly number[]): Promise<readonly FoundDetails[]>
  /** Makes layers and recipe of a run the document's, as one step of undo, with its weights where they are kept. True when it did. */
  restoreRun(run: number): Promise<boolean>
  keepWeights(keeps: boolean): void
  /** Sets the columns of the table of runs, by id; undefined brings back the usual ones. */
  chooseRunColumns(ids: readonly string[] | undefined): void
  /** Sets the k of hits at k. */
  chooseHitsAt(k: number): void
}

export interface RunsActionsParts {
  readonly engine: Engine
  readonly edits: DocumentEdits
  readonly session: SessionStore
  readonly models: Pick<ModelActions, 'takeOver' | 'stopTesting' | 'testIfPossible'>
  readonly storage?: Storage | undefined
}

export function createRunsActions({ engine, edits, session, models, storage }: RunsActionsParts): RunsActions {
  const hitsAt = findHitsAt(storage)
  changePart(session, 'runs', {
    keepsWeights: findKeepsWeights(storage),
    columns: findColumns(storage),
    ...(hitsAt !== undefined && { hitsAt }),
  })

  engine.subscribe((event) => {
    if (event.type === 'historyTrouble') changePart(session, 'runs', { recordTrouble: event.message })
    // What kept an earlier run from the storage does so no more.
    if (event.type === 'runRecorded') changePart(session, 'runs', { recordTrouble: undefined })
  })

  /** Whether it went well. A failure is said. */
  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    changePart(session, 'runs', { trouble: undefined })
    try {
      await work()
      return true
    } catch (error) {
      const message = error instanceof ProjectError ? error.message : troubleOf(error).message
      changePart(session, 'runs', { trouble: message })
      return false
    }
  }

  const find = (number: number) => session.getState().runs.list?.runs.find((run) => run.number === number)

  /** At once on the page: what is written comes back a moment later. */
  const show = (numbers: readonly number[], change: RunMarksChange): void => {
    const { list } = session.getState().runs
    if (!list) return
    const runs = list.runs.map((run) =>
      numbers.includes(run.number) ? { ...run, marks: { ...run.marks, ...change } } : run,
    )
    changePart(session, 'runs', { list: { ...list, runs } })
  }

  /** Brings back to the page what it showed of these runs before something that went wrong. */
  const showAgain = (numbers: readonly number[], before: RunList | undefined): void => {
    const { list } = session.getState().runs
    if (!list || !before) return
    const isOf = (number: number): boolean => numbers.includes(number)
    const runs = before.runs.filter(({ number }) => isOf(number))
    changePart(session, 'runs', {
      list: merge(list, { ...list, runs, deleted: before.deleted.filter(({ number }) => isOf(number)) }, numbers),
    })
  }

  return {
    followRuns: () => followRuns(engine, session),

    async markRuns(numbers, change) {
      const { list } = session.getState().runs
      show(numbers, change)
      if (!(await attempt(() => engine.call('markRuns', { numbers, change })))) showAgain(numbers, list)
    },

    async deleteRuns(numbers) {
      const { list } = session.getState().runs
      if (list) {
        const runs = list.runs.filter(({ number }) => !numbers.includes(number))
        changePart(session, 'runs', { list: { ...list, runs } })
      }
      const isDone = await attempt(() => engine.call('deleteRuns', { numbers, deleted: true }))
      if (!isDone) showAgain(numbers, list)
      return isDone
    },

    async undeleteRuns(numbers) {
      await attempt(() => engine.call('deleteRuns', { numbers, deleted: false }))
    },

    async registerModel(run, model, note) {
      await attempt(() => engine.call('registerModel', { run, model, note }))
    },

    runDetails: async (numbers) => {
      try {
        return await engine.call('runDetails', { numbers })
      } catch (error) {
        const problem = troubleOf(error).message
        return numbers.map(() => ({ problem }))
      }
    },

    async restoreRun(run) {
      if (isTraining(session.getState().run.state)) {
        changePart(session, 'runs', { trouble: UNDER_WAY.training })
        return false
      }
      const listed = find(run)
      const title = titleOf(listed ?? { number: run, marks: NO_MARKS })
      const did = `Restore ${quoted(title)}`
      const isRestored = await attempt(async () => {
        models.stopTesting()
        if (listed && 'summary' in listed && listed.summary.weightBytes !== undefined) {
          const model = await engine.call('restoreModel', { run })
          models.takeOver(model, { kind: 'run', name: title }, { did, origin: `Restored from ${quoted(title)}.` })
          return
        }
        const [found] = await engine.call('runDetails', { numbers: [run] })
        if (!found || 'problem' in found) throw new ProjectError(found?.problem ?? 'This run is no longer kept.')
        const { stack, recipe } = parseProject(found.details.project)
        edits.edit({ stack, recipe }, did)
      })
      if (isRestored) void models.testIfPossible()
      return isRestored
    },

    keepWeights(keeps) {
      rememberKeepsWeights(storage, keeps)
      changePart(session, 'runs', { keepsWeights: keeps })
    },

    chooseRunColumns(ids) {
      rememberColumns(storage, ids)
      changePart(session, 'runs', { columns: ids })
    },

    chooseHitsAt(k) {
      rememberHitsAt(storage, k)
      changePart(session, 'runs', { hitsAt: k })
    },
  }
}
