/** Finding the entries of a menu by a few typed letters. */

interface Entry {
  readonly name: string
  readonly description?: string
  readonly group?: string
  readonly keywords?: readonly string[]
}

/**
 * The entries that the query fits, groups and entries by how well: a name that begins with it, a word of the name, any part of the name,
 * a keyword, a word of the description or the group. Spaces and case make no difference to names. Without a query, all as they are.
 */
export function findItems<Item extends Entry>(items: readonly Item[], query: string): readonly Item[] {
  const wanted = squeeze(query)
  if (wanted === '') return items
  const found = items.map((item) => ({ item, rank: rankOf(item, wanted, query) })).filter(({ rank }) => rank < NONE)
  const best = new Map<string | undefined, number>()
  for (const { item, rank } of found) best.set(item.group, Math.min(rank, best.get(item.group) ?? NONE))
  const groups = [...best].toSorted(([, one], [, other]) => one - other).map(([group]) => group)
  return groups.flatMap((group) =>
    found
      .filter(({ item }) => item.group === group)
      .toSorted((one, other) => one.rank - other.rank)
      .map(({ item }) => item),
  )
}

const NONE = 5

function rankOf({ name, description = '', group = '', keywords = [] }: Entry, wanted: string, query: string): number {
  const squeezed = squeeze(name)
  if (squeezed.startsWith(wanted)) return 0
  if (wordsOf(name).some((word) => word.startsWith(wanted))) return 1
  if (squeezed.includes(wanted)) return 2
  if (keywords.some((keyword) => squeeze(keyword).startsWith(wanted))) return 3
  const words = query.trim().toLowerCase().split(/\s+/)
  const text = ` ${description} ${group} ${keywords.join(' ')}`.toLowerCase()
  return words.every((word) => text.includes(` ${word}`)) ? 4 : NONE
}

function squeeze(text: string): string {
  return text.toLowerCase().replace(/\s+/g, '')
}

/** `SpatialDropout2D` is of the words `spatial`, `dropout` and `2d`. */
function wordsOf(name: string): readonly string[] {
  return (name.match(/[A-Z]?[a-z]+|\d+[A-Za-z]*|[A-Z]+(?![a-z])/g) ?? []).map((word) => word.toLowerCase())
}
