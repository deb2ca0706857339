/** What has no number stands last, whichever way the others are sorted. */
export function sortByKey<Entry extends { readonly key: number | null }>(
  entries: readonly Entry[],
  falling: boolean,
): readonly Entry[] {
  return entries.toSorted((one, other) => {
    if (one.key === null || other.key === null) return Number(one.key === null) - Number(other.key === null)
    return falling ? other.key - one.key : one.key - other.key
  })
}
