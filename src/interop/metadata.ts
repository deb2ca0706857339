/**
 * What a file says of its model's data and training beside layers and weights: under `userDefinedMetadata` of a model.json, which TensorFlow.js
 * hands on to whoever opens it, and where Keras's and ONNX's files have room for it.
 */
import * as v from 'valibot'
import { rescaling, type Normalisation } from '../model/training/normalisation'
import { recipeFromVersion4 } from '../model/migrations/fromVersion4'
import { ProjectError, readRecipe } from '../model/project'
import type { Recipe } from '../model/training/recipe'
import type { PixelScale } from './keras/inputLayers'
import type { Topology } from './keras/topology'
import type { DataShape } from '../model/graph/shapes'
import { TEACHABLE_MACHINE, teachablePixels } from './teachableMachine/pixels'

const length = v.pipe(v.number(), v.integer(), v.minValue(1))

const metadataSchema = v.object({
  /** The classes' names, in the order of the model's outputs. */
  labels: v.array(v.string()),
  normalisation: v.optional(v.unknown()),
  /** Height, width and channels of the images. */
  inputShape: v.tuple([length, length, length]),
  recipe: v.optional(v.unknown()),
  /** The topology of the model's own layers, where the file has others in the place of some. */
  layers: v.optional(v.unknown()),
  /** Whose numbers the model in the file takes, where a layer brings them to those of the normalisation. */
  takes: v.optional(v.literal(TEACHABLE_MACHINE)),
})

/** A pixel's byte becomes `(byte - mean) / deviation` of its channel before it goes into the model. */
const channelsSchema = v.object({ mean: v.array(v.number()), deviation: v.array(v.number()) })

/** It becomes `byte * scale + offset`, as Strata wrote before it knew the channels apart. */
const scaleSchema = v.object({ scale: v.number(), offset: v.number() })

/** What a metadata.json beside the model.json says, as Teachable Machine writes it. */
const besideSchema = v.object({ labels: v.array(v.string()), packageName: v.optional(v.unknown()) })

export interface Beside {
  readonly labels: readonly string[]
  /** The name of a list of classes: a sentence about it says what it is called. */
  readonly list?: string
  /** The model takes pixels from -1 to 1. */
  readonly isTeachableMachines: boolean
}

/** Of the text of a JSON file beside the model.json; undefined where it names no classes. */
export function readBeside(text: string): Beside | undefined {
  try {
    const { success, output } = v.safeParse(besideSchema, JSON.parse(text))
    return success
      ? { labels: output.labels, isTeachableMachines: output.packageName === TEACHABLE_MACHINE }
      : undefined
  } catch {
    return undefined
  }
}

/**
 * Of the text of a list of classes, one a line, such as the labels.txt that Teachable Machine writes for TensorFlow Lite: where every line
 * begins with its number, from 0 or from 1, that is no part of the name. Undefined where it can be none.
 */
export function readList(text: string, name: string): Beside | undefined {
  const lines = text
    .trim()
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
  const areNames = lines.length > 1 && lines.every((line) => line !== '' && !/[\0\uFFFD]/.test(line))
  if (!areNames) return undefined
  const numbered = lines.map((line) => /^(\d+)[\s:,;]+(\S.*)$/.exec(line))
  const isNumbered = [0, 1].some((first) => numbered.every((parts, at) => Number(parts?.[1]) === at + first))
  const labels = isNumbered ? numbered.map((parts) => parts![2]!) : lines
  return { labels, list: name, isTeachableMachines: false }
}

export interface Metadata {
  readonly labels: readonly string[]
  /** For `readNormalisation`. */
  readonly normalisation?: unknown
  readonly inputShape: readonly [height: number, width: number, channels: number]
  readonly recipe?: Recipe
  /** For `readTopology`. */
  readonly layers?: unknown
  /** Whose numbers the model in the file takes, where it is not those of the normalisation. */
  readonly takes?: typeof TEACHABLE_MACHINE | undefined
}

export function toMetadata(
  data: DataShape,
  labels: readonly string[],
  normalisation: Normalisation,
  recipe: Recipe | undefined,
  layers: Topology | undefined,
): object {
  const inputShape = [data.height, data.width, data.channels]
  return { labels, normalisation, inputShape, ...(recipe && { recipe }), ...(layers && { layers }) }
}

/** Our metadata, if these are ours. `notes` takes a sentence on each part that could not be used. */
export function readMetadata(userDefinedMetadata: unknown, notes: string[]): Metadata | undefined {
  const result = v.safeParse(metadataSchema, userDefinedMetadata)
  if (!result.success) return undefined
  const { recipe, ...known } = result.output
  if (recipe === undefined) return known
  try {
    return { ...known, recipe: readRecipe(isOld(recipe) ? recipeFromVersion4(recipe) : recipe) }
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    notes.push('The recipe in the model file can’t be read, so the one on the page stays.')
    return known
  }
}

/** Whether it is of before version 5 of the saved document: a model file does not say its version. */
function isOld(recipe: unknown): recipe is Readonly<Record<string, unknown>> {
  return typeof recipe === 'object' && recipe !== null && 'momentum' in recipe
}

/** What a file says of how bytes become numbers, in one way or another. */
export interface PixelFacts {
  readonly metadata?: Metadata | undefined
  readonly beside?: Beside | undefined
  /** Of a layer that did it: `byte * scale + offset`. */
  readonly pixels?: PixelScale | undefined
}

/** How bytes become numbers, as the file says. They are divided by 255 when it says nothing, or something that can't be done. */
export function readNormalisation(
  { metadata, beside, pixels }: PixelFacts,
  channels: number,
  notes: string[],
): Normalisation {
  const found = parseNormalisation(metadata?.normalisation ?? pixels, channels)
  if (found) return found
  if (!metadata && beside?.isTeachableMachines) {
    notes.push('Pixels become numbers from -1 to 1, as Teachable Machine has them.')
    return teachablePixels(channels)
  }
  const why =
    (metadata?.normalisation ?? pixels) === undefined
      ? 'The file does not say how pixels become numbers'
      : 'What the file says of how pixels become numbers can’t be used'
  notes.push(`${why}, so they are divided by 255, and the model’s results here may be poor.`)
  return rescaling(channels)
}

function parseNormalisation(saved: unknown, channels: number): Normalisation | undefined {
  const byChannel = v.safeParse(channelsSchema, saved)
  if (byChannel.success) {
    const { mean, deviation } = byChannel.output
    const fits = mean.length === channels && deviation.length === channels
    return fits && isUsable(byChannel.output) ? byChannel.output : undefined
  }
  const scaled = v.safeParse(scaleSchema, saved)
  if (!scaled.success) return undefined
  const { scale, offset } = scaled.output
  const all = (value: number): readonly number[] => new Array<number>(channels).fill(value)
  // A scale of 1 / 255 gives 255, to the bit.
  const normalisation = { mean: all(offset === 0 ? 0 : -offset / scale), deviation: all(1 / scale) }
  return isUsable(normalisation) ? normalisation : undefined
}

/** Whether float32 can hold the numbers. The trainer computes in it. */
function isUsable({ mean, deviation }: Normalisation): boolean {
  const holds = (value: number): boolean => Number.isFinite(Math.fround(value))
  return mean.every(holds) && deviation.every((value) => holds(value) && value !== 0 && holds(1 / value))
}
