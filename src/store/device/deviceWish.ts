/** What a person wants to compute on: kept in the browser's storage, unless the page's address asks for something, which holds for one visit. */
import { quoted } from '../../common/text'
import type { BackendName, DeviceWish } from '../../engine/protocol/device'

const KEY = 'strata.device'
const BACKENDS: readonly BackendName[] = ['webgpu', 'processor', 'webgl', 'cpu']

interface FoundWish {
  readonly wish: DeviceWish
  /** Why the address is not followed: one sentence. */
  readonly trouble?: string
}

/** @param search of the page's address, such as `?backend=processor`. */
export function findWish(storage: Storage | undefined, search: string): FoundWish {
  const asked = new URLSearchParams(search).get('backend')
  const kept = BACKENDS.find((name) => name === read(storage)) ?? 'best'
  if (asked === null) return { wish: kept }
  const wish = BACKENDS.find((name) => name === asked)
  if (wish) return { wish }
  const names = BACKENDS.map((name) => `“${name}”`).join(', ')
  return {
    wish: kept,
    trouble: `The address asks for the backend ${quoted(asked)}, which there is not: ask for one of ${names}.`,
  }
}

export function keepWish(storage: Storage | undefined, wish: DeviceWish): void {
  try {
    if (wish === 'best') storage?.removeItem(KEY)
    else storage?.setItem(KEY, wish)
  } catch {
    // A browser without storage forgets the choice; this visit follows it.
  }
}

function read(storage: Storage | undefined): string | null {
  try {
    return storage?.getItem(KEY) ?? null
  } catch {
    return null
  }
}
