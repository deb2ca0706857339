/** A model that is looked into on the device, for as long as some work takes. */
import type { TrainedModel } from '../../model/trainedModel'
import type { OpenDevice } from '../device/heldDevice'
import type { ObservedSubject, Observer } from '../observer'
import { openObserver } from '../trainers/openTrainer'
import type { LabelledImages } from '../trainers/trainerKind'
import { goOnUnless, underWatch } from './underWatch'

export interface WithObserver extends Pick<ObservedSubject, 'layers' | 'gradients' | 'batchSize'> {
  readonly model: TrainedModel
  /** Of the model's shape. Their labels don't matter. */
  readonly images: LabelledImages
  readonly openDevice: OpenDevice
  readonly signal: AbortSignal
}

export interface ObservedModel {
  readonly observer: Observer
  /** @throws the signal's reason, and when the device has failed. */
  goOn(): void
}

/** @param work asks `goOn` from time to time. @throws DeviceFailure; the signal's reason. */
export async function withObserver<Result>(
  { model, images, openDevice, signal, ...wanted }: WithObserver,
  work: (on: ObservedModel) => Promise<Result>,
): Promise<Result> {
  const device = await openDevice()
  const { stack, data, normalisation, weights } = model
  const subject = { stack, data, normalisation, weights, ...wanted }
  const open = () => openObserver(device.backend, images, subject, { signal })
  return underWatch(device, open, signal, ({ observer }, failed) =>
    work({ observer, goOn: goOnUnless(signal, failed) }),
  )
}
