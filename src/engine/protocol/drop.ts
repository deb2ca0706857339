/** What the page asks of files that a person brings, and is told of them: types only. */
import type { ImportQuestion, ImportSettings } from '../../data/importSettings'
import type { SourceFile } from '../../files/sourceFile'
import type { DataChoices } from '../../model/dataChoices'
import type { Stack } from '../../model/graph/stack'
import type { Project } from '../../model/project'
import type { LoadedData } from './data'
import type { ModelSummary } from './model'
import type { ProjectContents } from './project'

/** How data are read. Anything else is opened as it is. */
export interface Reading {
  readonly settings: ImportSettings
  /** The data that the images are added to; absent when they stand alone. */
  readonly addTo?: DataChoices
}

export interface OpenRequest extends Reading {
  readonly files: readonly SourceFile[]
  /** What becomes of data. They are read at once, kept until a person has said what is to become of them, or refused. */
  readonly data?: 'read' | 'ask' | 'refuse'
}

/** What the files were, and what came of them. `openAsked` goes on with a drop that was asked about. `notes` are sentences. */
export type DropReply =
  | ({ readonly kind: 'dataset' } & LoadedData)
  /** Data, which were not read. */
  | { readonly kind: 'data'; readonly drop: number }
  /** Data that leave open how they are read, or can't be read without an answer. The settings have it. */
  | { readonly kind: 'question'; readonly drop: number; readonly question: ImportQuestion }
  | { readonly kind: 'model'; readonly model: ModelSummary; readonly notes: readonly string[] }
  /** Layers without weights. */
  | { readonly kind: 'configuration'; readonly stack: Stack; readonly notes: readonly string[] }
  | { readonly kind: 'project'; readonly project: Project; readonly notes: readonly string[] }
  /** A project file, which was looked into and not opened: `openProject` does that. */
  | {
      readonly kind: 'projectFile'
      readonly drop: number
      readonly contents: ProjectContents
      readonly notes: readonly string[]
    }

/** Both send `importProgress` while data are read. */
export interface DropCalls {
  /**
   * Recognises files by their content, and opens them. Data become a new dataset, behind the images of `addTo`, whose choices it takes
   * over.
   */
  openFiles(request: OpenRequest): DropReply
  /** Reads the data that were asked about last. Refused with `badInput` when others were asked about since. */
  openAsked(request: Reading & { readonly drop: number }): DropReply
}
