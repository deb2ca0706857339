/** Reads a NumPy array of images to bytes, whatever its numbers and the order of its axes. */
import { ImportError } from '../../../files/importProblem'
import type { ReadOptions } from '../../images/readImages'
import type { SourceEntry } from '../../../files/sourceEntry'
import { spreadValues } from '../../images/spreadValues'
import { ABOVE_WHITE, AROUND_ZERO, BYTES, FRACTIONS, noteRange, type ValueRange } from '../../tables/valueRange'
import { createConverter, elementBytes } from './npyElements'
import type { NpyHead } from './npyHead'
import type { NpyImages, NpyProfile } from './profileNpy'

export interface ArrayOfImages {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  readonly count: number
  /** `count` x `height` x `width` x `channels` bytes. */
  readonly pixels: Uint8Array<ArrayBuffer>
  /** Decisions made where the file said nothing, in sentences. */
  readonly notes: readonly string[]
}

const RANGE = 'go from 0 to 1, from -1 to 1, or from 0 to 255'

/** The share of values below 0 in data that go from -1 to 1. */
const FEWEST_NEGATIVE = 0.01

type Options = Pick<ReadOptions, 'signal' | 'onProgress'>

/** Values that lie on no known scale. */
export class UnknownRange extends ImportError {}

/**
 * `range` says which values are black and white. Without it, it is found by the values. Throws UnknownRange for values on another scale,
 * ImportError for one that is no number or an array that is cut off, and the signal's reason when it is aborted.
 */
export async function readNpyImages(
  entry: SourceEntry,
  profile: NpyProfile<NpyImages>,
  options: Options,
  range?: ValueRange,
): Promise<ArrayOfImages> {
  const { name, role } = profile
  const { width, height, channels, count } = role
  const pixels = new Uint8Array(count * height * width * channels)
  let outside: Outside | undefined
  for (const tried of range === undefined ? rangesOf(profile.head) : [range]) {
    const { largest, negatives, ...rest } = await readScaled(entry, profile, tried, pixels, options)
    // A value was beyond this scale; one of the first, mostly.
    if (rest.outside !== undefined) {
      outside = rest.outside
      continue
    }
    // A single one below 0 among fractions is more likely wrong than black.
    if (tried === AROUND_ZERO && negatives < FEWEST_NEGATIVE * pixels.length) continue
    // Fractions that go a little beyond white, as some ways of scaling images leave them: as bytes they would be black.
    if (range === undefined && profile.head.kind === 'f' && tried === BYTES && largest < 2) {
      outside = { value: largest }
      continue
    }
    const spread = tried === BYTES ? await spreadValues(name, pixels, largest, options.signal) : undefined
    const notes = [spread, noteRange(name, tried)].filter((note) => note !== undefined)
    return { width, height, channels, count, pixels, notes }
  }
  throw noPixel(entry.archive ?? entry.path, name, outside!)
}

/** The least and the largest value. Errors as `readNpyImages`. */
export async function measureNpyImages(
  entry: SourceEntry,
  { name, head, role }: NpyProfile<NpyImages>,
  { signal }: Pick<ReadOptions, 'signal'>,
): Promise<ValueRange> {
  const convert = createConverter(head)
  let [black, white] = [Infinity, -Infinity]
  const elements = role.count * role.width * role.height * role.channels
  let done = 0
  for await (const block of elementBytes(entry, head, elements, signal)) {
    for (const value of convert(block)) {
      if (!Number.isFinite(value)) throw notFinite(entry.archive ?? entry.path, name, value)
      if (value < black) black = value
      if (value > white) white = value
      done += 1
    }
  }
  return done === 0 ? BYTES : { black, white }
}

/** The scales that the values may have, to be tried in turn. */
function rangesOf({ kind, itemBytes }: NpyHead): readonly ValueRange[] {
  if (kind === 'b') return [FRACTIONS]
  if (kind === 'f') return [FRACTIONS, AROUND_ZERO, BYTES]
  if (kind === 'i') return [BYTES, AROUND_ZERO]
  return itemBytes === 2 ? [BYTES, { black: 0, white: 65_535 }] : [BYTES]
}

/** A value that is not on the scale, and the number of its image, from 1. */
interface Outside {
  readonly value: number
  readonly image?: number
}

/** The largest value, or the first that lies outside the scale, where reading ended. */
async function readScaled(
  entry: SourceEntry,
  { name, head, role }: NpyProfile<NpyImages>,
  { black, white }: ValueRange,
  pixels: Uint8Array,
  { signal, onProgress }: Options,
): Promise<{ readonly largest: number; readonly negatives: number; readonly outside?: Outside }> {
  const imageBytes = role.width * role.height * role.channels
  const areBytes = head.kind === 'u' && head.itemBytes === 1 && black === 0 && white === 255
  const isInOrder =
    !head.isFortran && role.strides.every((stride, axis) => stride === product(head.shape.slice(axis + 1)))
  const convert = createConverter(head)
  const factor = 255 / (white - black)
  const tolerance = (white - black) * (ABOVE_WHITE - 1)
  const highest = white + tolerance
  const lowest = black === 0 ? 0 : black - tolerance
  const nextPlace = createWalk(head, role)
  let largest = -Infinity
  let negatives = 0
  let done = 0
  for await (const block of elementBytes(entry, head, pixels.length, signal)) {
    if (areBytes && isInOrder) {
      // As most datasets for Keras are saved.
      pixels.set(block, done)
      for (const value of block) if (value > largest) largest = value
    } else {
      for (const value of convert(block)) {
        const place = nextPlace()
        if (value > largest) largest = value
        if (value < 0) negatives += 1
        if (!(value >= lowest && value <= highest)) {
          const image = Math.floor(place / imageBytes) + 1
          if (Number.isNaN(value)) throw notFinite(entry.archive ?? entry.path, name, value, image)
          return { largest, negatives, outside: { value, image } }
        }
        pixels[place] = Math.max(0, Math.min(255, (value - black) * factor + 0.5))
      }
    }
    done += block.length / head.itemBytes
    onProgress({ phase: 'reading', done: Math.floor(done / imageBytes), total: role.count })
  }
  return { largest, negatives }
}

function notFinite(file: string, name: string, value: number, image?: number): ImportError {
  const where = image === undefined ? '' : ` in image ${image.toLocaleString('en-US')}`
  const what = Number.isNaN(value) ? 'NaN' : String(value)
  const message = `${name} has ${what}${where}, where a pixel must be a number: leave that image out, or write a number for it.`
  return new ImportError(message, { file })
}

function noPixel(file: string, name: string, { value, image }: Outside): ImportError {
  const where = image === undefined ? '' : ` in image ${image.toLocaleString('en-US')}`
  const message = `${name} has ${Number(value.toPrecision(6))}${where}, and pixels ${RANGE}: scale it to that.`
  return new UnknownRange(message, { file })
}

function product(lengths: readonly number[]): number {
  return lengths.reduce((all, length) => all * length, 1)
}

/** The places in `pixels` of the elements, in the order of the file. */
function createWalk({ shape, isFortran }: NpyHead, { strides }: NpyImages): () => number {
  // The axis that varies fastest first.
  const axes = isFortran ? [...shape.keys()] : [...shape.keys()].toReversed()
  const lengths = Int32Array.from(axes, (axis) => shape[axis]!)
  const steps = Int32Array.from(axes, (axis) => strides[axis]!)
  const counters = new Int32Array(axes.length)
  let next = 0
  return () => {
    const place = next
    for (let axis = 0; axis < counters.length; axis++) {
      next += steps[axis]!
      if (++counters[axis]! < lengths[axis]!) break
      next -= steps[axis]! * lengths[axis]!
      counters[axis] = 0
    }
    return place
  }
}
