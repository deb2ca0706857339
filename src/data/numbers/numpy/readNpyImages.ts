/** Reads a NumPy array of images to bytes, whatever its numbers and the order of its axes. */
import { ImportError } from '../../../files/importProblem'
import type { ReadOptions } from '../../images/readImages'
import type { SourceEntry } from '../../../files/sourceEntry'
import { spreadValues } from '../../images/spreadValues'
import { ABOVE_WHITE } from '../../tables/parsePixelRow'
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

const RANGE = 'go from 0 to 1, or from 0 to 255: scale it to that'

type Options = Pick<ReadOptions, 'signal' | 'onProgress'>

/**
 * `deepWhite` is that of integers of more than a byte, as `CommonWhite` finds it; larger ones are white too.
 *
 * Throws ImportError for a value that is no pixel or an array that is cut off, and the signal's reason when it is aborted.
 */
export async function readNpyImages(
  entry: SourceEntry,
  profile: NpyProfile<NpyImages>,
  options: Options,
  deepWhite?: number,
): Promise<ArrayOfImages> {
  const { name, role } = profile
  const { width, height, channels, count } = role
  const file = entry.archive ?? entry.path
  const pixels = new Uint8Array(count * height * width * channels)
  if (deepWhite !== undefined && deepWhite > 255) {
    const largest = await readScaled(entry, profile, deepWhite, pixels, options, true)
    if (largest > 65_535) throw new ImportError(`${name} has values above 65,535, and pixels ${RANGE}.`, { file })
    const note = largest <= deepWhite && deepWhite < 65_535 ? [noteDeep(name, deepWhite)] : []
    return { width, height, channels, count, pixels, notes: note }
  }
  for (const white of whitesOf(profile.head)) {
    const largest = await readScaled(entry, profile, white, pixels, options)
    // A value was above this white; one of the first, mostly.
    if (largest > white * ABOVE_WHITE) continue
    // Fractions that go a little beyond white, as some ways of scaling images leave them: as bytes they would be black.
    if (profile.head.kind === 'f' && white === 255 && largest < 2)
      throw noPixel(entry.archive ?? entry.path, name, largest)
    const spread = white === 255 ? await spreadValues(name, pixels, largest, options.signal) : undefined
    return { width, height, channels, count, pixels, notes: spread === undefined ? [] : [spread] }
  }
  throw new ImportError(`${name} has values above 255, and pixels ${RANGE}.`, { file: entry.archive ?? entry.path })
}

/** The values that may stand for white, to be tried in turn. */
function whitesOf({ kind }: NpyHead): readonly number[] {
  if (kind === 'b') return [1]
  if (kind === 'f') return [1, 255]
  return [255]
}

/** The largest value; where it is above `white`, reading ended there, unless larger values are clipped. */
async function readScaled(
  entry: SourceEntry,
  { name, head, role }: NpyProfile<NpyImages>,
  white: number,
  pixels: Uint8Array,
  { signal, onProgress }: Options,
  clips = false,
): Promise<number> {
  const imageBytes = role.width * role.height * role.channels
  const areBytes = head.kind === 'u' && head.itemBytes === 1
  const isInOrder =
    !head.isFortran && role.strides.every((stride, axis) => stride === product(head.shape.slice(axis + 1)))
  const convert = createConverter(head)
  const factor = 255 / white
  const highest = white * ABOVE_WHITE
  const nextPlace = createWalk(head, role)
  let largest = 0
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
        if (value > highest && !clips) return largest
        if (!(value >= 0)) throw noPixel(entry.archive ?? entry.path, name, value, Math.floor(place / imageBytes) + 1)
        pixels[place] = Math.min(255, value * factor + 0.5)
      }
    }
    done += block.length / head.itemBytes
    onProgress({ phase: 'reading', done: Math.floor(done / imageBytes), total: role.count })
  }
  return largest
}

function noteDeep(name: string, white: number): string {
  return `${name} and the arrays beside it use ${Math.log2(white + 1)} bits, so ${white.toLocaleString('en-US')} was taken for white: choose another number of bits under How it was read if that makes them too light.`
}

function noPixel(file: string, name: string, value: number, image?: number): ImportError {
  const where = image === undefined ? '' : ` in image ${image.toLocaleString('en-US')}`
  const message = Number.isNaN(value)
    ? `${name} has NaN${where}, where a pixel must be a number: leave that image out, or write a number for it.`
    : `${name} has ${Number(value.toPrecision(6))}${where}, and pixels ${RANGE}.`
  return new ImportError(message, { file })
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
