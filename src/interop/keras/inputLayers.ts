/** What other tools put between a picture and the first layer that learns, as Strata has it: axes, and the scale of the pixels. */
import * as v from 'valibot'
import type { Shape } from '../../model/layers/define'
import type { Connected } from './connections'
import type { Entry } from './modelEntries'

type Layers = readonly Connected<Entry>[]

/** A pixel's byte becomes `byte * scale + offset`. */
export interface PixelScale {
  readonly scale: number
  readonly offset: number
}

/** Layers that do the same with height × width as with height × width × 1. */
const BLIND_TO_CHANNELS: ReadonlySet<string> = new Set([
  'Rescaling',
  'Dropout',
  'GaussianDropout',
  'GaussianNoise',
  'ReLU',
  'LeakyReLU',
  'ELU',
])
const RESHAPING: ReadonlySet<string> = new Set(['Flatten', 'Reshape'])

/**
 * Keras's beginners' models take 28 × 28 without channels: that is a grey image. Layers that would take the third axis for their own get
 * the two axes back by a Reshape.
 */
export function asImage(
  input: Shape,
  layers: Layers,
  notes: string[],
): { readonly input: Shape; readonly layers: Layers } {
  if (input.length !== 2) return { input, layers }
  const image = [...input, 1]
  notes.push(`The model takes ${input.join(' × ')} values without channels: here they are grey images of that size.`)
  /** Which layers give two axes, as far as is known. */
  const without = new Set([-1])
  const minds = layers.some(({ entry, reads }, at) => {
    if (!reads.some((read) => without.has(read)) || RESHAPING.has(entry.class_name)) return false
    without.add(at)
    return !BLIND_TO_CHANNELS.has(entry.class_name)
  })
  if (!minds) return { input: image, layers }
  const config = { name: 'without_channels', target_shape: input }
  const reshape = { entry: { class_name: 'Reshape', config }, name: config.name, reads: [-1] }
  const behind = layers.map((layer) => ({ ...layer, reads: layer.reads.map((at) => Math.max(at + 1, 0)) }))
  return { input: image, layers: [reshape, ...behind] }
}

const rescalingSchema = v.object({ scale: v.number(), offset: v.nullish(v.number(), 0) })

/** A greater scale is for numbers that are small already: it would make hundreds of a byte. */
const MAX_SCALE = 4 / 255

/**
 * Without the Rescaling by which a model takes bytes, which would come onto the normalisation of Strata's own. It is the first layer, or
 * behind layers that reshape.
 */
export function withoutRescaling(
  layers: Layers,
  notes: string[],
): { readonly layers: Layers; readonly pixels?: PixelScale } {
  let at = -1
  for (;;) {
    const readers = layers.flatMap(({ reads }, index) => (reads.includes(at) ? [index] : []))
    const [next, second] = readers
    if (next === undefined || second !== undefined || layers.length === 1) return { layers }
    const { entry, name, reads } = layers[next]!
    if (entry.class_name === 'Rescaling') {
      const pixels = v.safeParse(rescalingSchema, entry.config)
      if (!pixels.success || !(pixels.output.scale > 0 && pixels.output.scale <= MAX_SCALE)) return { layers }
      notes.push(`The layer “${name}” is left out, because Strata brings bytes to small numbers itself.`)
      const kept = layers.filter((_, index) => index !== next)
      const moved = (place: number): number => (place === next ? reads[0]! : place > next ? place - 1 : place)
      return { layers: kept.map((layer) => ({ ...layer, reads: layer.reads.map(moved) })), pixels: pixels.output }
    }
    if (!RESHAPING.has(entry.class_name)) return { layers }
    at = next
  }
}
