/** Whether the weights of runs are kept: a choice that the browser remembers. They are not until a person says so. */

const KEY = 'strata.keepWeights'

export function findKeepsWeights(storage: Storage | undefined): boolean {
  try {
    return storage?.getItem(KEY) === 'yes'
  } catch {
    return false
  }
}

export function rememberKeepsWeights(storage: Storage | undefined, keeps: boolean): void {
  try {
    if (keeps) storage?.setItem(KEY, 'yes')
    else storage?.removeItem(KEY)
  } catch {
    // A browser without storage forgets the choice; this visit follows it.
  }
}
