/** Puts sets of images together to one dataset: of one size and one number of channels, with its classes in order and its splits. */
import { SPLITS, type Split } from '../../model/split'
import { amountOf, counted, joinWords, quoted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import { createBreather } from '../../common/breathe'
import { MAX_CLASSES, orderClasses } from '../classes'
import { spreadGrey, toGrey } from '../images/colour'
import type { Dataset } from '../dataset'
import type { DecodedImage } from '../images/decodedImage'
import type { ImageSize } from '../imageSize'
import { fitImage } from '../images/fitImage'
import { type ImageSet, type SourceSizes, UNSAID } from '../imageSet'
import { spellAlike } from '../labels/spelling'
import type { ImportSettings } from '../importSettings'
import { MAX_IMAGES, MAX_PIXEL_BYTES } from '../limits'
import { largestFitting, noteFitting, noteScaled, scaledTo, TooManyPixels } from '../images/pixelLimit'
import { drawSplits } from '../splits'

/** Ludwig's seed for the splits that it draws. */
const SPLIT_SEED = 42

/** Bytes that are copied between two looks at the clock. */
const COPIED_BYTES = 2 ** 20

const TRAIN = SPLITS.indexOf('train')

export interface AssembleOptions {
  readonly name: string
  readonly settings: Pick<ImportSettings, 'colour' | 'size' | 'fit' | 'filter'>
  /** Comes first, and gives its size and channels to the others unless the settings say otherwise. */
  readonly addTo: Dataset | undefined
  /** The names of tables that a person took out. */
  readonly takenOut: readonly string[]
  /** The earlier problems, as a sentence to follow one that refuses. */
  readonly describeProblems: () => string
  readonly signal: AbortSignal
}

export interface Assembled {
  readonly dataset: Dataset
  readonly splitsGiven: boolean
  readonly sizes?: SourceSizes
  /** Decisions made where the files said nothing, in sentences. */
  readonly notes: readonly string[]
}

/** Pixels of one size and number of channels. */
type Block = Pick<ImageSet, 'width' | 'height' | 'channels' | 'count' | 'pixels' | 'sizes' | 'greyed'>

/**
 * Puts the sets together. `sets` is emptied on the way, so at most one copy of the pixels is held beside the dataset's own. A single set
 * that fits is not copied at all. Throws ImportError when there is nothing to learn from or too much, and the signal's reason when it is
 * aborted.
 */
export async function assemble(sets: ImageSet[], options: AssembleOptions): Promise<Assembled> {
  const { name, settings, addTo, describeProblems, signal } = options
  const { labels, notes: spelled } = spellAlike(
    sets.flatMap((set) => set.labels),
    addTo?.classes ?? [],
  )
  const paths = sets.flatMap((set) => set.paths)
  const count = (addTo?.count ?? 0) + labels.length
  const classes = orderClasses([...(addTo?.classes ?? []), ...labels])
  checkAmounts(count, classes, describeProblems)

  const classIndex = new Map(classes.map((label, index) => [label, index]))
  const ownLabels = Uint16Array.from(labels, (label) => classIndex.get(label)!)
  const { splits: ownSplits, ...decided } = decideSplits(sets, ownLabels, options)
  const splits = addTo === undefined ? ownSplits : Uint8Array.from([...addTo.splits, ...ownSplits])
  if (!splits.includes(TRAIN)) throw new ImportError(`No image of the train split could be used.${describeProblems()}`)

  const blocks: Block[] = [...(addTo ? [blockOf(addTo)] : []), ...sets]
  sets.length = 0
  const channels = chooseChannels(settings.colour, blocks, addTo !== undefined)
  const greyed = settings.colour === 'auto' && channels === 1 ? noteGreyed(blocks) : []
  const { size, note } = chooseTarget(settings.size, count, blocks, channels, addTo)
  const target = { ...size, channels }
  const sizes = describeSizes(blocks, target, addTo)
  const pixels = await joinPixels(blocks, target, settings, signal)
  const dataset = { ...target, name, count, pixels, classes, labels: ownLabels, splits, paths }
  const notes = [...spelled, ...decided.notes, ...greyed, ...(note === undefined ? [] : [note])]
  const facts = { ...decided, notes, ...(sizes === undefined ? {} : { sizes }) }
  if (addTo === undefined) return { dataset, ...facts }
  const labelsBefore = addTo.labels.map((label) => classIndex.get(addTo.classes[label]!)!)
  return {
    dataset: {
      ...dataset,
      name: `${addTo.name} + ${name}`,
      labels: Uint16Array.from([...labelsBefore, ...ownLabels]),
      paths: [...addTo.paths, ...paths],
    },
    ...facts,
  }
}

function checkAmounts(count: number, classes: readonly string[], describeProblems: () => string): void {
  const [only] = classes
  if (classes.length === 1 && only !== undefined) {
    const message = `All images that could be used have the label ${quoted(only)}: a classifier needs at least two classes.`
    throw new ImportError(message + describeProblems())
  }
  if (classes.length > MAX_CLASSES) {
    const message = `The images have ${counted(classes.length, 'different labels')}, and Strata trains up to ${MAX_CLASSES} classes: is their class what the labels say?`
    throw new ImportError(message)
  }
  if (count > MAX_IMAGES) {
    const message = `These are ${counted(count, 'images')} together, and ${counted(MAX_IMAGES, 'images')} are the most that are held at once: drop fewer.`
    throw new ImportError(message)
  }
}

/** The splits as the files say. All are drawn where the files say nothing, or where their names put all images in the same split. */
function decideSplits(
  sets: readonly ImageSet[],
  labels: Uint16Array,
  { name, takenOut, addTo }: Pick<AssembleOptions, 'name' | 'takenOut' | 'addTo'>,
): { splits: Uint8Array<ArrayBuffer>; splitsGiven: boolean; notes: string[] } {
  const splits = new Uint8Array(labels.length)
  let at = 0
  for (const set of sets) {
    splits.set(set.splits, at)
    at += set.count
  }
  const counts = SPLITS.map((_, split) => countOf(splits, split))
  const unsaid = countOf(splits, UNSAID)
  const named = SPLITS.filter((_, split) => counts[split]! > 0)
  const byNames = sets.every((set) => set.splitsFrom === 'names')
  if (named.length === 0 || (byNames && named.length === 1 && addTo === undefined)) {
    const reason = whyDrawn(name, named[0], takenOut)
    const note = `${reason}, so its images were split at random: 70 % train, 10 % validation, 20 % test of every class.`
    return { splits: drawSplits(labels, SPLIT_SEED), splitsGiven: false, notes: [note] }
  }
  if (unsaid === 0) return { splits, splitsGiven: true, notes: [] }
  for (let i = 0; i < splits.length; i++) if (splits[i] === UNSAID) splits[i] = TRAIN
  const which = `${amountOf(unsaid, 'image')} that the files put in no split ${unsaid === 1 ? 'is' : 'are'}`
  return { splits, splitsGiven: true, notes: [`${which} in the train split.`] }
}

function whyDrawn(name: string, only: Split | undefined, takenOut: readonly string[]): string {
  if (takenOut.length === 0) {
    return only === undefined
      ? `Nothing in ${name} says what to train and test on`
      : `By their names all files of ${name} are of the ${only} split`
  }
  const without = `Without ${joinWords(takenOut)}, which you left out,`
  return only === undefined
    ? `${without} nothing in ${name} says what to train and test on`
    : `${without} all images are of the ${only} split by their names`
}

function countOf(values: Uint8Array, value: number): number {
  let count = 0
  for (const each of values) if (each === value) count += 1
  return count
}

function blockOf({ width, height, channels, count, pixels }: Dataset): Block {
  return { width, height, channels: channels === 3 ? 3 : 1, count, pixels }
}

function largestOf(blocks: readonly Block[]): Block {
  return blocks.toSorted((a, b) => b.count - a.count)[0]!
}

/** Images that others are added to keep their size, unless the person chooses another. */
function chooseTarget(
  size: ImportSettings['size'],
  count: number,
  blocks: readonly Block[],
  channels: 1 | 3,
  addTo: Dataset | undefined,
): { readonly size: ImageSize; readonly note?: string | undefined } {
  if (size !== 'auto') return { size }
  if (addTo !== undefined) return { size: { width: addTo.width, height: addTo.height } }
  const { width, height } = largestOf(blocks)
  const scaled = scaledTo({ width, height })
  const fitting = largestFitting(count, scaled, channels)
  return { size: fitting, note: noteFitting(count, scaled, fitting) ?? noteScaled({ width, height }, scaled) }
}

function chooseChannels(colour: ImportSettings['colour'], blocks: readonly Block[], isAdded: boolean): 1 | 3 {
  if (colour === 'auto') return isAdded ? blocks[0]!.channels : blocks.some(({ channels }) => channels === 3) ? 3 : 1
  return colour === 'rgb' ? 3 : 1
}

/** Grey data stay grey when colour images are added to them. */
function noteGreyed(blocks: readonly Block[]): string[] {
  const greyed = blocks.reduce((sum, block) => sum + (block.channels === 3 ? block.count : (block.greyed ?? 0)), 0)
  if (greyed === 0) return []
  const which = amountOf(greyed, 'colour image was', 'colour images were')
  return [`${which} turned to grey, as the data at hand are: choose Colour under How it was read to keep the colours.`]
}

/**
 * The sizes that the images had before any was fitted. Undefined when all had the dataset's. Images that were here before are not
 * reported again, unless their size changes.
 */
function describeSizes(
  blocks: readonly Block[],
  target: ImageSize,
  addTo: Dataset | undefined,
): SourceSizes | undefined {
  const isKept = addTo !== undefined && addTo.width === target.width && addTo.height === target.height
  const own = isKept ? blocks.slice(1) : blocks
  const isFitted = (block: Block): boolean => block.width !== target.width || block.height !== target.height
  const all = own.flatMap((block) => (block.sizes ? [block.sizes.smallest, block.sizes.largest] : [block]))
  const bySize = all
    .map(({ width, height }) => ({ width, height }))
    .toSorted((a, b) => a.width * a.height - b.width * b.height)
  const fitted = own.reduce((sum, block) => sum + (isFitted(block) ? block.count : (block.sizes?.fitted ?? 0)), 0)
  return fitted === 0 ? undefined : { smallest: bySize[0]!, largest: bySize.at(-1)!, fitted }
}

/** All pixels in one block. `blocks` is emptied on the way. */
async function joinPixels(
  blocks: Block[],
  target: ImageSize & { readonly channels: 1 | 3 },
  settings: Pick<ImportSettings, 'fit' | 'filter'>,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = target.width * target.height * target.channels
  const fits = (block: Block): boolean =>
    block.width === target.width && block.height === target.height && block.channels === target.channels
  const [first] = blocks
  if (blocks.length === 1 && first !== undefined && fits(first)) return first.pixels
  const total = bytes * blocks.reduce((sum, { count }) => sum + count, 0)
  if (total > MAX_PIXEL_BYTES) throw new TooManyPixels(total / bytes, target, target.channels)
  const breathe = createBreather(signal)
  const joined = new Uint8Array(total)
  let at = 0
  for (let block = blocks.shift(); block !== undefined; block = blocks.shift()) {
    // As many images at once as make a megabyte, when nothing is to be done with each.
    const step = fits(block) ? Math.max(1, Math.floor(COPIED_BYTES / bytes)) : 1
    const size = block.width * block.height * block.channels
    for (let image = 0; image < block.count; image += step) {
      await breathe()
      const { width, height, channels } = block
      const pixels = block.pixels.subarray(image * size, Math.min(block.count, image + step) * size)
      if (fits(block)) joined.set(pixels, at)
      else place({ width, height, channels, pixels }, target, settings, joined, at)
      at += fits(block) ? pixels.length : bytes
    }
  }
  return joined
}

function place(
  image: DecodedImage,
  target: ImageSize & { readonly channels: 1 | 3 },
  { fit, filter }: Pick<ImportSettings, 'fit' | 'filter'>,
  joined: Uint8Array,
  at: number,
): void {
  const fitted = fitImage(target.channels === 1 ? toGrey(image) : image, target, fit, filter)
  if (fitted.channels < target.channels) spreadGrey(fitted.pixels, joined, at)
  else joined.set(fitted.pixels, at)
}
