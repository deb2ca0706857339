/** Leaves out images that no table labels and that are of no class: those without a row, masks, and copies. */
import { amountOf, counted, quoted } from '../../common/text'
import type { ProblemList } from '../../files/problemList'
import type { SourceEntry } from '../../files/sourceEntry'
import type { ImportSettings, OpenChoice } from '../importSettings'
import { findCopies } from './copies'
import type { ImageFiles } from './imageFiles'
import type { TableFile } from './tableFiles'

export interface LeaveOptions {
  readonly settings: Pick<ImportSettings, 'masks'>
  /** Settings of few files that made a difference. */
  readonly open: Set<OpenChoice>
  readonly problems: ProblemList
  /** Decisions made where the files said nothing, in sentences. */
  readonly notes: string[]
}

/** The places that are left when masks are left out. */
export function leaveMasks(
  images: ImageFiles,
  places: readonly number[],
  { settings, open, notes }: LeaveOptions,
): readonly number[] {
  if (places.length === 0) return places
  const masks = places.filter((place) => images.masks().has(place))
  if (masks.length === 0) return places
  open.add('masks')
  if (settings.masks === 'in') return places
  const shown = quoted(images.entries[masks[0]!]!.path)
  const [which, beside] =
    masks.length === 1
      ? [`1 image, ${shown}, is a mask of the image`, 'it, by its name,']
      : [`${counted(masks.length, 'images')}, such as ${shown}, are masks of the images`, 'them, by their names,']
  notes.push(`${which} beside ${beside} and left out, which you can change under How it was read.`)
  return places.filter((place) => !images.masks().has(place))
}

/**
 * The places that are left when those are left out which lie beside images that a table labels. `takenOut` has the images that only a table
 * names which a person took out.
 */
export function leaveWithoutRow(
  images: ImageFiles,
  places: readonly number[],
  beside: readonly boolean[],
  takenOut: ReadonlyMap<number, TableFile>,
  { problems, notes }: LeaveOptions,
): readonly number[] {
  const wentWith = new Map<TableFile, number>()
  const left: number[] = []
  for (const place of places) {
    const table = takenOut.get(place)
    if (!beside[place]) left.push(place)
    else if (table !== undefined) wentWith.set(table, (wentWith.get(table) ?? 0) + 1)
    else {
      const entry = images.entries[place]!
      const message = `${quoted(entry.path)} has no row with a label, so it was left out.`
      problems.add('images have no row with a label', whereOf(message, entry))
    }
  }
  for (const [{ entry }, count] of wentWith) {
    notes.push(`${amountOf(count, 'image')} that only ${entry.path} names went out with it.`)
  }
  return left
}

/** The places that are left when folders are left out that hold the images around them once more. Throws the errors of reading. */
export async function leaveCopies(
  images: ImageFiles,
  places: readonly number[],
  { problems, notes }: LeaveOptions,
): Promise<readonly number[]> {
  const copies = await findCopies(
    places.map((place) => images.pathOf(place)),
    places.map((place) => images.entries[place]!),
  )
  const out = new Set<number>()
  for (const { folder, places: inside, alone } of copies) {
    const first = places[inside[0]!]!
    const shown = folder.slice(images.pathOf(first).length - images.entries[first]!.path.length)
    const rest =
      alone.size === 0
        ? ''
        : ` ${amountOf(alone.size, 'image')} of them ${alone.size === 1 ? 'is' : 'are'} not around it.`
    notes.push(
      `${quoted(shown)} holds the ${counted(inside.length, 'images')} around it once more, so they were left out.${rest}`,
    )
    for (const i of inside) {
      const entry = images.entries[places[i]!]!
      const what = alone.has(i)
        ? 'lies in a copy of the folder around it'
        : 'is a copy of an image in the folder around it'
      const message = `${quoted(entry.path)} ${what}, so it was left out.`
      problems.add('images lie in a copy of a folder', whereOf(message, entry))
      out.add(places[i]!)
    }
  }
  return out.size === 0 ? places : places.filter((place) => !out.has(place))
}

/** A problem with an image: the file is its archive. */
export function whereOf(message: string, { archive }: SourceEntry): { message: string; file?: string } {
  return archive === undefined ? { message } : { message, file: archive }
}
