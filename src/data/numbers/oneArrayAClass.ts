/** Several files of images without labels, each of one class: the drawings of Quick, Draw! come as `full_numpy_bitmap_apple.npy` and so on. */
import { counted, quoted } from '../../common/text'
import { fileName, withoutExtension } from '../labels/fileNames'
import { commonBeginning, commonEnding } from '../labels/sharedParts'
import { MAX_IMAGES, MAX_PIXEL_BYTES } from '../limits'
import type { SourceEntry } from '../../files/sourceEntry'
import type { ImageSize } from '../imageSize'
import type { Pairable } from './pairFiles'

/** What programs call an array or a piece of one. */
const IDLE_NAME =
  /(^|[._-])(x|arr|array|images?|imgs?|data|features?|inputs?|pixels?|samples?|part|batch|chunk|shard|fold|split)[._-]*\d*$/i

/** A file of images, as far as it tells whether it is a class. */
export interface ClassFile extends Pairable {
  readonly path: string
  readonly entry: SourceEntry
  readonly hasLabels: boolean
  readonly size: ImageSize & { readonly channels: 1 | 3 }
}

export interface ArrayClasses<File> {
  readonly labels: ReadonlyMap<File, string>
  /** Images of each file that are read: all, or as many as can be held together. */
  readonly most: number | undefined
  /** Decisions, in sentences. */
  readonly notes: readonly string[]
}

/**
 * The classes of files that all hold images of one size, by their own names or those of their archives or folders, without what all share.
 * Undefined where the names say splits, or nothing.
 */
export function findArrayClasses<File extends ClassFile>(files: readonly File[]): ArrayClasses<File> | undefined {
  const [first] = files
  if (first === undefined || files.length < 2) return undefined
  if (files.some(({ hasLabels, name }) => hasLabels || name.split !== undefined)) return undefined
  const isSame = ({ size }: ClassFile): boolean =>
    size.width === first.size.width && size.height === first.size.height && size.channels === first.size.channels
  if (!files.every(isSame)) return undefined
  const own = files.map(({ path }) => withoutExtension(fileName(path)))
  const around = files
    .map(({ entry: { archive, path } }) => archive ?? path.split('/').slice(-2, -1)[0] ?? '')
    .map(withoutExtension)
  const found = nameClasses(own) ?? nameClasses(around)
  if (found === undefined) return undefined
  const labels = new Map(files.map((file, i) => [file, found.labels[i]!]))
  const without = found.shared.length === 0 ? '' : `, without ${found.shared.map(quoted).join(' and ')}, which all have`
  const note = `No file says labels, so each file’s name was taken for its class${without}: ${first.path} is of class ${quoted(labels.get(first)!)}.`
  const most = mostTogether(files)
  if (most === undefined) return { labels, most, notes: [note] }
  const limit = `Together they have more images than are held at once, so the first ${counted(most, 'images')} of each were read.`
  return { labels, most, notes: [note, limit] }
}

function nameClasses(names: readonly string[]): { labels: string[]; shared: string[] } | undefined {
  const different = [...new Set(names)]
  const beginning = commonBeginning(different)
  const ending = commonEnding(different.map((name) => name.slice(beginning.length)))
  const labels = names.map((name) => name.slice(beginning.length, name.length - ending.length).trim())
  const saysNothing = (label: string): boolean =>
    label === '' || IDLE_NAME.test(/^\d+$/.test(label) ? beginning + label : label)
  if (different.length < 2 || labels.some(saysNothing)) return undefined
  return { labels, shared: [beginning, ending].filter((part) => part !== '') }
}

/** Undefined when all can be held. */
function mostTogether(files: readonly ClassFile[]): number | undefined {
  const { width, height, channels } = files[0]!.size
  const all = files.reduce((sum, { count = 0 }) => sum + count, 0)
  const limit = Math.min(MAX_IMAGES, Math.floor(MAX_PIXEL_BYTES / (width * height * channels)))
  return all <= limit ? undefined : Math.max(1, Math.floor(limit / files.length))
}
