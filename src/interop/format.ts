/** A format of files, as the program sees it: how its files are recognised and opened. */
import type { JsonHead } from '../files/jsonHead'
import type { SourceEntry } from '../files/sourceEntry'
import type { Stack } from '../model/graph/stack'
import type { Project } from '../model/project'
import type { TrainedModel } from '../model/trainedModel'

/**
 * A model has weights. A configuration has layers without them. A project is a stack with its recipe. A project file is an archive that may
 * have images, runs and weights beside a project.
 */
export type Holding = 'model' | 'configuration' | 'project' | 'projectFile'

/** A file of a drop, as the formats see it. */
export interface ShownFile {
  readonly entry: SourceEntry
  /** Its first bytes. Absent for files that can't be read, and for those that are known to be data. */
  readonly head?: Uint8Array<ArrayBuffer>
  /** The beginning of its text, when that is JSON. Absent for other files, and for files that are known to be data. */
  readonly json?: JsonHead
}

/** Files of a drop that can be opened together. */
export interface Recognised {
  readonly holds: Holding
  /** What the first file is, to read on from its name: `is a TensorFlow.js model`. */
  readonly what: string
  /** The file that says what they are, then those that belong to it. */
  readonly files: readonly [SourceEntry, ...SourceEntry[]]
}

export type Opened =
  | { readonly holds: 'model'; readonly model: TrainedModel; readonly notes: readonly string[] }
  | {
      readonly holds: 'configuration'
      readonly stack: Stack
      readonly notes: readonly string[]
    }
  | { readonly holds: 'project'; readonly project: Project; readonly notes: readonly string[] }
  /** To be looked into: a person says what of it is opened. */
  | { readonly holds: 'projectFile'; readonly entry: SourceEntry; readonly notes: readonly string[] }

export interface Format {
  /** As people call it, such as `TensorFlow.js`. */
  readonly name: string
  /**
   * Finds what of a drop is of this format. It goes by content alone, because names may be wrong. Damaged files are recognised too, and
   * `read` says what is wrong with them.
   */
  recognise(files: readonly ShownFile[]): Promise<readonly Recognised[]>
  /** @throws InteropError with one plain sentence. */
  read(files: Recognised['files']): Promise<Opened>
}
