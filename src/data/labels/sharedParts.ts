/** What the names of several files share, and what is their own. */

/** Where a name may be parted. Blanks belong to it: `ice cream`. */
const PARTING = /[._-]/

/** A number behind a word for a piece of something: `images_001`, `part 2`. */
const PART = /(^|[^\p{L}])(parts?|batch|chunk|shard|fold|volume|vol|disc|images?|imgs?)[ ._-]*\d+$/iu

/** Whether several names differ in a number alone, which counts parts of one set. */
export function areParts(names: readonly string[]): boolean {
  return (
    names.length > 1 &&
    names.every((name) => PART.test(name)) &&
    new Set(names.map((name) => name.replace(/\d+$/, ''))).size === 1
  )
}

/**
 * The ending that all names have in common, from a `-`, `_` or dot on, such as `-samples`. Empty when there is none, or when a name would have
 * nothing left.
 */
export function commonEnding(names: readonly string[]): string {
  const [first = '', ...others] = names
  if (others.length === 0) return ''
  let length = 0
  while (length < first.length && others.every((name) => name.at(-1 - length) === first.at(-1 - length))) length += 1
  const shared = first.slice(first.length - length)
  const begin = shared.search(PARTING)
  const ending = begin < 0 ? '' : shared.slice(begin)
  return names.some((name) => name.length === ending.length) ? '' : ending
}

/** The beginning that all names have in common, up to a `-`, `_` or dot, such as `full_numpy_bitmap_`. Empty as `commonEnding`. */
export function commonBeginning(names: readonly string[]): string {
  const [first = '', ...others] = names
  if (others.length === 0) return ''
  let length = 0
  while (length < first.length && others.every((name) => name[length] === first[length])) length += 1
  while (length > 0 && !PARTING.test(first[length - 1]!)) length -= 1
  return names.some((name) => name.length === length) ? '' : first.slice(0, length)
}
