/** What the page asks of project files, and is told of them: types only. The file itself is written and read in the worker. */
import type { DataChoices } from '../../model/dataChoices'
import type { Stack } from '../../model/graph/stack'
import type { Project } from '../../model/project'
import type { Recipe } from '../../model/training/recipe'
import type { KeptState } from '../../runs/record'
import type { LoadedData } from './data'
import type { ModelSummary } from './model'

export interface SaveProjectRequest {
  readonly stack: Stack
  readonly recipe: Recipe
  /** What was decided about these is in the file, whether the images are or not. */
  readonly data: DataChoices
  readonly withImages: boolean
  /** The engine's id of the trained model that goes in, if one does. */
  readonly model?: number
  /** The runs that go in, with all that is kept of them but their weights. */
  readonly runs: readonly number[]
  /** Whether their weights go in too, where they are kept. */
  readonly withWeights: boolean
}

export interface SavedProject {
  readonly file: Blob
  /** What was left out of it, in sentences. */
  readonly notes: readonly string[]
}

/** A run in a project file. */
export interface RunInFile {
  readonly id: string
  /** That it had where it was saved. */
  readonly number: number
  readonly name: string
  readonly dataset: string
  readonly state: KeptState
  readonly testAccuracy?: number
  readonly weightBytes?: number
  /** Its number here, where it is here already. */
  readonly here?: number
}

export interface ProjectContents {
  /** Milliseconds since 1970. */
  readonly savedAt: number
  /** Absent when it can't be read. */
  readonly document?: { readonly layers: number }
  readonly images?: {
    readonly name: string
    readonly count: number
    readonly width: number
    readonly height: number
    readonly classes: number
    /** That they take in the worker. */
    readonly bytes: number
  }
  /** What was decided about images that are not in the file: the name of those. */
  readonly decidedFor?: string
  readonly model?: { readonly bytes: number }
  /** Those that can be read, ascending by number. */
  readonly runs: readonly RunInFile[]
  /** Versions of named models. */
  readonly versions: number
  /** What can't be opened, in sentences. */
  readonly problems: readonly string[]
}

export interface OpenProjectRequest {
  /** The file that was looked at last. */
  readonly drop: number
  readonly document: boolean
  readonly images: boolean
  readonly model: boolean
  readonly runs: boolean
  /** Of the runs. */
  readonly withWeights: boolean
  /** The data at hand. What was decided about the same images elsewhere holds for them. */
  readonly data: DataChoices
}

export interface ProjectNote {
  /** Something was left out, or is otherwise than in the file. */
  readonly isCaution: boolean
  /** A sentence. */
  readonly message: string
}

export interface OpenedProject {
  readonly project?: Project
  readonly loaded?: LoadedData
  /** What was decided about the data at hand. */
  readonly choices?: DataChoices
  readonly model?: ModelSummary
  readonly notes: readonly ProjectNote[]
}

/** Both send `projectProgress`. */
export interface ProjectCalls {
  /** Refused with `badInput` when the engine let the data or the model go. */
  saveProject(request: SaveProjectRequest): SavedProject
  /**
   * Opens what a person chose of a file that was dropped. Document, images and model are opened together or not at all. Runs are taken in one by
   * one, each with all that belongs to it. Refused with `badModel` where the file is damaged.
   */
  openProject(request: OpenProjectRequest): OpenedProject
}

export interface ProjectProgress {
  readonly type: 'projectProgress'
  /** Bytes, of about how many. */
  readonly done: number
  readonly total: number
}
