/** What the engine computes on, and what is wrong with the engine as a whole. */
import type { DeviceReport, DeviceWish, TrainerChoice } from '../../engine/protocol/device'

export interface DevicePart {
  /** What the person wants to compute on. */
  readonly wish: DeviceWish
  readonly report: DeviceReport | undefined
  /** True when the device was lost or none was found, until there is one again. */
  readonly lost: boolean
  /** The trainer of the model that was last on the device. */
  readonly trainer: TrainerChoice | undefined
  /** A lost device, a restarted worker: one sentence. */
  readonly trouble: string | undefined
  readonly deviceBytes: number
}

export function emptyDevice(): DevicePart {
  return { wish: 'best', report: undefined, lost: false, trainer: undefined, trouble: undefined, deviceBytes: 0 }
}
