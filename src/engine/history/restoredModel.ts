/** A model from its layers, as a project has them, and from weights that were kept. */
import { weightSpecs } from '../../model/graph/weights'
import type { DataShape } from '../../model/graph/shapes'
import { parseProject } from '../../model/project'
import type { TrainedModel } from '../../model/trainedModel'
import type { KeptWeights } from '../../storage/runHistory'

export interface ModelOnPaper {
  /** As `serialiseProject` writes it. */
  readonly project: string
  readonly data: DataShape
  readonly classes: readonly string[]
}

/**
 * Undefined when the weights are not for these layers, or the normalisation is not of so many channels.
 * @throws ProjectError when the layers can't be read.
 */
export function restoredModel(
  { project, data, classes }: ModelOnPaper,
  { normalisation, weights }: KeptWeights,
): TrainedModel | undefined {
  const { stack, recipe } = parseProject(project)
  const kept = new Map(weights)
  const shapes = shapesOfWeights({ project, data })
  const { mean, deviation } = normalisation
  const fits =
    mean.length === data.channels &&
    deviation.length === data.channels &&
    kept.size === shapes.size &&
    Array.from(shapes).every(([key, shape]) => kept.get(key)?.length === shape.reduce((size, side) => size * side, 1))
  return fits ? { stack, recipe, data, classes, normalisation, weights: kept } : undefined
}

/** The shape of each weight, in their order; none where the layers can't be read or don't fit together. */
export function shapesOfWeights({
  project,
  data,
}: Omit<ModelOnPaper, 'classes'>): ReadonlyMap<string, readonly number[]> {
  try {
    return new Map(weightSpecs(parseProject(project).stack, data).map(({ key, shape }) => [key, shape]))
  } catch {
    return new Map()
  }
}
