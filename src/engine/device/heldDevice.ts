/** The device that runs and tests share: opened when it is first wanted, and anew after it was lost. */
import { CallFailure } from '../failures'
import type { BackendName, DeviceEvent, DeviceWish } from '../protocol/device'
import type { Device } from './openDevice'

export interface HeldDevice {
  /** @throws CallFailure with code `device` when there is nothing to compute on. */
  open(): Promise<Device>
  /** What was wanted last. */
  readonly wish: DeviceWish
  /** Whether there is a device, or one is being opened. */
  readonly isHeld: boolean
  /** From now on, what is opened is what is wanted. What there is, is given up first: nothing may be using it. */
  change(wish: DeviceWish): void
}

export type OpenDevice = HeldDevice['open']

/** @param wanted absent where the best is. */
export type FindDevice = (wanted?: BackendName) => Promise<Device>

/** This import brings what computes. It waits until a device is wanted, so that files are read without it. */
const findBest: FindDevice = async (wanted) => (await import('./openDevice')).openDevice(wanted)

/** @param find opens what is there, unless told otherwise. */
export function createHeldDevice(emit: (event: DeviceEvent) => void, find = findBest): HeldDevice {
  let wish: DeviceWish = 'best'
  let opening: Promise<Device> | undefined
  /** Settles when the device before is given up. */
  let closing: Promise<unknown> = Promise.resolve()

  const open = (): Promise<Device> => {
    const opened = (opening ??= closing
      .then(() => find(wish === 'best' ? undefined : wish))
      .then((device) => {
        device.backend.watch(({ message, lost }) => {
          if (!lost || opening !== opened) return
          opening = undefined
          emit({ type: 'deviceLost', message })
        })
        return device
      })
      .catch((error: unknown) => {
        if (opening === opened) opening = undefined
        throw new CallFailure('device', error instanceof Error ? error.message : String(error))
      }))
    return opened
  }

  return {
    open,
    get wish() {
      return wish
    },
    get isHeld() {
      return opening !== undefined
    },
    change(next) {
      const before = opening
      opening = undefined
      wish = next
      if (before)
        closing = before.then(
          ({ backend }) => backend.close(),
          () => undefined,
        )
    },
  }
}
