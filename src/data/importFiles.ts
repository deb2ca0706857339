import type { Dataset, ImportProblem, ImportProgress } from './dataset'
import type { DecodeImages } from './images'

export interface ImportOptions {
  readonly signal: AbortSignal
  /** Called a few times a second at most. */
  onProgress(progress: ImportProgress): void
  readonly decodeImages: DecodeImages
}

export interface ImportResult {
  readonly dataset: Dataset
  /** The first problems of each kind, and a line that counts the rest. */
  readonly problems: readonly ImportProblem[]
  /** All problems, those too that `problems` only counts. */
  readonly problemCount: number
  /** What Strata decided that the files did not say, in sentences. */
  readonly notes: readonly string[]
}

/** Throws ImportError when nothing usable can be made of the files, and the signal's reason when it is aborted. */
export async function importFiles(files: readonly File[], options: ImportOptions): Promise<ImportResult> {
  throw new Error(String([files, options]))
}
