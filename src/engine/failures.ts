/** A failure that the page is to hear as it is: a code and one plain sentence. */
import { isStorageFull, STORAGE_FULL } from '../common/storageFull'
import type { EngineErrorCode, EngineFailure } from './protocol/messages'
import { ImportError } from '../files/importProblem'
import { InteropError } from '../interop/interopError'
import type { DeviceTrouble } from './backend'

export class CallFailure extends Error {
  override readonly name = 'CallFailure'
  readonly code: EngineErrorCode
  constructor(code: EngineErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** The device failed while it was at work. */
export class DeviceFailure extends CallFailure {
  /** True when the device is gone for good. */
  readonly lost: boolean
  constructor({ message, lost }: DeviceTrouble) {
    super('device', message)
    this.lost = lost
  }
}

/** Whatever was thrown, as the page is to hear it. */
export function describeFailure(error: unknown, signal: AbortSignal): EngineFailure {
  if (signal.aborted) return { code: 'aborted', message: 'It was cancelled.' }
  if (error instanceof CallFailure) return { code: error.code, message: error.message }
  if (error instanceof InteropError) return { code: 'badModel', message: error.message }
  if (error instanceof ImportError) {
    return {
      code: 'badInput',
      message: error.message,
      ...(error.file === undefined ? {} : { file: error.file }),
      ...(error.row === undefined ? {} : { row: error.row }),
    }
  }
  if (error instanceof RangeError && /alloc|array length|array buffer/i.test(error.message)) {
    return {
      code: 'internal',
      message: 'The browser has no memory left for this: close other tabs, or use fewer images.',
    }
  }
  if (isStorageFull(error)) return { code: 'badInput', message: STORAGE_FULL }
  const cause = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
  const message = `The training engine met an error that it did not expect (${cause}): try again, and reload the page if it happens again.`
  return { code: 'internal', message }
}
