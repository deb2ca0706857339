/** A project file: what a person is asked about one, and how far it is written or read. */
import type { ProjectContents, ProjectNote } from '../../engine/protocol/project'

/** A file that was looked into. */
export interface BroughtProject {
  /** The engine's id of it. */
  readonly drop: number
  readonly name: string
  readonly contents: ProjectContents
  readonly notes: readonly string[]
}

export interface ProjectPart {
  /** Whether a person is asked what is to be saved. */
  readonly isSaving: boolean
  /** The file that a person is asked about: what of it is opened. */
  readonly brought: BroughtProject | undefined
  /** How far it is written or read, in bytes; absent while nothing is. */
  readonly work: { readonly done: number; readonly total: number } | undefined
  /** Why it could not be: one sentence. */
  readonly trouble: string | undefined
  /** What came of the last file. */
  readonly told: readonly ProjectNote[]
}

export function emptyProject(): ProjectPart {
  return { isSaving: false, brought: undefined, work: undefined, trouble: undefined, told: [] }
}
