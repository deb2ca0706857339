/** The files of a drop that belong to a model.json, among whatever else came with it: those of its weights, and one that names its classes. */
import { decodeText } from '../../files/decodeText'
import type { SourceEntry } from '../../files/sourceEntry'
import { InteropError } from '../interopError'
import type { ShownFile } from '../format'
import { readText } from '../readText'
import { readBeside, readList, type Beside } from '../metadata'
import { inOrder } from './orderShards'
import { bytesOf, fileNameOf, type Manifest } from './readWeights'

/**
 * By the names that the manifest gives them: at their place beside the model.json, else anywhere; else as a browser renames what is
 * downloaded twice, `weights (1).bin`; else, where all of them have other names, the files beside that are no text, when there are as many
 * and their order is clear. That a file is too short is told when it is read. Missing ones are left out.
 *
 * @param notes takes a sentence where the order is taken from other names than the manifest's.
 */
export async function findShards(
  manifest: Manifest,
  modelJson: SourceEntry,
  files: readonly ShownFile[],
  notes: string[] = [],
): Promise<ReadonlyMap<string, SourceEntry>> {
  const paths = manifest.flatMap((group) => group.paths)
  const others = files.filter(({ entry, json }) => entry !== modelJson && json === undefined)
  const wanted = new Set(paths.map((path) => withoutCopyNumber(fileNameOf(path))))
  const named = others.map(({ entry }) => entry).filter(({ path }) => wanted.has(withoutCopyNumber(fileNameOf(path))))
  const folder = folderOf(modelJson)
  const shards = new Map<string, SourceEntry>()
  for (const path of paths) {
    const name = fileNameOf(path)
    const shard =
      named.find((entry) => entry.archive === modelJson.archive && entry.path === folder + path.replace(/^\.\//, '')) ??
      named.find((entry) => fileNameOf(entry.path) === name) ??
      named.find((entry) => withoutCopyNumber(fileNameOf(entry.path)) === withoutCopyNumber(name))
    if (shard) shards.set(name, shard)
  }
  if (shards.size > 0 || paths.length === 0) return shards
  const renamed = await findRenamed(manifest, others)
  for (const [at, entry] of renamed.entries()) shards.set(fileNameOf(paths[at]!), entry)
  if (renamed.length > 1) {
    const order = renamed.map(({ path }) => `“${fileNameOf(path)}”`).join(', ')
    notes.push(
      `The files of weights have other names than the model.json gives them, so they were taken in this order: ${order}.`,
    )
  }
  return shards
}

/** The only files that the weights can be in, in the manifest's order; none where that is in doubt. */
async function findRenamed(manifest: Manifest, others: readonly ShownFile[]): Promise<readonly SourceEntry[]> {
  const count = manifest.reduce((sum, { paths }) => sum + paths.length, 0)
  const bytes = manifest.reduce((sum, group) => sum + (bytesOf(group) ?? NaN), 0)
  const [lone, second] = others
  if (count === 1 && lone && !second) {
    const { size } = lone.entry
    const isAsLong = size !== undefined && size === bytes
    return isAsLong || (await isBinary(lone.entry)) ? [lone.entry] : []
  }
  const binary: SourceEntry[] = []
  for (const { entry } of others) if (await isBinary(entry)) binary.push(entry)
  if (binary.length !== count) return []
  const sizes = binary.reduce((sum, { size }) => sum + (size ?? NaN), 0)
  return sizes === bytes ? (inOrder(binary) ?? []) : []
}

/** Lists of classes, one a line: only their names tell them from other texts. */
const LIST_NAME = /^(labels?|class(es|[ _-]?names)|label[ _-]?names)( ?\(\d+\))?\.txt$/i
const MOST_LIST_BYTES = 2 ** 16

/** The file that names the model's classes: beside the model.json, else the only one. A JSON file comes before a list. */
export async function findBeside(
  modelJson: SourceEntry,
  files: readonly ShownFile[],
): Promise<NamedBeside | undefined> {
  const found: NamedBeside[] = []
  for (const { entry, json } of files) {
    if (entry === modelJson || !json?.has('labels') || json.has('modelTopology')) continue
    const beside = readBeside(await readText(entry).catch(unlessInterop))
    if (beside) found.push({ entry, beside })
  }
  return nearest(found, modelJson) ?? nearest(await findLists(files), modelJson)
}

interface NamedBeside {
  readonly entry: SourceEntry
  readonly beside: Beside
}

async function findLists(files: readonly ShownFile[]): Promise<readonly NamedBeside[]> {
  const found: NamedBeside[] = []
  for (const { entry, json } of files) {
    if (json !== undefined || !LIST_NAME.test(fileNameOf(entry.path))) continue
    const bytes = await entry.read(MOST_LIST_BYTES + 1).catch(() => new Uint8Array())
    const beside = bytes.length > MOST_LIST_BYTES ? undefined : readList(decodeText(bytes), fileNameOf(entry.path))
    if (beside) found.push({ entry, beside })
  }
  return found
}

function nearest(found: readonly NamedBeside[], modelJson: SourceEntry): NamedBeside | undefined {
  const near = found.find(({ entry }) => entry.archive === modelJson.archive && folderOf(entry) === folderOf(modelJson))
  return near ?? (found.length === 1 ? found[0] : undefined)
}

function folderOf({ path }: SourceEntry): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}

function withoutCopyNumber(name: string): string {
  return name.replace(/ ?\(\d+\)(?=(\.[^.]*)?$)/, '')
}

/** Whether the file is no text: a README never holds what numbers do. */
async function isBinary(entry: SourceEntry): Promise<boolean> {
  const head = await entry.read(4096).catch(() => new Uint8Array())
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return /[^\P{Cc}\t\n\f\r]/u.test(text)
  } catch {
    return true
  }
}

function unlessInterop(error: unknown): string {
  if (error instanceof InteropError) return ''
  throw error
}
