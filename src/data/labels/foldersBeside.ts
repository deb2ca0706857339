/** Folders of images that lie beside those of the train and another split, and are of none by their names. */
import { amountOf } from '../../common/text'
import type { SourceEntry } from '../../files/sourceEntry'
import type { ImportSettings } from '../importSettings'

/** Why such a folder is left out, after a colon. */
export const BESIDE_SPLITS = 'other folders beside it are of splits by their names, and this one is of none'

/** A folder beside those of the train and another split, of none by its name. */
export interface FolderBeside {
  /** With its archive. */
  readonly path: string
  readonly count: number
  readonly bytes: number
  /** Whether a person takes it in. */
  readonly used: boolean
}

/** Folders beside those of the splits, with what lies in them. */
export class FoldersBeside {
  private readonly folders = new Map<string, { path: string; count: number; bytes: number; used: boolean }>()
  private readonly chosen: ImportSettings['folders']

  constructor(chosen: ImportSettings['folders']) {
    this.chosen = chosen
  }

  /** `folder` begins with the name of the entry's archive, as `ImageFiles.pathOf` does. Gives whether it is in. */
  add(folder: string, { archive, size }: SourceEntry): boolean {
    const known = this.folders.get(folder)
    if (known !== undefined) {
      known.count += 1
      known.bytes += size ?? 0
      return known.used
    }
    const path = archive === undefined ? folder : archive + folder.replace(/^[^/]*/, '')
    const used = this.chosen[path] === 'in'
    this.folders.set(folder, { path, count: 1, bytes: size ?? 0, used })
    return used
  }

  list(): FolderBeside[] {
    return [...this.folders.values()]
  }

  /** Which folders were left out, in sentences. */
  describe(): string[] {
    return this.list().flatMap(({ path, count, used }) =>
      used
        ? []
        : [`${amountOf(count, 'image')} in ${path} ${count === 1 ? 'was' : 'were'} left out: ${BESIDE_SPLITS}.`],
    )
  }
}
