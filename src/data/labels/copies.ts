/** Finds folders that hold the images around them once more, as some archives do: `chest_xray/chest_xray/train` beside `chest_xray/train`. */
import { haveSameBytes } from '../../files/sameBytes'
import type { SourceEntry } from '../../files/sourceEntry'

/** The share of a folder's images that must lie around it too. */
const NEARLY_ALL = 0.95
/** Images that are compared byte by byte. */
const COMPARED = 3

export interface Copy {
  readonly folder: string
  /** In the list of paths. */
  readonly places: readonly number[]
  /** Those of them that have no like around the folder. */
  readonly alone: ReadonlySet<number>
}

/** `paths[i]` is that of `entries[i]`. Throws the errors of reading. */
export async function findCopies(paths: readonly string[], entries: readonly SourceEntry[]): Promise<Copy[]> {
  const places = new Map(paths.map((path, place) => [path, place]))
  const inside = listFolders(paths)
  const copies: Copy[] = []
  for (const [folder, names] of inside) {
    const around = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1)
    const siblings = inside.get(around)
    if (folder === '' || names.size === 0 || siblings === undefined || ![...names].every((name) => siblings.has(name)))
      continue
    const own: number[] = []
    const alone = new Set<number>()
    const twins: (readonly [SourceEntry, SourceEntry])[] = []
    for (const [place, path] of paths.entries()) {
      if (!path.startsWith(folder)) continue
      own.push(place)
      const twin = places.get(around + path.slice(folder.length))
      const [a, b] = [entries[place]!, twin === undefined ? undefined : entries[twin]]
      if (b !== undefined && a.size !== undefined && a.size === b.size) twins.push([a, b])
      else alone.add(place)
    }
    if (twins.length < NEARLY_ALL * own.length) continue
    const step = Math.max(1, Math.floor(twins.length / COMPARED))
    const compared = twins.filter((_, i) => i % step === 0)
    const areSame = await Promise.all(compared.map(([a, b]) => haveSameBytes(a, b)))
    if (areSame.every(Boolean)) copies.push({ folder: folder.slice(0, -1), places: own, alone })
  }
  return copies
}

/** By each folder, with a `/` behind it, the names of those in it. */
function listFolders(paths: readonly string[]): Map<string, Set<string>> {
  const inside = new Map<string, Set<string>>([['', new Set()]])
  const known = new Set<string>()
  for (const path of paths) {
    const folder = path.slice(0, path.lastIndexOf('/') + 1)
    if (known.has(folder)) continue
    known.add(folder)
    let above = ''
    for (const name of folder.split('/').slice(0, -1)) {
      inside.get(above)!.add(name)
      above += `${name}/`
      if (!inside.has(above)) inside.set(above, new Set())
    }
  }
  return inside
}
