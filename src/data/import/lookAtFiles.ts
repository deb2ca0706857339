/** A look at dropped files: what each of them is, before any is read. */
import { ProblemList } from '../../files/problemList'
import type { CodePageChoice, Script } from '../../files/codePages'
import type { SourceFile } from '../../files/sourceFile'
import { TextReading } from '../../files/textReading'
import { type Recognised, recogniseFiles } from './recognise'
import { listEntries } from './sources'
import { withinMemory } from './withinMemory'

/** Files, with what each of them is. They are read once: reading lets go of the lists. */
export interface LookedAtFiles {
  readonly files: readonly SourceFile[]
  readonly found: Recognised
  readonly problems: ProblemList
  /** In which code page names and tables were read. */
  readonly text: TextReading
  /** How long the look took. */
  readonly seconds: number
}

/**
 * Lists dropped files, those in archives too, and tells what each is. Throws ImportError when nothing is left, and the signal's reason when
 * it is aborted.
 */
export async function lookAtFiles(
  files: readonly SourceFile[],
  signal: AbortSignal,
  codePage: CodePageChoice = 'auto',
): Promise<LookedAtFiles> {
  const began = performance.now()
  const look = async (among?: Script): Promise<LookedAtFiles> => {
    const text = new TextReading(codePage, among)
    const problems = new ProblemList()
    const entries = await listEntries(files, problems, signal, text)
    const found = await recogniseFiles(entries, problems, signal, text)
    return { files, found, problems, text, seconds: (performance.now() - began) / 1000 }
  }
  return withinMemory(async () => {
    const first = await look()
    // Names are known before the tables beside them, which may say more.
    const script = first.text.commonScript()
    return script === undefined ? first : look(script)
  })
}
