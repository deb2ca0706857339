/** A trainer on the device for as long as some work takes: the dataset is uploaded, the work done under watch, and everything freed. */
import type { Device } from '../device/openDevice'
import { openTrainer, type OpenTrainer } from '../trainers/openTrainer'
import type { LabelledImages, Subject } from '../trainers/trainerKind'
import { underWatch } from './underWatch'

/**
 * @param signal ends the preparations when it is aborted. Once the work has begun, the work itself must heed it.
 * @param work gets a signal that is aborted when the device fails; it should then come to an end.
 * @param onCompile told how many kernels are compiled from now on.
 * @throws DeviceFailure when the device fails meanwhile; the signal's reason.
 */
export function withTrainer<Result>(
  device: Device,
  dataset: LabelledImages,
  subject: Subject,
  signal: AbortSignal,
  work: (opened: OpenTrainer, failed: AbortSignal) => Promise<Result>,
  onCompile?: (kernels: number) => void,
): Promise<Result> {
  const preparation = { signal, ...(onCompile ? { onCompile } : {}) }
  return underWatch(device, () => openTrainer(device.backend, dataset, subject, preparation), signal, work)
}
