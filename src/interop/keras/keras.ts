/**
 * Keras's own files: `.keras`, whole models as HDF5, and layers as JSON, with or without a file of weights beside them. All are known by
 * their content.
 */
import { quoted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import type { JsonHead } from '../../files/jsonHead'
import type { SourceEntry } from '../../files/sourceEntry'
import { firstEntryName } from '../../files/zipEntry'
import type { Format, Opened, Recognised, ShownFile } from '../format'
import { InteropError } from '../interopError'
import { readText } from '../readText'
import { begins, holdingOfHdf5, type Hdf5Holding } from './hdf5/holding'
import { HDF5_SIGNATURE } from './hdf5/readHdf5'

const MODELS: ReadonlySet<unknown> = new Set(['Sequential', 'Functional', 'Model'])
const ZIP = [0x50, 0x4b, 3, 4]
const WEIGHTS_ALONE =
  'holds a model’s weights without its layers: drop it together with the JSON of the layers, which model.to_json() gives in Keras, or save the whole model as .keras'

export const keras: Format = {
  name: 'Keras',

  async recognise(files) {
    const found: Recognised[] = []
    const weights: SourceEntry[] = []
    for (const { entry, head } of files) {
      const kind = head && (await kindOf(entry, head))
      if (kind === 'weights') weights.push(entry)
      else if (kind) found.push({ holds: 'model', what: 'is a Keras model', files: [entry] })
    }
    const configs = files.filter(({ json }) => json && isModel(json)).map(({ entry }) => entry)
    const pairs = new Map(configs.map((config) => [config, findWeights(config, configs, weights)]))
    for (const [config, own] of pairs) {
      found.push(
        own
          ? { holds: 'model', what: 'is a Keras model', files: [config, own, ...findMetadata(config, files)] }
          : { holds: 'configuration', what: 'holds a model’s layers without weights', files: [config] },
      )
    }
    const paired = new Set(pairs.values())
    for (const entry of weights) {
      if (!paired.has(entry)) found.push({ holds: 'model', what: 'holds a Keras model’s weights', files: [entry] })
    }
    return found
  },

  async read(files) {
    try {
      return await read(files)
    } catch (error) {
      if (error instanceof ImportError) throw new InteropError(error.message)
      throw error
    }
  },
}

/** Keras writes layers, optimizers and losses in the same way. */
function isModel(json: JsonHead): boolean {
  return (MODELS.has(json.get('class_name')) && json.has('config')) || json.has('model_config')
}

async function kindOf(entry: SourceEntry, head: Uint8Array): Promise<'archive' | Hdf5Holding | undefined> {
  if (begins(head, HDF5_SIGNATURE)) return holdingOfHdf5(entry)
  if (!begins(head, ZIP)) return undefined
  const { ARCHIVE_ENTRIES, isKerasArchive } = await import('./archive/read')
  // A file that was cut off has no list of what it holds, but its beginning.
  return ARCHIVE_ENTRIES.has(firstEntryName(head) ?? '') || (await isKerasArchive(entry)) ? 'archive' : undefined
}

/** Weights of the same name beside the layers, else the only weights for the only layers there. */
function findWeights(
  config: SourceEntry,
  configs: readonly SourceEntry[],
  weights: readonly SourceEntry[],
): SourceEntry | undefined {
  const beside = weights.filter((entry) => isBeside(entry, config))
  const alike = beside.filter((entry) => stemOf(entry) === stemOf(config))
  if (alike.length === 1) return alike[0]
  const rivals = configs.filter((entry) => isBeside(entry, config))
  if (beside.length === 1 && rivals.length === 1) return beside[0]
  return configs.length === 1 && weights.length === 1 ? weights[0] : undefined
}

/** What `.keras` has beside its layers, once it was unpacked. */
function findMetadata(config: SourceEntry, files: readonly ShownFile[]): readonly SourceEntry[] {
  return files.filter(({ entry, json }) => isBeside(entry, config) && isMetadata(json)).map(({ entry }) => entry)
}

function isMetadata(json: JsonHead | undefined): boolean {
  return json !== undefined && json.has('keras_version') && json.has('date_saved')
}

function isBeside(one: SourceEntry, other: SourceEntry): boolean {
  return one.archive === other.archive && folderOf(one) === folderOf(other)
}

function folderOf({ path }: SourceEntry): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}

/** `digits.weights.h5` and `digits.config.json` have one name. */
function stemOf(entry: SourceEntry): string {
  const name = entry.path.slice(folderOf(entry).length)
  return name.slice(0, Math.max(name.indexOf('.'), 0))
}

async function read([first, weights, metadata]: Recognised['files']): Promise<Opened> {
  const head = await first.read(HEAD_BYTES)
  if (begins(head, ZIP)) return (await import('./archive/read')).readArchive(first)
  if (begins(head, HDF5_SIGNATURE)) {
    if ((await holdingOfHdf5(first)) === 'weights') throw new InteropError(`${quoted(first.path)} ${WEIGHTS_ALONE}.`)
    return (await import('./wholeHdf5/read')).readWholeHdf5(first)
  }
  const text = await readText(first)
  if (weights) return (await import('./archive/read')).readUnpacked(text, weights, metadata)
  const { readConfiguration } = await import('./readConfiguration')
  return { holds: 'configuration', ...readConfiguration(parse(text)) }
}

const HEAD_BYTES = 64

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new InteropError('The file of layers is not JSON, or it was cut off.')
  }
}
