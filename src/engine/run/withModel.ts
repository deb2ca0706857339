/** A model with its weights on the device, for as long as some work takes. */
import type { Dataset } from '../../data/dataset'
import type { TrainedModel } from '../../model/trainedModel'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
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
  const { stack, data, normalisation, recipe = DEFAULT_RECIPE } = model
  const subject = { stack, data, normalisation, recipe }
  return withTrainer(await openDevice(), dataset, subject, signal, ({ trainer, kind, reason }, failed) => {
    emit({ type: 'trainerChosen', choice: { trainer: kind, ...(reason === undefined ? {} : { reason }) } })
    trainer.loadWeights(model.weights)
    return work({ trainer, goOn: goOnUnless(signal, failed) })
  })
}
