/** The files of a drop that hold a model's weights, among whatever else came with it. */
import type { SourceEntry } from '../../files/sourceEntry'
import type { ShownFile } from '../format'
import { bytesOf, fileNameOf, type Manifest } from './readWeights'

/**
 * By the names that the manifest gives them: at their place beside the model.json, else anywhere; else as a browser renames what is
 * downloaded twice, `weights (1).bin`; else the only file beside a model with one, unless it is a text. That it is too short is told when it is read. Missing
 * ones are left out.
 */
export async function findShards(
  manifest: Manifest,
  modelJson: SourceEntry,
  files: readonly ShownFile[],
): Promise<ReadonlyMap<string, SourceEntry>> {
  const paths = manifest.flatMap((group) => group.paths)
  const others = files.filter(({ entry, json }) => entry !== modelJson && json === undefined)
  const wanted = new Set(paths.map((path) => withoutCopyNumber(fileNameOf(path))))
  const named = others.map(({ entry }) => entry).filter(({ path }) => wanted.has(withoutCopyNumber(fileNameOf(path))))
  const folder = modelJson.path.slice(0, modelJson.path.lastIndexOf('/') + 1)
  const shards = new Map<string, SourceEntry>()
  for (const path of paths) {
    const name = fileNameOf(path)
    const shard =
      named.find((entry) => entry.archive === modelJson.archive && entry.path === folder + path.replace(/^\.\//, '')) ??
      named.find((entry) => fileNameOf(entry.path) === name) ??
      named.find((entry) => withoutCopyNumber(fileNameOf(entry.path)) === withoutCopyNumber(name))
    if (shard) shards.set(name, shard)
  }
  const [group] = manifest
  const [lone, second] = others
  if (paths.length === 1 && shards.size === 0 && group && lone && !second) {
    const { size } = lone.entry
    const isAsLong = size === undefined || size === (bytesOf(group) ?? size)
    if (isAsLong || (await isBinary(lone.entry))) shards.set(fileNameOf(paths[0]!), lone.entry)
  }
  return shards
}

function withoutCopyNumber(name: string): string {
  return name.replace(/ ?\(\d+\)(?=(\.[^.]*)?$)/, '')
}

/** Weights hold a zero byte within a thousand numbers; a README never does. */
async function isBinary(entry: SourceEntry): Promise<boolean> {
  const head = await entry.read(4096).catch(() => new Uint8Array())
  return head.includes(0)
}
