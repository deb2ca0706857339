/** All images that came together, in archives, folders or loose. Which of them a path of a table means is asked here. */
import { fileName, readName, withoutExtension } from './fileNames'
import { PathFinder } from './matchPaths'
import type { SourceEntry } from './sourceEntry'

/** The images of an archive, or those in none. */
interface Source {
  readonly archive: string | undefined
  /** In the list of all images. */
  readonly places: readonly number[]
  readonly finder: PathFinder
}

/** How alike paths must be: to the letter; but for the folders above; or in whatever way finds them. The last takes the longest by far. */
export const PATH_MATCHES = ['letters', 'folders', 'any'] as const
export type PathMatch = (typeof PATH_MATCHES)[number]

export class ImageFiles {
  readonly entries: readonly SourceEntry[]
  /** With the archive's name as a folder, so that the same path in two archives differs. */
  readonly paths: readonly string[]
  private readonly sources: readonly Source[]
  private readonly everywhere: PathFinder

  constructor(entries: readonly SourceEntry[]) {
    this.entries = entries
    const byArchive = new Map<string | undefined, number[]>()
    for (const [place, { archive }] of entries.entries()) {
      const places = byArchive.get(archive)
      if (places === undefined) byArchive.set(archive, [place])
      else places.push(place)
    }
    this.sources = [...byArchive].map(([archive, places]) => ({
      archive,
      places,
      finder: new PathFinder(places.map((place) => entries[place]!.path)),
    }))
    this.paths = entries.map(({ archive, path }) =>
      archive === undefined ? path : `${withoutExtension(fileName(archive))}/${path}`,
    )
    this.everywhere = new PathFinder(this.paths)
  }

  /** For each path the place of the image that it means: in the table's own archive, or the one of its name, before all others. */
  find(paths: readonly string[], table: SourceEntry): (number | undefined)[] {
    const found = new Array<number | undefined>(paths.length).fill(undefined)
    let missing = [...found.keys()]
    const look = (finder: PathFinder, placeOf: (place: number) => number): void => {
      if (missing.length === 0) return
      for (const [i, place] of finder.find(missing.map((each) => paths[each]!)).entries()) {
        if (place !== undefined) found[missing[i]!] = placeOf(place)
      }
      missing = missing.filter((each) => found[each] === undefined)
    }
    const { split, rest } = readName(table.path)
    const belongs = (archive: string | undefined): boolean => {
      if (archive === undefined || archive === table.archive) return archive !== undefined
      const named = readName(archive)
      return split !== undefined && named.split === split && named.rest === rest
    }
    for (const { finder, places, archive } of this.sources) {
      if (belongs(archive)) look(finder, (place) => places[place]!)
    }
    // Where most are in an archive of its own, the rest are missing, and not the images of the same names in another.
    if (2 * missing.length < paths.length) return found
    if (this.sources.length > 1) look(this.everywhere, (place) => place)
    for (const { finder, places } of this.sources) look(finder, (place) => places[place]!)
    return found
  }

  /** How many of the paths mean an image. */
  count(paths: readonly string[], table: SourceEntry, match: PathMatch): number {
    const counts = this.sources.map(({ finder }) => {
      if (match === 'letters') return finder.countAsWritten(paths)
      return match === 'folders' ? countFound(finder.find(paths, 1)) : 0
    })
    return match === 'any' ? countFound(this.find(paths, table)) : Math.max(0, ...counts)
  }

  /** For each image, whether it came in the same archive, or like it in none, as one of these. */
  besides(places: ReadonlySet<number>): boolean[] {
    const beside = new Array<boolean>(this.entries.length).fill(false)
    for (const source of this.sources) {
      if (source.places.some((place) => places.has(place))) for (const place of source.places) beside[place] = true
    }
    return beside
  }

  /** The one archive that holds them all; undefined when they lie in several places, or in folders. */
  get archive(): string | undefined {
    const [first, ...others] = this.sources
    return others.length > 0 ? undefined : first?.archive
  }
}

function countFound(places: readonly (number | undefined)[]): number {
  return places.filter((place) => place !== undefined).length
}
