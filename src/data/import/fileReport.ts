/** Collects what each file was taken for and what came of it. Images are reported by their archive or folder, not one by one. */
import type { RecognisedFile } from '../importReport'
import { amountOf, counted } from '../../common/text'
import type { NamesQuestion } from '../importSettings'
import { placeOf } from '../labels/labelByNames'
import { fullName, type SourceEntry } from '../../files/sourceEntry'

/** Files that are listed. */
const LISTED = 500

interface Images {
  readonly path: string
  readonly kind: string
  /** Bytes of the archive, or of all images together. */
  bytes: number
  count: number
  used: number
}

export class FileReport {
  private readonly files = new Map<string, RecognisedFile>()
  private readonly images = new Map<string, Images>()
  private readonly names = new Map<string, NamesQuestion>()
  private readonly archives: ReadonlyMap<string, number>

  /** `archives`: the bytes of each dropped file, by path. */
  constructor(archives: ReadonlyMap<string, number>) {
    this.archives = archives
  }

  /** For a file that is no image. The last call for a file counts. */
  add(
    entry: Pick<SourceEntry, 'archive' | 'path' | 'size'>,
    kind: string,
    outcome: string,
    used: boolean,
    choice: Pick<RecognisedFile, 'table' | 'folder' | 'question'> = {},
  ): void {
    const { path, size } = entry
    const full = fullName(entry)
    this.files.set(full, {
      path: full,
      bytes: size ?? this.archives.get(path) ?? this.archives.get(`${path}.gz`) ?? 0,
      kind,
      outcome,
      used,
      ...choice,
    })
  }

  /** How the names of a place's images are read. */
  askAbout(place: string, question: NamesQuestion): void {
    this.names.set(place, question)
  }

  /** Whether a file that is no image was of use, by its full name. */
  isUsed(file: string): boolean {
    return this.files.get(file)?.used === true
  }

  /** An image, and whether it is in the dataset. */
  addImage(entry: SourceEntry, used: boolean): void {
    const images = this.images.get(placeOf(entry)) ?? this.begin(entry)
    images.count += 1
    if (used) images.used += 1
    if (entry.archive === undefined) images.bytes += entry.size ?? 0
  }

  private begin({ archive, path }: SourceEntry): Images {
    const slash = path.indexOf('/')
    const kind = archive !== undefined ? kindOfArchive(archive) : slash >= 0 ? 'folder' : 'images'
    const name = archive ?? (slash >= 0 ? path.slice(0, slash) : path)
    const images = { path: name, kind, bytes: this.archives.get(name) ?? 0, count: 0, used: 0 }
    this.images.set(placeOf({ archive, path }), images)
    return images
  }

  list(): RecognisedFile[] {
    const images = [...this.images].map(([place, { path, kind, bytes, count, used }]): RecognisedFile => {
      const others = kind === 'images' && count > 1 ? ` and ${amountOf(count - 1, 'other')}` : ''
      const question = this.names.get(place)
      const from =
        question === undefined || question.pattern === '' ? '' : `, classes from the names by ${question.pattern}`
      const outcome = describeCounts(used, count) + from
      return { path: path + others, bytes, kind, outcome, used: used > 0, ...(question && { question }) }
    })
    return [...images, ...this.files.values()].slice(0, LISTED)
  }
}

function kindOfArchive(name: string): string {
  return /\.(tar|tgz)(\.gz)?$/i.test(name) ? 'tar archive' : 'zip archive'
}

function describeCounts(used: number, count: number): string {
  const images = amountOf(used, 'image')
  return used === count ? images : `${images}, ${counted(count - used, 'left out')}`
}
