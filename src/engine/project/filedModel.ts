/** The trained model of a project file: its layers and recipe, what it is for, and its weights. */
import * as v from 'valibot'
import { ProjectError, serialiseProject } from '../../model/project'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import type { TrainedModel } from '../../model/trainedModel'
import { ENTRIES } from '../../project/manifest'
import { restoredModel } from '../history/restoredModel'
import type { Archive, Reading } from './archive'
import { readFiledWeights } from './filedRun'

const side = v.pipe(v.number(), v.safeInteger(), v.minValue(1))

const schema = v.object({
  project: v.string(),
  /** A model that was opened from elsewhere may have none. */
  hasRecipe: v.boolean(),
  data: v.object({ height: side, width: side, channels: side, classes: side }),
  classes: v.array(v.string()),
})

export function describeModel({ stack, recipe, data, classes }: TrainedModel): v.InferOutput<typeof schema> {
  return {
    project: serialiseProject({ stack, recipe: recipe ?? DEFAULT_RECIPE }),
    hasRecipe: recipe !== undefined,
    data,
    classes: [...classes],
  }
}

/** Undefined when it is missing or damaged. */
export async function readModel(archive: Archive, reading: Reading): Promise<TrainedModel | undefined> {
  const { success, output } = v.safeParse(schema, await archive.readJson(ENTRIES.model.description, reading))
  if (!success || output.classes.length !== output.data.classes) return undefined
  const weights = await readFiledWeights(archive, ENTRIES.model, reading)
  try {
    const model = weights && restoredModel(output, weights)
    if (!model) return undefined
    const { recipe, ...rest } = model
    return { ...rest, ...(output.hasRecipe && recipe && { recipe }) }
  } catch (error) {
    if (error instanceof ProjectError) return undefined
    throw error
  }
}
