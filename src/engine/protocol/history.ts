/** What the page asks of the runs that are kept, and is told of them: types only. Weights stay in the worker. */
import type { ListedRun, ModelVersion, RunDetails, RunMarks } from '../../runs/record'
import type { ModelSummary } from './model'

export interface DeletedRun {
  readonly number: number
  /** What it is called. */
  readonly title: string
  /** Milliseconds since 1970. Runs that were deleted at one press have the same. */
  readonly deletedAt: number
  /** Until when it can come back, in milliseconds since 1970. */
  readonly until: number
}

export interface RunList {
  /** The newest first, without those that were deleted. */
  readonly runs: readonly ListedRun[]
  /** Those that were deleted and can still come back, the last deleted first. */
  readonly deleted: readonly DeletedRun[]
  readonly versions: readonly ModelVersion[]
}

/** Each is refused with `badInput` where the browser gives the page no storage for runs, or its storage is full. */
export interface HistoryCalls {
  /** Those of these numbers, or all. */
  listRuns(request?: { readonly numbers: readonly number[] }): RunList
  /** Of each run its details, or one sentence on why there are none. */
  runDetails(request: {
    readonly numbers: readonly number[]
  }): readonly ({ readonly details: RunDetails } | { readonly problem: string })[]
  markRuns(request: { readonly numbers: readonly number[]; readonly change: Partial<Omit<RunMarks, 'deleted'>> }): void
  /** Out of sight, and back; for good a day later. Refused with `badInput` while one of them is being trained, in any tab: then none is. */
  deleteRuns(request: { readonly numbers: readonly number[]; readonly deleted: boolean }): void
  /** Makes a run the next version of a named model. */
  registerModel(request: { readonly run: number; readonly model: string; readonly note: string }): ModelVersion
  /** The model that a run came to, from its kept weights. */
  restoreModel(request: { readonly run: number }): ModelSummary
}

export type HistoryEvent =
  /** Runs began, went on, ended, or were marked, in this tab or another. Without numbers it may be any. */
  | { readonly type: 'historyChanged'; readonly numbers?: readonly number[] }
  /** The record of a run of this page is in the list of runs, under this number. */
  | { readonly type: 'runRecorded'; readonly runId: number; readonly number: number }
  /** A run is not kept, or no longer: one sentence. It goes on. */
  | { readonly type: 'historyTrouble'; readonly message: string }
