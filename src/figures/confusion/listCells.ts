import { rowShares, type Confusion } from '../../model/metrics/confusion'

export interface ListedCell {
  readonly truth: number
  readonly guess: number
  readonly images: number
  /** Of the images of the true class, 0 to 1. */
  readonly share: number
}

/** The cells that hold images, at most `atMost` of them, and how many more there are. Cells with most images come first. */
export function listCells(
  confusion: Confusion,
  classes: number,
  atMost: number,
): { readonly listed: readonly ListedCell[]; readonly more: number } {
  const shares = rowShares(confusion, classes)
  const held = confusion.flatMap((images, cell): ListedCell[] =>
    images === 0
      ? []
      : [{ truth: Math.floor(cell / classes), guess: cell % classes, images, share: shares[cell] ?? 0 }],
  )
  held.sort((one, other) => other.images - one.images)
  return { listed: held.slice(0, atMost), more: Math.max(0, held.length - atMost) }
}
