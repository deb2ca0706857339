/**
 * What the page and the engine's worker say to each other: types only.
 *
 * The page calls (`EngineCalls`), the worker answers each call once and, while it works, sends events (`EngineEvent`). A call can be
 * aborted; a long one is then answered with the code `aborted`.
 */
import type { ImportProgress } from '../../data/dataset'
import type { AnatomyCalls } from './anatomy'
import type { DataCalls } from './data'
import type { DeviceCalls, DeviceEvent } from './device'
import type { DropCalls } from './drop'
import type { ExportCalls } from './export'
import type { HistoryCalls, HistoryEvent } from './history'
import type { InsideCalls } from './inside'
import type { MapCalls, MapProgress } from './map'
import type { ModelCalls } from './model'
import type { LookProgress, PredictionCalls } from './predictions'
import type { ProjectCalls, ProjectProgress } from './project'
import type { RateFinderCalls, RateProgress } from './rateFinder'
import type { ResumeCalls } from './resume'
import type { RunCalls, RunEvent } from './run'
import type { MeasureProgress, StepTimeCalls } from './stepTime'

/** The page's calls: each key's method gives the arguments and the reply. */
export interface EngineCalls
  extends
    DeviceCalls,
    DropCalls,
    DataCalls,
    RunCalls,
    RateFinderCalls,
    ResumeCalls,
    StepTimeCalls,
    ModelCalls,
    ExportCalls,
    PredictionCalls,
    InsideCalls,
    MapCalls,
    AnatomyCalls,
    HistoryCalls,
    ProjectCalls {}

/** What the worker says without being asked. */
export type WorkerEvent =
  | DeviceEvent
  | HistoryEvent
  | MapProgress
  | MeasureProgress
  | RateProgress
  | ProjectProgress
  | LookProgress
  | ({
      readonly type: 'importProgress'
      /** Images, or bytes while downloading. */
      readonly perSecond: number
    } & ImportProgress)
  | { readonly type: 'run'; readonly runId: number; readonly event: RunEvent }

/** What all subscribers on the page hear. Events of a run reach those who listen to that run. */
export type EngineEvent =
  | Exclude<WorkerEvent, { type: 'run' }>
  /**
   * The client itself sends this when it has given the worker up. All data and models of the worker are lost. The next call starts a new
   * one.
   */
  | { readonly type: 'engineRestarted'; readonly message: string }

/**
 * Codes by which the page tells failures apart. The message is one plain sentence in every case. `badModel` is a `badInput` of a model, a
 * configuration or a project.
 */
export type EngineErrorCode = 'aborted' | 'badInput' | 'badModel' | 'busy' | 'device' | 'internal'

export interface EngineFailure {
  readonly code: EngineErrorCode
  readonly message: string
  readonly file?: string
  readonly row?: number
}

export type CallName = keyof EngineCalls

export type CallArguments<Name extends CallName> = Parameters<EngineCalls[Name]>[0]

export type CallReply<Name extends CallName> = ReturnType<EngineCalls[Name]>

/**
 * Thousands of files go ahead of their call in parts, because cloning them all at once would hold up the page. The call's own list is then
 * empty. The worker answers `ping` with `pong` as soon as it can, which tells a busy worker from one that hangs.
 */
export type MessageToWorker =
  | { readonly kind: 'files'; readonly id: number; readonly files: readonly unknown[] }
  | { readonly kind: 'call'; readonly id: number; readonly name: CallName; readonly request: unknown }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'ping' }

export type MessageToPage =
  | { readonly kind: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: EngineFailure }
  | { readonly kind: 'event'; readonly event: WorkerEvent }
  | { readonly kind: 'pong' }

/** One function for each of these calls. The signal is aborted when the page no longer wants the answer. */
export type HandlersOf<Calls extends Partial<EngineCalls>> = {
  readonly [Name in keyof Calls & CallName]: (
    request: CallArguments<Name>,
    signal: AbortSignal,
  ) => CallReply<Name> | Promise<CallReply<Name>>
}

export type Handlers = HandlersOf<EngineCalls>
