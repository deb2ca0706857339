/** The tool that a person makes models for, kept in the browser. */

const KEY = 'strata.target'

export function keptTarget(storage: Storage | undefined): string | undefined {
  try {
    return storage?.getItem(KEY) ?? undefined
  } catch {
    return undefined
  }
}

export function keepTarget(storage: Storage | undefined, target: string | undefined): void {
  try {
    if (target === undefined) storage?.removeItem(KEY)
    else storage?.setItem(KEY, target)
  } catch {
    // It holds for as long as the page is open.
  }
}
