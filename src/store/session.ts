/** What is happening now: the device, the dataset, the run, and its results. Nothing here is saved or undone. */
import type { ModelSummary } from '../engine/protocol/model'
import type { RunPlace, RunProgress } from '../engine/protocol/run'
import type { DeviceReport, TrainerChoice } from '../engine/protocol/device'
import type { DatasetSummary, StorageReport } from '../engine/protocol/data'
import type { Evaluation } from '../model/metrics/evaluation'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ImportProgress } from '../data/dataset'
import type { ColumnsQuestion } from '../data/importSettings'
import type { DataChoices } from '../model/dataChoices'

/** A failure in words, at the place where it belongs. */
export interface Trouble {
  readonly message: string
  readonly file?: string
  readonly row?: number
}

export interface ImportState {
  /** What is being read: the files' names, or `Sample digits`. */
  readonly name: string
  readonly phase: ImportProgress['phase'] | 'listing' | 'opening'
  /** Images; bytes while downloading, files while a folder is listed. */
  readonly done: number
  readonly total: number
  readonly perSecond: number
}

/** A dataset that the browser keeps. */
export interface KeptDataset {
  readonly key: string
  /** The choices that were kept with it. */
  readonly choices: DataChoices
}

export type RunState =
  | { readonly status: 'idle' }
  | {
      readonly status: 'preparing' | 'compiling' | 'running' | 'paused' | 'stopping'
      readonly runId: number
      /** How many programs are compiled before the first step. */
      readonly kernels?: number
      readonly progress?: RunProgress
    }
  | {
      readonly status: 'done'
      readonly ending: 'finished' | 'stopped'
      readonly seconds: number
      readonly progress?: RunProgress
      /** Where it can go on from. */
      readonly place?: RunPlace
    }
  | {
      readonly status: 'failed'
      readonly message: string
      readonly progress?: RunProgress
      readonly place?: RunPlace
    }

export interface Session {
  readonly device: DeviceReport | undefined
  /** True from the loss of the device, or where none was found, until there is one again. */
  readonly deviceLost: boolean
  /** What drives the model that was last on the device. */
  readonly trainer: TrainerChoice | undefined
  /** What is wrong with the engine as a whole: a lost device, a restarted worker. */
  readonly deviceTrouble: string | undefined
  readonly gpuBytes: number
  readonly dataset: DatasetSummary | undefined
  readonly importing: ImportState | undefined
  readonly importTrouble: Trouble | undefined
  /** A table whose columns a person must name before its files can be read. */
  readonly columnsQuestion: ColumnsQuestion | undefined
  /** What the browser keeps; nothing before it was asked. */
  readonly stored: StorageReport | undefined
  /** By the ids of datasets that the engine holds: those that the browser keeps, too. */
  readonly kept: Readonly<Record<number, KeptDataset>>
  readonly keeping: boolean
  readonly storageTrouble: Trouble | undefined
  readonly run: RunState
  /** How many images the run trains and validates on. */
  readonly runImages: { readonly train: number; readonly validation: number } | undefined
  /** The model that was last trained or opened: what is exported and tested. */
  readonly model: ModelSummary | undefined
  /** Where the model comes from: one sentence. */
  readonly modelOrigin: string | undefined
  /** Whether the model is in a file of the person's. */
  readonly modelSaved: boolean
  /** The latest look at the validation images, at the end of `epoch`. */
  readonly validation: (Evaluation & { readonly epoch: number }) | undefined
  readonly test: Evaluation | undefined
  readonly testing: boolean
  readonly opening: boolean
  /** Sentences from the last opened model, and what went wrong with it. */
  readonly openNotes: readonly string[]
  readonly useTrouble: Trouble | undefined
  /** Why the saved document was not used. */
  readonly documentTrouble: string | undefined
}

export type SessionStore = StoreApi<Session>

export function createSessionStore(): SessionStore {
  return createStore<Session>()(() => ({
    device: undefined,
    deviceLost: false,
    trainer: undefined,
    deviceTrouble: undefined,
    gpuBytes: 0,
    dataset: undefined,
    importing: undefined,
    importTrouble: undefined,
    columnsQuestion: undefined,
    stored: undefined,
    kept: {},
    keeping: false,
    storageTrouble: undefined,
    run: { status: 'idle' },
    runImages: undefined,
    model: undefined,
    modelOrigin: undefined,
    modelSaved: false,
    validation: undefined,
    test: undefined,
    testing: false,
    opening: false,
    openNotes: [],
    useTrouble: undefined,
    documentTrouble: undefined,
  }))
}

export type OngoingRun = Extract<RunState, { runId: number }>

/** True from Start until something was trained. */
export function isBeforeFirstStep({ status }: RunState): boolean {
  return status === 'preparing' || status === 'compiling'
}

/** True while a run holds the engine: from Start until it has ended. */
export function isTraining(run: RunState): run is OngoingRun {
  return 'runId' in run
}
