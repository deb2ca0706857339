/** A look at dropped files: what each of them is, before any is read. */
import { ProblemList } from '../../files/problemList'
import type { SourceFile } from '../../files/sourceFile'
import { type Recognised, recogniseFiles } from './recognise'
import { listEntries } from './sources'
import { withinMemory } from './withinMemory'

/** Files, with what each of them is. They are read once: reading lets go of the lists. */
export interface LookedAtFiles {
  readonly files: readonly SourceFile[]
  readonly found: Recognised
  readonly problems: ProblemList
  /** How long the look took. */
  readonly seconds: number
}

/**
 * Lists dropped files, those in archives too, and tells what each is. Throws ImportError when nothing is left, and the signal's reason when
 * it is aborted.
 */
export async function lookAtFiles(files: readonly SourceFile[], signal: AbortSignal): Promise<LookedAtFiles> {
  const began = performance.now()
  const problems = new ProblemList()
  return withinMemory(async () => {
    const entries = await listEntries(files, problems, signal)
    const found = await recogniseFiles(entries, problems, signal)
    return { files, found, problems, seconds: (performance.now() - began) / 1000 }
  })
}
