/** Labels images that no table labels by the folders and archives that they lie in, or by their names. */
import { quoted } from '../../common/text'
import type { ImportSettings, NamesQuestion, OpenChoice } from '../importSettings'
import { fileName } from './fileNames'
import { type FolderLabels, labelByArchives } from './folders'
import type { ImageFiles } from './imageFiles'
import { labelByNames } from './labelByNames'
import { areParts } from './sharedParts'
import { spell } from './spelling'
import { findSplitsInNames } from './splitsInNames'

/** Names in a sentence. */
const NAMED = 3

export interface PlaceOptions {
  readonly settings: Pick<ImportSettings, 'names' | 'sameNames' | 'classDepth'>
  /** Settings of few files that made a difference. */
  readonly open: Set<OpenChoice>
  /** The classes of other images. */
  readonly known: ReadonlySet<string>
  /** Whether tables or lists say splits of these images. */
  readonly areSplitsSaid: boolean
  /** Decisions made where the files said nothing, in sentences. */
  readonly notes: string[]
  /** Called with how the names are read of images that no table names. */
  readonly onNames: (questions: ReadonlyMap<string, NamesQuestion>) => void
}

/** What is known of an image by where it lies. */
export interface PlacedImage {
  /** In the list of all images. */
  readonly place: number
  readonly label: string | undefined
  /** The pattern that its name was read by; undefined where folders say the classes. */
  readonly pattern: string | undefined
  /** The index in SPLITS that folders say, or else names. */
  readonly split: number | undefined
  /** The folder that it lies in beside those of the splits. */
  readonly beside: string | undefined
}

export interface PlacedImages {
  readonly images: readonly PlacedImage[]
  /** The classes that folders say. */
  readonly ofFolders: readonly string[]
}

/** Throws QuestionRaised where names say several things. */
export function labelByPlaces(images: ImageFiles, places: readonly number[], options: PlaceOptions): PlacedImages {
  const { settings, known, areSplitsSaid, notes, onNames } = options
  const entries = places.map((place) => images.entries[place]!)
  const folders = labelByArchives(
    places.map((place) => images.pathOf(place)),
    entries.map(({ archive }) => archive),
    known.size > 0,
    settings,
  )
  const ofFolders = [...new Set(folders.labels.filter((label) => label !== undefined).map(spell))]
  const byFolders = folders.labels.map((label, i) => {
    const { archive, path } = entries[i]!
    // An archive may have any name. The name says a class only beside other archives, or after a class that is there.
    const isOnlyArchive = ofFolders.length === 1 && archive !== undefined && !path.includes('/')
    return label === undefined || (isOnlyArchive && !known.has(spell(label))) ? undefined : label
  })
  const byNames = labelByNames(entries, { settings, byFolders, known, notes })
  onNames(byNames.questions)
  noteFolders(folders, ofFolders, byNames.patterns, options)
  const areSplitsOpen = !areSplitsSaid && folders.splits.every((split) => split === undefined)
  const splitsInNames = areSplitsOpen ? findSplitsInNames(entries.map(({ path }) => fileName(path))) : undefined
  if (splitsInNames !== undefined) notes.push(splitsInNames.note)
  return {
    images: places.map((place, i) => ({
      place,
      label: byNames.patterns[i] === undefined ? byFolders[i] : byNames.labels[i],
      pattern: byNames.patterns[i],
      split: folders.splits[i] ?? splitsInNames?.splits[i],
      beside: folders.beside[i],
    })),
    ofFolders,
  }
}

/** Says what was decided where the folders may be read in another way. */
function noteFolders(
  { inner, joined, ending }: FolderLabels,
  classes: readonly string[],
  patterns: readonly (string | undefined)[],
  { settings, open, notes }: PlaceOptions,
): void {
  if (settings.classDepth > 0) open.add('classDepth')
  const isAny = patterns.includes(undefined)
  const areAll = patterns.every((pattern) => pattern === undefined)
  if (inner !== undefined && areAll) {
    open.add('classDepth')
    notes.push(
      `Folders inside that of a class, such as ${quoted(inner)}, were taken for a part of it, and not for classes, which you can change under How it was read.`,
    )
  }
  if (joined !== undefined && areAll) {
    const names = joined.slice(0, NAMED).map(quoted).join(', ') + (joined.length > NAMED ? ', …' : '')
    open.add('sameNames')
    notes.push(
      settings.sameNames === 'apart'
        ? `Folders of one name in ${names} were taken for a class each, as you chose.`
        : `Folders of one name in ${names} were taken for one class, which you can change under How it was read. Where these hold the same images in other forms, drop one of them alone: test images would else be like train images.`,
    )
  }
  const [first = ''] = classes
  if (ending !== undefined && isAny) {
    notes.push(
      `The archives’ names were taken for the classes, without ${quoted(ending)}, which all have: ${quoted(first + ending)} is ${quoted(first)}.`,
    )
  }
  if (isAny && areParts(classes)) {
    notes.push(
      `The classes, such as ${quoted(first)}, are called like parts of one set: if they are such, drop the table that names each image’s label too.`,
    )
  }
}
