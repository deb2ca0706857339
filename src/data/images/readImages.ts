/**
 * Reads images and has them decoded, batch by batch: while some are decoded, the next are read. At most a few batches are on the way at a
 * time, so memory holds the pixels and little else.
 */
import type { ProblemList } from '../../files/problemList'
import { counted, quoted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import { type ChosenSize, chooseSize } from './chooseSize'
import type { ImportProgress } from '../dataset'
import type { ImageSize } from '../imageSize'
import type { SourceSizes } from '../imageSet'
import { MAX_FILE_BYTES, planBatches, readBatch } from './imageBatches'
import type { DecodedBatch, DecodeImages, ImageTarget } from './images'
import type { ImportSettings, OpenChoice } from '../importSettings'
import { MAX_IMAGES } from '../limits'
import { PixelBlock } from './pixelBlock'
import { addFacts, decideForm, differ, findOpen, type FormFacts, NO_FACTS, noteForm, type PixelForm } from './pixelForm'
import { largestFitting, noteFitting, TooManyPixels } from './pixelLimit'
import type { SourceEntry } from '../../files/sourceEntry'
import { unlessAborted } from '../../common/unlessAborted'

/** Batches that are decoded while the next is read. */
const BATCHES_AHEAD = 4

/** The most that the files may unpack to in all. */
const MAX_UNPACKED_BYTES = 64 * 2 ** 30

export interface ReadOptions {
  readonly signal: AbortSignal
  /** Called after each batch. */
  readonly onProgress: (progress: ImportProgress) => void
  readonly decodeImages: DecodeImages
}

export interface ReadImages extends ImageSize {
  readonly channels: 1 | 3
  /** `numbers.length` x `height` x `width` x `channels` bytes, from the beginning of a buffer that may be longer. */
  readonly pixels: Uint8Array<ArrayBuffer>
  /** The places in `entries` of the images that could be read, ascending. */
  readonly numbers: readonly number[]
  readonly sizes?: SourceSizes
  /** How many had colours that the settings took away. */
  readonly greyed: number
  /** What was decided about size and pixels where nothing says it, in sentences. */
  readonly notes: readonly string[]
  /** The settings of few files that make a difference to these. */
  readonly open: readonly OpenChoice[]
}

/**
 * All images at one size, in the order of `entries`, whatever the order they lie in. `problems` lists the images that can't be read.
 * Throws ImportError when none can be read or they are too much, and the signal's reason when it is aborted.
 */
export async function readImages(
  entries: readonly SourceEntry[],
  settings: Omit<ImportSettings, 'columns'>,
  problems: ProblemList,
  options: ReadOptions,
): Promise<ReadImages> {
  checkAmount(entries)
  const count = entries.length
  options.onProgress({ phase: 'decoding', done: 0, total: count })
  const { size: chosen, note: scaled }: ChosenSize =
    settings.size === 'auto' ? await chooseSize(entries, settings.turn) : { size: settings.size }
  options.signal.throwIfAborted()
  const told = new Set<number>()
  const fail = (number: number, message: string): void => {
    if (told.has(number)) return
    told.add(number)
    const { path, archive } = entries[number]!
    problems.add('images could not be read', { message, file: archive ?? path })
  }
  const readAt = async (size: ImageSize, channels: 1 | 3): Promise<ReadImages> => {
    const decode = (form: PixelForm) => decodeAll(entries, { ...settings, ...size, form }, channels, fail, options)
    const form = decideForm(settings)
    let read: Awaited<ReturnType<typeof decode>> | undefined = await decode(form)
    const { facts } = read
    const decided = decideForm(settings, facts)
    if (differ(form, decided, facts)) {
      // All have to be seen before the form of any is known. Both readings at once would take twice the memory.
      read = undefined
      read = await decode(decided)
    }
    const fitting = noteFitting(count, chosen, size)
    const notes = [
      ...(scaled === undefined ? [] : [scaled]),
      ...(fitting === undefined ? [] : [fitting]),
      ...noteForm(settings, decided, facts, read.numbers.length),
    ]
    const { facts: _, ...images } = read
    return { ...images, notes, open: findOpen(facts) }
  }
  const channels = settings.colour === 'rgb' ? 3 : 1
  if (settings.size !== 'auto') return readAt(chosen, channels)
  try {
    return await readAt(largestFitting(count, chosen, channels), channels)
  } catch (error) {
    if (!(error instanceof TooManyPixels)) throw error
    // Colours came, mostly in the first batch, and are too much at a size at which grey images are not.
    return readAt(largestFitting(count, chosen, 3), 3)
  }
}

/** `tellFailure` hears of images that can't be read, in a sentence. Throws TooManyPixels when colours make them that. */
async function decodeAll(
  entries: readonly SourceEntry[],
  { width, height, colour, fit, filter, form }: ImageTarget,
  channels: 1 | 3,
  tellFailure: (number: number, message: string) => void,
  { signal, onProgress, decodeImages }: ReadOptions,
): Promise<Omit<ReadImages, 'notes' | 'open'> & { readonly facts: FormFacts }> {
  const size: ImageSize = { width, height }
  const target: ImageTarget = { width, height, colour, fit, filter, form }
  const block = new PixelBlock(entries.length, size, channels)
  const sizes = new SizeRange(size)
  const underway: { decoded: Promise<DecodedBatch>; numbers: readonly number[] }[] = []
  let done = 0
  let greyed = 0
  let facts = NO_FACTS
  let firstFailure = ''
  /** Used again. A buffer that a worker gave away stays in memory until garbage is collected, which is after tens of megabytes. */
  let room: ArrayBuffer | undefined

  const fail = (number: number, reason: string): void => {
    const message = `${quoted(entries[number]!.path)} ${reason}, so it was left out.`
    firstFailure ||= message
    done += 1
    tellFailure(number, message)
  }
  const takeOldest = async (): Promise<void> => {
    const { decoded, numbers } = underway.shift()!
    const batch = await unlessAborted(decoded, signal)
    for (const { index, message } of batch.failures) fail(numbers[index]!, message)
    block.add(batch, numbers)
    sizes.add(batch)
    greyed += batch.greyed
    facts = addFacts(facts, batch.facts)
    room = batch.pixels.buffer
    done += numbers.length - batch.failures.length
    onProgress({ phase: 'decoding', done, total: entries.length })
  }

  const usable: number[] = []
  for (const [number, entry] of entries.entries()) {
    if ((entry.size ?? 0) <= MAX_FILE_BYTES) usable.push(number)
    else fail(number, `takes more than ${MAX_FILE_BYTES >> 20} MB`)
  }
  for (const numbers of planBatches(entries, usable, size)) {
    const batch = await readBatch(entries, numbers, target)
    signal.throwIfAborted()
    const decoded = decodeImages({ ...batch, ...(room && { room }) })
    room = undefined
    // Batches are awaited in order. One that fails while an earlier one is awaited must not count as unhandled.
    decoded.catch(() => undefined)
    underway.push({ decoded, numbers })
    if (underway.length >= BATCHES_AHEAD) await takeOldest()
  }
  while (underway.length > 0) await takeOldest()

  const placed = block.finish()
  if (placed.numbers.length === 0) throw new ImportError(`No image could be used. ${firstFailure}`)
  return { ...size, ...placed, ...sizes.found(), greyed, facts }
}

function checkAmount(entries: readonly SourceEntry[]): void {
  if (entries.length > MAX_IMAGES) {
    throw new ImportError(
      `There are ${counted(entries.length, 'images')}, and ${counted(MAX_IMAGES, 'is the most')} that are read: split them into smaller sets.`,
    )
  }
  let unpacked = 0
  for (const { size } of entries) unpacked += size ?? 0
  if (unpacked > MAX_UNPACKED_BYTES) {
    throw new ImportError(
      'These images unpack to more than 64 GB, the most that is read: split them into smaller sets.',
    )
  }
}

/** The smallest and the largest of the sizes that images have in their files. */
class SizeRange {
  private readonly size: ImageSize
  private smallest: ImageSize | undefined
  private largest: ImageSize | undefined
  private fitted = 0

  constructor(size: ImageSize) {
    this.size = size
  }

  add({ widths, heights, channels }: DecodedBatch): void {
    for (let i = 0; i < widths.length; i++) {
      if (channels[i] === 0) continue
      const width = widths[i]!
      const height = heights[i]!
      const pixels = width * height
      if (width !== this.size.width || height !== this.size.height) this.fitted += 1
      if (this.smallest === undefined || pixels < this.smallest.width * this.smallest.height)
        this.smallest = { width, height }
      if (this.largest === undefined || pixels > this.largest.width * this.largest.height)
        this.largest = { width, height }
    }
  }

  found(): { sizes?: SourceSizes } {
    if (this.smallest === undefined || this.largest === undefined || this.fitted === 0) return {}
    return { sizes: { smallest: this.smallest, largest: this.largest, fitted: this.fitted } }
  }
}
