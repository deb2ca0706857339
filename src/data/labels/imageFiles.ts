/** All images that came together, in archives, in folders or loose. It answers which of them a table's path means. */
import { fileName, readName, splitOfName, withoutExtension } from './fileNames'
import { findMasks } from './masks'
import { findByName, PathFinder } from './matchPaths'
import type { SourceEntry } from '../../files/sourceEntry'

/** Some of the images. */
interface Part {
  /** In the list of all images. */
  readonly places: readonly number[]
  readonly finder: PathFinder
}

/** The images of an archive, or those in none. */
interface Source extends Part {
  readonly archive: string | undefined
}

/**
 * How alike paths must be: to the letter (`letters`), apart from the folders above (`folders`), or in any way that finds them (`any`).
 * The last takes the longest by far.
 */
export const PATH_MATCHES = ['letters', 'folders', 'any'] as const
export type PathMatch = (typeof PATH_MATCHES)[number]

export class ImageFiles {
  readonly entries: readonly SourceEntry[]
  private readonly sources: readonly Source[]
  /** Made when several archives came. */
  private everywhere: Part | undefined
  /** Made when tables name images by names that masks have too. */
  private unmasked: Part | undefined
  private maskPlaces: ReadonlySet<number> | undefined
  /** By archive, folder and split. */
  private readonly parts = new Map<string, Part>()

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
  }

  /** With the archive's name as a folder, so that the same path in two archives differs. */
  pathOf(place: number): string {
    const { archive, path } = this.entries[place]!
    return archive === undefined ? path : `${withoutExtension(fileName(archive))}/${path}`
  }

  /**
   * For each path of a table, the place of the image that it means. It looks in the table's own folder, then in its archive or the
   * archive of its name, then everywhere.
   *
   * Where most images are in one of these, the rest are missing: images of the same names elsewhere don't count. Masks that have the names
   * of images are passed over in the end. Where no image is found
   * anywhere and all lie together, their names alone decide.
   */
  find(paths: readonly string[], table: SourceEntry): (number | undefined)[] {
    const found = new Array<number | undefined>(paths.length).fill(undefined)
    let missing = [...found.keys()]
    const look = ({ finder, places }: Part): void => {
      if (missing.length === 0) return
      for (const [i, place] of finder.find(missing.map((each) => paths[each]!)).entries()) {
        if (place !== undefined) found[missing[i]!] = places[place]!
      }
      missing = missing.filter((each) => found[each] === undefined)
    }
    const { split, rest } = readName(table.path)
    const belongs = ({ archive }: Source): boolean => {
      if (archive === undefined || archive === table.archive) return archive !== undefined
      const named = readName(archive)
      return split !== undefined && named.split === split && named.rest === rest
    }
    const ways: (() => readonly Part[])[] = [
      () => this.beside(table),
      () => this.sources.filter(belongs),
      () => (this.sources.length > 1 ? [this.all(), ...this.sources] : this.sources),
      () => this.withoutMasks(),
    ]
    for (const partsOf of ways) {
      for (const part of partsOf()) look(part)
      if (2 * missing.length < paths.length) break
    }
    if (missing.length < paths.length) return found
    return findByName(
      paths,
      this.entries.map((_, place) => this.pathOf(place)),
    )
  }

  /** The places of images that are masks of others by their names. */
  masks(): ReadonlySet<number> {
    this.maskPlaces ??= new Set(findMasks(this.entries.map((_, place) => this.pathOf(place))))
    return this.maskPlaces
  }

  /** All images but masks; nothing where there are none. */
  private withoutMasks(): Part[] {
    const masks = this.masks()
    if (masks.size === 0) return []
    if (this.unmasked === undefined) {
      const places = [...this.entries.keys()].filter((place) => !masks.has(place))
      this.unmasked = { places, finder: new PathFinder(places.map((place) => this.pathOf(place))) }
    }
    return [this.unmasked]
  }

  private all(): Part {
    this.everywhere ??= {
      places: [...this.entries.keys()],
      finder: new PathFinder(this.entries.map((_, place) => this.pathOf(place))),
    }
    return this.everywhere
  }

  /** The images in folders that lie beside a table and are named as its split, then all in its own folder. */
  private beside(table: SourceEntry): Part[] {
    const folder = table.path.slice(0, table.path.lastIndexOf('/') + 1)
    const { split } = readName(table.path)
    const isOfSplit = (path: string): boolean => path.includes('/') && splitOfName(path.split('/', 1)[0]!) === split
    return [
      ...(split === undefined ? [] : [this.partOf(table, folder, split, isOfSplit)]),
      ...(folder === '' ? [] : [this.partOf(table, folder, undefined, () => true)]),
    ]
  }

  /** The images of a table's archive in a folder for which `isIn` holds. It is asked for the path in the folder. */
  private partOf(
    { archive }: SourceEntry,
    folder: string,
    split: number | undefined,
    isIn: (path: string) => boolean,
  ): Part {
    const key = [archive, folder, split].join('\n')
    const known = this.parts.get(key)
    if (known !== undefined) return known
    const all = this.sources.find((source) => source.archive === archive)?.places ?? []
    const pathOf = (place: number): string => this.entries[place]!.path.slice(folder.length)
    const places = all.filter((place) => this.entries[place]!.path.startsWith(folder) && isIn(pathOf(place)))
    const part = { places, finder: new PathFinder(places.map(pathOf)) }
    this.parts.set(key, part)
    return part
  }

  /** How many of the paths mean an image. */
  count(paths: readonly string[], table: SourceEntry, match: PathMatch): number {
    const counts = this.sources.map(({ finder }) => {
      if (match === 'letters') return finder.countAsWritten(paths)
      return match === 'folders' ? countFound(finder.find(paths, 1)) : 0
    })
    return match === 'any' ? countFound(this.find(paths, table)) : Math.max(0, ...counts)
  }

  /**
   * For each image, whether it lies where tables name others: in the same archive, or like them in none. A table in an archive speaks of
   * the folder that it and its images lie in, and of no other: Tiny ImageNet's `val_annotations.txt` says nothing of the train images.
   */
  besides(named: readonly { readonly table: SourceEntry; readonly places: readonly number[] }[]): boolean[] {
    const beside = new Array<boolean>(this.entries.length).fill(false)
    for (const { table, places } of named) {
      for (const source of this.sources) {
        const own = places.filter((place) => this.entries[place]!.archive === source.archive)
        if (own.length === 0) continue
        const isInside = table.archive === source.archive
        const folder = isInside ? commonFolder([table.path, ...own.map((place) => this.entries[place]!.path)]) : ''
        for (const place of source.places) if (this.entries[place]!.path.startsWith(folder)) beside[place] = true
      }
    }
    return beside
  }

  /** The one archive that holds them all; undefined when they lie in several places, or in folders. */
  get archive(): string | undefined {
    const [first, ...others] = this.sources
    return others.length > 0 ? undefined : first?.archive
  }
}

/** With a `/` behind it; empty where they share none. */
function commonFolder(paths: readonly string[]): string {
  let folder = paths[0]!.slice(0, paths[0]!.lastIndexOf('/') + 1)
  for (const path of paths) {
    while (!path.startsWith(folder)) folder = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1)
  }
  return folder
}

function countFound(places: readonly (number | undefined)[]): number {
  return places.filter((place) => place !== undefined).length
}
