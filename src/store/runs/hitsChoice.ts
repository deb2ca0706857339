/** The k of hits at k: a choice that the browser remembers. It is 3, as in Ludwig, until a person says otherwise. */

const KEY = 'strata.hitsAt'

export function findHitsAt(storage: Storage | undefined): number | undefined {
  try {
    const kept = Number(storage?.getItem(KEY) ?? NaN)
    return Number.isSafeInteger(kept) && kept > 1 ? kept : undefined
  } catch {
    return undefined
  }
}

export function rememberHitsAt(storage: Storage | undefined, k: number): void {
  try {
    storage?.setItem(KEY, String(k))
  } catch {
    // A browser without storage forgets the choice; this visit follows it.
  }
}
