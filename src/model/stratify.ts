/** How many images of each class a share of a set takes. */

/**
 * Takes share × n images of a class with n images, rounded down or up so that the total is the share of all images, rounded. The largest
 * remainders are rounded up first; of equal ones, that of the lower class. One image of each class always stays.
 *
 * @param perClass one count a class, in order.
 * @param share from 0 to below 1.
 */
export function stratify(perClass: readonly number[], share: number): readonly number[] {
  const exact = perClass.map((images) => images * share)
  const taken = exact.map(Math.floor)
  const missing = Math.round(sumOf(perClass) * share) - sumOf(taken)
  const byRemainder = [...exact.keys()].toSorted((a, b) => (exact[b]! % 1) - (exact[a]! % 1))
  for (const label of byRemainder.slice(0, missing)) taken[label]! += 1
  return taken.map((count, label) => Math.max(0, Math.min(count, perClass[label]! - 1)))
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
