/** Finds the file that each row of a table means, even when the two don't agree on the folders above, on capitals, or on the extension. */
import { fileName, splitOfName, withoutExtension } from './fileNames'
import { normalisePath, withoutAddress } from '../../files/paths'

/** Paths that are looked at to find out about folders, spread over the set. */
const SAMPLE = 200
/** Files of one name that are looked at for the folders above. */
const ALIKE = 1000
/** The share of them that must be found by the same folder. */
const AGREED = 0.8

const GIVEN_NAME = /\/upload\/(?:[^/]+\/)?[0-9a-f]{8}-([^/]+)$/i

/** The files of one place, by path. Made once, asked often. An index that only odd tables need is made when the first such table comes. */
export class PathFinder {
  private readonly ways: readonly Way[]

  /** `find` gives places in `paths`, which are as they are listed. */
  constructor(paths: readonly string[]) {
    this.ways = [
      new Way(paths, (path) => path),
      // macOS writes names with letters and accents apart; and Windows does not tell capitals from small letters.
      new Way(paths, fold),
      new Way(paths, (path) => fold(withoutExtension(path)), fold),
      // A table that gives no folder does not speak against one.
      new Way(
        paths,
        (path) => fold(fileName(path)),
        (path) => (path.includes('/') ? undefined : fold(path)),
      ),
      new Way(
        paths,
        (path) => fold(fileName(withoutExtension(path))),
        (path) => (path.includes('/') ? undefined : fold(path)),
      ),
      // Label Studio puts eight digits before the name of a file that it is given.
      new Way(
        paths,
        (path) => fold(fileName(path)),
        (path) => {
          const name = GIVEN_NAME.exec(path)?.[1]
          return name === undefined ? undefined : fold(name)
        },
      ),
    ]
  }

  /** Counts the paths that are those of files as they are written. */
  countAsWritten(paths: readonly string[]): number {
    const [asWritten] = this.ways
    return paths.filter((path) => asWritten!.knows(normalisePath(withoutAddress(path)))).length
  }

  /**
   * For each path of a table the place of its file, or undefined. Ways are tried from strict to loose, until one finds the file:
   *
   * 1. As written.
   * 2. Without regard to capitals and accents.
   * 3. When the table leaves the extension out.
   * 4. By the name alone, when the table gives no folder and one file has the name.
   * 5. By the name that a file had before it was given to Label Studio.
   *
   * Each way also passes over leading folders: of the files (all lie in `mnist_images/`) or of the table (it was written elsewhere). With
   * `ways` 1 only the first is tried, which is quick.
   */
  find(paths: readonly string[], ways = this.ways.length): (number | undefined)[] {
    const wanted = paths.map((path) => normalisePath(withoutAddress(path)))
    const found = new Array<number | undefined>(wanted.length).fill(undefined)
    for (const way of this.ways.slice(0, ways)) {
      if (!found.includes(undefined)) break
      way.fill(wanted, found)
    }
    return found
  }
}

/**
 * For each path of a table the place of the one file of its name, whatever folders the table gives. It is for files that no longer lie in
 * those folders.
 *
 * Undefined where another path of the table has the name too. Undefined for all paths when the files lie in several folders or in one of
 * a split, because then folders say more than names.
 */
export function findByName(paths: readonly string[], files: readonly string[]): (number | undefined)[] {
  const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)
  const folder = folderOf(files[0] ?? '')
  if (splitOfName(folder) !== undefined || files.some((file) => folderOf(file) !== folder))
    return paths.map(() => undefined)
  const wanted = paths.map(normalisePath)
  const pathOf = new Map<string, string | undefined>()
  for (const path of wanted) {
    const name = fileName(path)
    pathOf.set(name, pathOf.has(name) && pathOf.get(name) !== path ? undefined : path)
  }
  const places = new Map<string, number>()
  for (const [place, file] of files.entries()) {
    const name = fileName(file)
    if (pathOf.get(name) !== undefined) places.set(name, place)
  }
  return wanted.map((path) => places.get(fileName(path)))
}

/** One way to say that two paths are the same: by a key. */
class Way {
  private readonly paths: readonly string[]
  private readonly keyOf: (path: string) => string
  private readonly keyOfWanted: (path: string) => string | undefined
  private known: Map<string, number> | undefined
  private named: Map<string, string[]> | undefined

  constructor(
    paths: readonly string[],
    keyOf: (path: string) => string,
    keyOfWanted: (path: string) => string | undefined = keyOf,
  ) {
    this.paths = paths
    this.keyOf = keyOf
    this.keyOfWanted = keyOfWanted
  }

  /** Finds the files that are not found yet. */
  fill(wanted: readonly string[], found: (number | undefined)[]): void {
    const keys = wanted.map((path, i) => (found[i] === undefined ? this.keyOfWanted(path) : undefined))
    const known = this.index()
    const strangers = keys.filter((key): key is string => key !== undefined && !known.has(key))
    const { wrapper, foreign } = this.findLeads(spread(strangers))
    for (const [i, key] of keys.entries()) {
      if (key === undefined) continue
      found[i] =
        known.get(key) ??
        (wrapper === '' ? undefined : known.get(wrapper + key)) ??
        (foreign !== '' && key.startsWith(foreign) ? known.get(key.slice(foreign.length)) : undefined)
      if (found[i] === SEVERAL) found[i] = undefined
    }
  }

  knows(key: string): boolean {
    return this.index().has(key)
  }

  private index(): Map<string, number> {
    if (this.known) return this.known
    this.known = new Map()
    for (const [place, path] of this.paths.entries()) {
      const key = this.keyOf(path)
      this.known.set(key, this.known.has(key) ? SEVERAL : place)
    }
    return this.known
  }

  /** The leading folders, such as `mnist_images/`, without which these keys are found: of the files, and of the table. */
  private findLeads(strangers: readonly string[]): { wrapper: string; foreign: string } {
    const wrappers = new Votes()
    const foreigners = new Votes()
    for (const key of strangers) {
      const longer = this.filesNamed(fileName(key)).filter((file) => file.endsWith(`/${key}`))
      wrappers.add(longer.map((file) => file.slice(0, -key.length)))
      for (let slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
        if (!this.index().has(key.slice(slash + 1))) continue
        foreigners.add([key.slice(0, slash + 1)])
        break
      }
    }
    return { wrapper: wrappers.winner(), foreign: foreigners.winner() }
  }

  private filesNamed(name: string): readonly string[] {
    if (!this.named) {
      this.named = new Map()
      for (const key of this.index().keys()) {
        const own = fileName(key)
        const alike = this.named.get(own)
        if (alike === undefined) this.named.set(own, [key])
        else if (alike.length < ALIKE) alike.push(key)
      }
    }
    return this.named.get(name) ?? []
  }
}

/** Instead of a place: more than one file has the key. */
const SEVERAL = -1

class Votes {
  private readonly counts = new Map<string, number>()
  private voters = 0

  /** All that one path could mean. */
  add(leads: readonly string[]): void {
    if (leads.length > 0) this.voters += 1
    for (const lead of leads) this.counts.set(lead, (this.counts.get(lead) ?? 0) + 1)
  }

  /** The lead that nearly all agree on, when they agree on no other. Empty when there is none. */
  winner(): string {
    const [best, second] = [...this.counts].toSorted(([, a], [, b]) => b - a)
    return best && best[1] > (second?.[1] ?? 0) && best[1] >= AGREED * this.voters ? best[0] : ''
  }
}

function fold(path: string): string {
  return path.normalize('NFC').toLowerCase()
}

/** At most SAMPLE of them, evenly spread. */
export function spread<T>(items: readonly T[], most = SAMPLE): T[] {
  const step = Math.max(1, items.length / most)
  return Array.from({ length: Math.min(most, items.length) }, (_, i) => items[Math.floor(i * step)]!)
}
