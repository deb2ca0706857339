/** What training begins with: weights that are drawn, or those of a model where they fit. The one way to them for runs and sweeps. */
import type { Dataset } from '../../data/dataset'
import { initialWeights } from '../../model/graph/initialise'
import { inheritWeights, planInheritance, type ClassifierShape } from '../../model/graph/inherit'
import type { Stack } from '../../model/graph/stack'
import type { Weights } from '../../model/graph/weights'
import type { TrainedModel } from '../../model/trainedModel'
import type { Normalisation } from '../../model/training/normalisation'
import type { Recipe } from '../../model/training/recipe'
import { quoted } from '../../common/text'
import type { RunBeginning } from '../../runs/beginning'
import { CallFailure } from '../failures'
import { digestOfWeights } from './digestOfWeights'
import { requireModel } from './requireModel'
import type { FirstModel } from '../protocol/run'
import { requireTrainable } from './checks'
import type { EngineParts } from './engineParts'
import { shapeOf } from './summariseModel'

/** A model that training begins with. */
export interface FirstWeights {
  readonly model: TrainedModel
  /** The model's own, which belongs to its weights. Absent where it is for other channels: the recipe then says. */
  readonly normalisation?: Normalisation
  readonly beginning: RunBeginning
}

/** @throws CallFailure with `badInput` when the model is gone, none of its weights fit, or the stack has an error. */
export async function openFirstWeights(
  { model: id, name, isFile }: FirstModel,
  stack: Stack,
  dataset: Dataset,
  { models, numbers }: Pick<EngineParts, 'models' | 'numbers'>,
): Promise<FirstWeights> {
  const model = requireModel(models, id)
  const data = shapeOf(dataset)
  requireTrainable(stack, data)
  const inheritance = planInheritance({ stack, data, classes: dataset.classes }, model)
  if (inheritance.taken.length === 0)
    throw new CallFailure(
      'badInput',
      `No layer fits the weights of ${quoted(name)}: begin with new weights, or take over its layers.`,
    )
  const run = await numbers.get(model)?.()
  const keepsNormalisation = model.data.channels === data.channels
  return {
    model,
    ...(keepsNormalisation && { normalisation: model.normalisation }),
    beginning: {
      ...inheritance,
      name,
      isFile,
      weights: await digestOfWeights(model.weights),
      ...(run !== undefined && { run }),
      keepsNormalisation,
    },
  }
}

/** @param first the model to begin with; without it, all are drawn by the recipe's seed. */
export function firstWeightsOf(
  first: Pick<FirstWeights, 'model'> | undefined,
  { recipe: { seed }, ...heir }: ClassifierShape & { readonly recipe: Pick<Recipe, 'seed'> },
): Weights {
  return first ? inheritWeights(heir, first.model, seed) : initialWeights(heir.stack, heir.data, seed)
}
