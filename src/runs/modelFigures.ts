/** What a run's model came to: the figures of the epoch whose weights it has, which need not be the last. */
import type { Recipe } from '../model/training/recipe'
import type { EpochRecord, ModelFigures, RunSummary } from './record'

/** Nothing where they are not known: those of another epoch are no substitute. */
export function figuresOfModel(summary: RunSummary): Partial<ModelFigures> {
  const { weightsOf, ofModel, train, validation } = summary
  if (weightsOf !== undefined) return ofModel ?? {}
  return { ...(train && { train }), ...(validation && { validation }) }
}

/** @param epochs of the run's details. @returns nothing where the model is that of the last epoch, or the epoch is not among them. */
export function findModelFigures(
  weightsOf: number | undefined,
  epochs: readonly EpochRecord[],
): Pick<RunSummary, 'ofModel'> {
  const ended = weightsOf === undefined ? undefined : epochs.find(({ epoch }) => epoch === weightsOf)
  if (!ended) return {}
  return { ofModel: { train: ended.train, ...(ended.validation && { validation: ended.validation }) } }
}

/** Whether its details have to be asked: records of before say of which epoch the model is, and not what that came to. */
export function lacksModelFigures({ weightsOf, ofModel }: RunSummary): boolean {
  return weightsOf !== undefined && ofModel === undefined
}

/**
 * Whether a run leaves the moving average of its weights as the model: no epoch was looked at with these. ModelCheckpoint and an earlier epoch
 * that was restored leave the weights themselves.
 */
export function leavesAverage(
  { movingAverage, modelCheckpoint }: Pick<Recipe, 'movingAverage' | 'modelCheckpoint'>,
  weightsOf: number | undefined,
): boolean {
  return movingAverage.on && !modelCheckpoint.on && weightsOf === undefined
}

/** The same by a run's summary alone: its figures of an epoch are of the weights before they were averaged. */
export function isAverage({ averages, weightsOf }: Pick<RunSummary, 'averages' | 'weightsOf'>): boolean {
  return averages === true && weightsOf === undefined
}
