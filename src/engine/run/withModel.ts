/** A model with its weights on the device, for as long as some work takes. */
import type { Dataset } from '../../data/dataset'
import { fittingBatchSize, largestBuffer, trainingBytes } from '../../model/graph/memory'
import { analyseStack } from '../../model/graph/shapes'
import type { TrainedModel } from '../../model/trainedModel'
import { DEFAULT_RECIPE, type Recipe } from '../../model/training/recipe'
import type { OpenDevice } from '../device/heldDevice'
import type { DeviceEvent } from '../protocol/device'
import type { Trainer } from '../trainer'
import type { LabelledImages } from '../trainers/trainerKind'
import { goOnUnless } from './underWatch'
import { withTrainer } from './withTrainer'

export interface ModelOnDevice {
  readonly trainer: Trainer
  /** @throws the signal's reason, and when the device has failed. */
  goOn(): void
}

export interface WithModel<Images extends LabelledImages = Dataset> {
  readonly model: TrainedModel
  readonly dataset: Images
  readonly openDevice: OpenDevice
  readonly signal: AbortSignal
  readonly emit: (event: DeviceEvent) => void
}

/** @param work asks `goOn` from time to time. @throws DeviceFailure; the signal's reason. */
export async function withModel<Result>(
  { model, dataset, openDevice, signal, emit }: WithModel<LabelledImages>,
  work: (on: ModelOnDevice) => Promise<Result>,
): Promise<Result> {
  const { stack, data, normalisation, recipe = recipeFor(model) } = model
  const subject = { stack, data, normalisation, recipe }
  return withTrainer(await openDevice(), dataset, subject, signal, ({ trainer, kind, reason }, failed) => {
    emit({ type: 'trainerChosen', choice: { trainer: kind, ...(reason === undefined ? {} : { reason }) } })
    trainer.loadWeights(model.weights)
    return work({ trainer, goOn: goOnUnless(signal, failed) })
  })
}

/** What a batch of a model may take that nobody chose a batch size for, in bytes: any device has it. */
const LITTLE = { buffer: 2 ** 27, total: 2 ** 29 }

/** For a model that came without a recipe. It is not trained, but takes as much memory: a large one goes through in small batches. */
function recipeFor({ stack, data }: Pick<TrainedModel, 'stack' | 'data'>): Recipe {
  const demand = { batchSize: DEFAULT_RECIPE.batchSize, moments: 0 }
  const analysis = analyseStack(stack, data)
  if (trainingBytes(analysis, demand) <= LITTLE.total && largestBuffer(analysis, demand) <= LITTLE.buffer)
    return DEFAULT_RECIPE
  return { ...DEFAULT_RECIPE, batchSize: fittingBatchSize(analysis, demand, LITTLE) ?? 1 }
}
