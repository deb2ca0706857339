/** The files of a drop that hold a model's weights, among whatever else came with it. */
import type { SourceEntry } from '../../files/sourceEntry'
import type { ShownFile } from '../format'
import { bytesOf, fileNameOf, type Manifest } from './readWeights'

/**
 * By the names that the manifest gives them: at their place beside the model.json, else anywhere; else as a browser renames what is
 * downloaded twice, `weights (1).bin`; else the only file beside a model with one, when it is as long as the weights. Missing ones are
 * left out.
 */
export function findShards(
  manifest: Manifest,
  modelJson: SourceEntry,
  files: readonly ShownFile[],
): ReadonlyMap<string, SourceEntry> {
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
    if (size === undefined || size === (bytesOf(group) ?? size)) shards.set(fileNameOf(paths[0]!), lone.entry)
  }
  return shards
}

function withoutCopyNumber(name: string): string {
  return name.replace(/ ?\(\d+\)(?=(\.[^.]*)?$)/, '')
}
