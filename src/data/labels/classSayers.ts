/** Says in sentences what the classes of images are the names of, where no table labels them. */
import { amountOf, joinWords } from '../../common/text'
import type { SourceEntry } from '../../files/sourceEntry'

/** Places that are named one by one. */
const NAMED_PLACES = 3

/** What the classes of images without a table are the names of: their folders, or their archives. */
export class ClassSayers {
  private readonly places = new Set<string>()
  private count = 0
  private areArchives = false

  add(label: string, { archive, path }: SourceEntry): void {
    this.count += 1
    const folders = path.split('/').slice(0, -1)
    const [top] = folders
    if (archive !== undefined && !folders.includes(label)) this.areArchives = true
    else this.places.add(archive ?? (top === label ? '' : (top ?? '')))
  }

  /** In sentences. `areOthers`: whether tables say the classes of other images. */
  describe(areOthers: boolean): string[] {
    if (this.count === 0) return []
    const places = [...this.places].filter((place) => place !== '')
    const inPlaces =
      places.length === 0
        ? ''
        : places.length > NAMED_PLACES
          ? ` in ${places.length} places`
          : ` in ${joinWords(places)}`
    const named = [
      ...(this.places.size === 0 ? [] : [`of the folders${inPlaces}`]),
      ...(this.areArchives ? ['of the archives'] : []),
    ]
    const whose = areOthers ? `The classes of ${amountOf(this.count, 'image')} that no table labels` : 'The classes'
    return [`${whose} are the names ${named.join(' and ')}.`]
  }
}
