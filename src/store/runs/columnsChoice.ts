/** The columns of the table of runs: a choice that the browser remembers, by the columns' ids. */

const KEY = 'strata.runColumns'

export function findColumns(storage: Storage | undefined): readonly string[] | undefined {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(KEY) ?? 'null')
    return Array.isArray(kept) && kept.every((id) => typeof id === 'string') ? kept : undefined
  } catch {
    return undefined
  }
}

export function rememberColumns(storage: Storage | undefined, ids: readonly string[] | undefined): void {
  try {
    if (ids) storage?.setItem(KEY, JSON.stringify(ids))
    else storage?.removeItem(KEY)
  } catch {
    // A browser without storage forgets the choice; this visit follows it.
  }
}
