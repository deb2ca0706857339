/** The formats that Strata knows, and the search for them in a drop. */
import { readJsonHead } from '../files/jsonHead'
import { ImportError } from '../files/importProblem'
import type { SourceEntry } from '../files/sourceEntry'
import type { Format, Recognised, ShownFile } from './format'
import { keras } from './keras/keras'
import { ludwig } from './ludwig/ludwig'
import { onnx } from './onnx/onnx'
import { safetensors } from './safetensors/safetensors'
import { strataFile } from './strata/strataFile'
import { strataProject } from './strata/strataProject'
import { tensorflowjs } from './tensorflowjs/tensorflowjs'

const FORMATS: readonly Format[] = [tensorflowjs, onnx, keras, safetensors, ludwig, strataProject, strataFile]

/** What a format needs to see of a file to know it. */
const HEAD_BYTES = 2 ** 16
/** What it needs of one that is no JSON. */
const MARK_BYTES = 256

export interface Found extends Recognised {
  readonly format: Format
}

/**
 * Finds what a format knows among the files. It looks at `suspects` only, which are neither images nor numbers. Any of the files may belong
 * to what it finds, as weights belong to a model.
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
    if (head) heads.set(entry, { entry, head: head.slice(0, MARK_BYTES), ...(json && { json }) })
  }
  if (heads.size === 0) return []
  const shown = entries.map((entry) => heads.get(entry) ?? { entry })
  const found: Found[] = []
  for (const format of FORMATS) {
    signal.throwIfAborted()
    for (const recognised of await format.recognise(shown)) found.push({ ...recognised, format })
  }
  return withoutParts(found)
}

/** What belongs to another find is no find of its own, as layers beside their weights. */
function withoutParts(found: readonly Found[]): readonly Found[] {
  const parts = new Set(found.flatMap(({ files: [, ...others] }) => others))
  return found.filter(({ files: [main] }) => !parts.has(main))
}

/** A file that can't be read is reported when data are read. */
function unlessUnreadable(error: unknown): undefined {
  if (!(error instanceof ImportError)) throw error
}
