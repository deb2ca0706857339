/** Something on the device for as long as some work takes: it is opened, the work is done under watch, and everything is freed. */
import { breathe } from '../../common/breathe'
import type { Device } from '../device/openDevice'
import { DeviceFailure } from '../failures'

/** @returns what long work asks from time to time. @throws the reason of the first signal that is aborted. */
export function goOnUnless(...signals: readonly AbortSignal[]): () => void {
  return () => {
    for (const signal of signals) signal.throwIfAborted()
  }
}

/**
 * @param signal ends the opening when it is aborted. Once the work has begun, the work itself must heed it.
 * @param work gets a signal that is aborted when the device fails; it should then come to an end.
 * @throws DeviceFailure when the device fails meanwhile; the signal's reason.
 */
export async function underWatch<Opened extends { close(): void }, Result>(
  { backend }: Device,
  open: () => Promise<Opened>,
  signal: AbortSignal,
  work: (opened: Opened, failed: AbortSignal) => Promise<Result>,
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

  let opened: Opened | undefined
  try {
    opened = await open().catch(preferAnnounced)
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
