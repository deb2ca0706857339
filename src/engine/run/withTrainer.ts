/** A trainer on the device for as long as some work takes: the dataset is uploaded, the work done under watch, and everything freed. */
import { breathe } from '../../common/breathe'
import { DeviceFailure } from '../failures'
import type { Device } from '../device/openDevice'
import { openTrainer, type OpenTrainer } from '../trainers/openTrainer'
import type { LabelledImages, Subject } from '../trainers/trainerKind'

/**
 * @param signal ends the preparations when it is aborted. Once the work has begun, the work itself must heed it.
 * @param work gets a signal that is aborted when the device fails; it should then come to an end.
 * @param onCompile told how many kernels are compiled from now on.
 * @throws DeviceFailure when the device fails meanwhile; the signal's reason.
 */
export async function withTrainer<Result>(
  { backend }: Device,
  dataset: LabelledImages,
  subject: Subject,
  signal: AbortSignal,
  work: (opened: OpenTrainer, failed: AbortSignal) => Promise<Result>,
  onCompile?: (kernels: number) => void,
): Promise<Result> {
  const failing = new AbortController()
  const device = { lost: false }
  let stopWatching = (): void => undefined
  const failure = new Promise<never>((_, reject) => {
    stopWatching = backend.watch((trouble) => {
      device.lost ||= trouble.lost
      failing.abort()
      reject(new DeviceFailure(trouble))
    })
  })
  failure.catch(() => undefined)

  /** Waits a moment before it throws: when a device is lost, work that waits for it fails before the loss is announced. */
  const preferAnnounced = async (error: unknown): Promise<never> => {
    await breathe()
    if (failing.signal.aborted) return failure
    throw error
  }

  let opened: OpenTrainer | undefined
  try {
    const preparation = { signal, ...(onCompile ? { onCompile } : {}) }
    opened = await openTrainer(backend, dataset, subject, preparation).catch(preferAnnounced)
    signal.throwIfAborted()
    const result = work(opened, failing.signal).catch(preferAnnounced)
    try {
      return await Promise.race([result, failure])
    } finally {
      // Work that waits for a lost device may wait for ever. After any other failure, the work winds up first.
      if (!device.lost) await result.catch(() => undefined)
    }
  } finally {
    stopWatching()
    opened?.close()
    if (!device.lost) backend.tensorflow?.releasePool()
  }
}
