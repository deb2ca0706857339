/** Keras 3's own files: a zip archive, or what was in one. */
import { ImportError } from '../../../files/importProblem'
import { ProblemList } from '../../../files/problemList'
import type { SourceEntry } from '../../../files/sourceEntry'
import { listZip } from '../../../files/zip'
import type { Opened } from '../../format'
import { InteropError } from '../../interopError'
import { readText } from '../../readText'
import { readHdf5 } from '../hdf5/readHdf5'
import { openModel } from '../openModel'
import { OWN } from '../own'

const CONFIG = 'config.json'
const WEIGHTS = 'model.weights.h5'
const METADATA = 'metadata.json'

export const ARCHIVE_ENTRIES: ReadonlySet<string> = new Set([CONFIG, WEIGHTS, METADATA])

/** Whether a zip archive has what Keras puts into one. */
export async function isKerasArchive(entry: SourceEntry): Promise<boolean> {
  try {
    const names = new Set((await list(entry)).map(({ path }) => path))
    return names.has(CONFIG) && names.has(WEIGHTS)
  } catch (error) {
    if (error instanceof ImportError) return false
    throw error
  }
}

/** @throws InteropError, and ImportError for a damaged archive. */
export async function readArchive(entry: SourceEntry): Promise<Opened> {
  const entries = new Map((await list(entry)).map((each) => [each.path, each]))
  const [config, weights] = [entries.get(CONFIG), entries.get(WEIGHTS)]
  if (!config) throw new InteropError(`The archive has no ${CONFIG}, in which Keras says what layers a model has.`)
  if (!weights) {
    throw new InteropError(`The archive has no ${WEIGHTS}: save the model again with Keras’s usual form of weights.`)
  }
  return readUnpacked(await readText(config), weights, entries.get(METADATA))
}

async function list(entry: SourceEntry): Promise<readonly SourceEntry[]> {
  const { place } = entry
  // Where it lies as it is, only the parts that are asked for are read.
  const file = place && !place.packing ? place.file.slice(place.begin, place.end) : new Blob([await entry.read()])
  return listZip(file, entry.path, new ProblemList(), new AbortController().signal)
}

/** @param config the text of the layers' JSON. */
export async function readUnpacked(
  config: string,
  weights: SourceEntry,
  metadata: SourceEntry | undefined,
): Promise<Opened> {
  const topology = parse(config)
  const beside = metadata && parse(await readText(metadata))
  return openModel({
    topology,
    weights: readHdf5(await weights.read()),
    training: valueOf(topology, 'compile_config'),
    own: valueOf(beside, OWN) ?? valueOf(topology, OWN),
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new InteropError('The file of layers is not JSON, or it was cut off.')
  }
}

function valueOf(json: unknown, key: string): unknown {
  return typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>)[key] : undefined
}
