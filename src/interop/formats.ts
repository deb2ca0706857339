/** The formats that Strata knows, and what of a drop is of one of them. */
import { readJsonHead } from '../files/jsonHead'
import { ImportError } from '../files/importProblem'
import type { SourceEntry } from '../files/sourceEntry'
import type { Format, Recognised, ShownFile } from './format'
import { kerasConfig } from './keras/kerasConfig'
import { strataProject } from './strata/strataProject'
import { tensorflowjs } from './tensorflowjs/tensorflowjs'

const FORMATS: readonly Format[] = [tensorflowjs, kerasConfig, strataProject]

/** What a format needs to see of a JSON file to know it. */
const HEAD_BYTES = 2 ** 16

export interface Found extends Recognised {
  readonly format: Format
}

/**
 * What the files hold that a format knows. Only `suspects`, those that are no images and no numbers, are looked at; any of the files may
 * belong to what they turn out to be.
 */
export async function findFormats(
  entries: readonly SourceEntry[],
  suspects: readonly SourceEntry[],
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const heads = new Map<SourceEntry, ShownFile>()
  for (const entry of suspects) {
    signal.throwIfAborted()
    const head = await entry.read(HEAD_BYTES).catch(unlessUnreadable)
    const json = head && readJsonHead(head)
    if (json) heads.set(entry, { entry, json })
  }
  if (heads.size === 0) return []
  const shown = entries.map((entry) => heads.get(entry) ?? { entry })
  const found: Found[] = []
  for (const format of FORMATS) {
    signal.throwIfAborted()
    for (const recognised of await format.recognise(shown)) found.push({ ...recognised, format })
  }
  return found
}

/** What can't be read is told where data are read. */
function unlessUnreadable(error: unknown): undefined {
  if (!(error instanceof ImportError)) throw error
}
