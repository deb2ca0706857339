/** What Strata writes into a safetensors file's metadata, which are texts: all of a model but its weights. */
import * as v from 'valibot'
import { quoted } from '../../common/text'
import { analyseStack, type DataShape } from '../../model/graph/shapes'
import { parseProject, type Project, ProjectError, serialiseProject } from '../../model/project'
import type { TrainedModel } from '../../model/trainedModel'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { InteropError } from '../interopError'

type Described = Omit<TrainedModel, 'weights'>

/** A project has a recipe always: `has_recipe` says whether it is the model's. */
export function toMetadata({
  stack,
  data,
  classes,
  normalisation,
  recipe,
}: Described): Readonly<Record<string, string>> {
  return {
    // As other libraries say that arrays are in NumPy's order.
    format: 'np',
    generator: 'Strata',
    classes: JSON.stringify(classes),
    input_shape: JSON.stringify([data.height, data.width, data.channels]),
    normalisation: JSON.stringify(normalisation),
    has_recipe: String(recipe !== undefined),
    project: serialiseProject({ stack, recipe: recipe ?? DEFAULT_RECIPE }),
  }
}

export function isOwn(metadata: Readonly<Record<string, string>>): boolean {
  return metadata['generator'] === 'Strata' && 'project' in metadata
}

const length = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
const json = <Output>(schema: v.GenericSchema<unknown, Output>) => v.pipe(v.string(), v.parseJson(), schema)
const metadataSchema = v.object({
  classes: json(v.pipe(v.array(v.string()), v.minLength(2))),
  input_shape: json(v.tuple([length, length, length])),
  normalisation: json(
    v.object({
      mean: v.array(v.pipe(v.number(), v.finite())),
      deviation: v.array(v.pipe(v.number(), v.finite(), v.gtValue(0))),
    }),
  ),
  has_recipe: v.picklist(['true', 'false']),
  project: v.string(),
})

/** @throws InteropError for metadata that are damaged, or name a model that could not have been trained. */
export function readMetadata(metadata: Readonly<Record<string, string>>): Described {
  const read = v.safeParse(metadataSchema, metadata)
  if (!read.success) {
    const [part = ''] = (v.getDotPath(read.issues[0]) ?? '').split('.')
    throw new InteropError(
      `What Strata wrote into the file of the model’s ${quoted(part)} can’t be read: it is damaged.`,
    )
  }
  const { classes, input_shape: image, normalisation, has_recipe: hasRecipe, project: text } = read.output
  const [height, width, channels] = image
  const twice = classes.find((name, at) => classes.indexOf(name) < at)
  if (twice !== undefined) throw new InteropError(`The file names two classes ${quoted(twice)}: it is damaged.`)
  if (normalisation.mean.length !== channels || normalisation.deviation.length !== channels) {
    throw new InteropError('What the file says of how pixels become numbers does not fit its images: it is damaged.')
  }
  const { stack, recipe } = readProject(text)
  const data: DataShape = { height, width, channels, classes: classes.length }
  const analysis = analyseStack(stack, data)
  if (!analysis.usable) {
    const problems = [...analysis.layers.flatMap((layer) => layer.problems), ...analysis.problems]
    const { message } = problems.find(({ severity }) => severity === 'error')!
    throw new InteropError(`The file’s model can’t be used. ${message}`)
  }
  return { stack, data, classes, normalisation, ...(hasRecipe === 'true' && { recipe }) }
}

/** Throws InteropError. */
export function readProject(text: string): Project {
  try {
    return parseProject(text)
  } catch (error) {
    if (error instanceof ProjectError) throw new InteropError(error.message)
    throw error
  }
}
