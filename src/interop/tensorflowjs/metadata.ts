/** What a model.json says of its data and training, in `userDefinedMetadata`, which TensorFlow.js hands on to whoever opens the file. */
import * as v from 'valibot'
import { ProjectError, readRecipe } from '../../model/project'
import type { Recipe } from '../../model/recipe'
import type { DataShape } from '../../model/shapes'

/** A pixel's byte becomes `byte * scale + offset` before it goes into the model. */
const NORMALISATION = { scale: 1 / 255, offset: 0 }

const length = v.pipe(v.number(), v.integer(), v.minValue(1))

const metadataSchema = v.object({
  /** The classes' names, in the order of the model's outputs. */
  labels: v.array(v.string()),
  normalisation: v.object({ scale: v.number(), offset: v.number() }),
  /** Height, width and channels of the images. */
  inputShape: v.tuple([length, length, length]),
  recipe: v.optional(v.unknown()),
})

export interface Metadata {
  readonly labels: readonly string[]
  readonly inputShape: readonly [height: number, width: number, channels: number]
  readonly recipe?: Recipe
}

export function toMetadata(data: DataShape, labels: readonly string[], recipe: Recipe | undefined): object {
  const inputShape = [data.height, data.width, data.channels]
  return { labels, normalisation: NORMALISATION, inputShape, ...(recipe && { recipe }) }
}

/** Our metadata, if these are it; `notes` takes what could not be used of them, in sentences. */
export function readMetadata(userDefinedMetadata: unknown, notes: string[]): Metadata | undefined {
  const result = v.safeParse(metadataSchema, userDefinedMetadata)
  if (!result.success) return undefined
  const { labels, normalisation, inputShape, recipe } = result.output
  if (normalisation.scale !== NORMALISATION.scale || normalisation.offset !== NORMALISATION.offset) {
    notes.push(
      'The model was trained on pixels scaled in another way than Strata’s, which are divided by 255, so its results here may be poor.',
    )
  }
  if (recipe === undefined) return { labels, inputShape }
  try {
    return { labels, inputShape, recipe: readRecipe(recipe) }
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    notes.push('The recipe in the model file can’t be read, so the one on the page stays.')
    return { labels, inputShape }
  }
}
