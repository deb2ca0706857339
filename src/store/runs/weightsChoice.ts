/** Whether the weights of runs are kept: a choice that the browser remembers. */

const KEY = 'strata.keepWeights'

export function findKeepsWeights(storage: Storage | undefined): boolean {
  try {
    return storage?.getItem(KEY) !== 'no'
  } catch {
    return true
  }
}

export function rememberKeepsWeights(storage: Storage | undefined, keeps: boolean): void {
  try {
    storage?.setItem(KEY, keeps ? 'yes' : 'no')
  } catch {
    // A browser without storage forgets the choice; this visit follows it.
  }
}
