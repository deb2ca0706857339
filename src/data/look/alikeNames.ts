/** Classes whose names are nearly the same, so that they may be one: a person decides. */
import { amountOf, counted, quoted } from '../../common/text'
import { EXCLUDED, type Dataset } from '../dataset'
import type { Finding } from '../datasetFacts'
import { spell } from '../labels/spelling'

/** Names in a sentence. */
const NAMED = 3

/** What may differ between names of one class, the least first. */
const DIFFERENCES: readonly { readonly what: string; fold(name: string): string }[] = [
  { what: 'in signs that can’t be seen', fold: spell },
  { what: 'in capitals', fold: (name) => spell(name).toLowerCase() },
  { what: 'in blanks, dashes or underscores', fold: (name) => parted(spell(name)) },
  { what: 'in capitals, blanks, dashes or underscores', fold: (name) => parted(spell(name).toLowerCase()) },
]

/** With a blank for whatever parts words. */
function parted(name: string): string {
  return name.replace(/([\p{L}\p{N}])[\s_-]+(?=[\p{L}\p{N}])/gu, '$1 ')
}

interface Alike {
  readonly what: string
  /** The one with the most images first. */
  readonly names: readonly [winner: string, ...others: string[]]
}

/**
 * At most one finding a kind of difference, with at most `mostImages` of the images whose class would have another name. Single letters and
 * TeX’s commands mean other things in capitals.
 */
export function findAlikeNames({ classes, labels, splits }: Dataset, mostImages: number): Finding[] {
  const counts = new Map<string, number>(classes.map((name) => [name, 0]))
  for (const [image, label] of labels.entries()) {
    const name = classes[label]!
    if (splits[image] !== EXCLUDED) counts.set(name, counts.get(name)! + 1)
  }
  const names = classes.filter((name) => counts.get(name)! > 0)
  const groups = groupAlike(names, counts)
  const left = classes.length - groups.reduce((sum, group) => sum + group.names.length - 1, 0)
  return DIFFERENCES.flatMap(({ what }): Finding[] => {
    const own = groups.filter((group) => group.what === what)
    const [first] = own
    if (first === undefined) return []
    const merged = own.flatMap(({ names: [to, ...others] }) => others.map((from) => ({ from, to })))
    const changed = new Set(merged.map(({ from }) => classes.indexOf(from)))
    return [
      {
        kind: 'alikeNames',
        severity: 'warning',
        message: describe(own, first, counts, left > 1),
        images: [...labels.keys()]
          .filter((image) => splits[image] !== EXCLUDED && changed.has(labels[image]!))
          .slice(0, mostImages),
        ...(left > 1 && { remedy: { kind: 'merge', merged } }),
      },
    ]
  })
}

function groupAlike(names: readonly string[], counts: ReadonlyMap<string, number>): Alike[] {
  const groups = new Map<string, string[]>()
  for (const name of names) {
    if (!mayDiffer(name)) continue
    const key = DIFFERENCES.at(-1)!.fold(name)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [name])
    else group.push(name)
  }
  return [...groups.values()].flatMap((group): Alike[] => {
    const [winner, ...others] = group.toSorted((a, b) => counts.get(b)! - counts.get(a)!)
    if (winner === undefined || others.length === 0) return []
    const { what } = DIFFERENCES.find(({ fold }) => new Set(group.map(fold)).size === 1)!
    return [{ what, names: [winner, ...others] }]
  })
}

function mayDiffer(name: string): boolean {
  return /^..+$/su.test(spell(name)) && /\p{L}/u.test(name) && !name.startsWith('\\')
}

function describe(
  groups: readonly Alike[],
  { what, names }: Alike,
  counts: ReadonlyMap<string, number>,
  canMerge: boolean,
): string {
  const inWords = ({ names: all }: Alike): string => all.map(quoted).join(' and ')
  if (!canMerge) {
    return `${inWords({ what, names })} differ ${what} alone. If they are the same, the data have one class, and a classifier needs at least two.`
  }
  if (groups.length === 1) {
    const each = names.map((name) => `${quoted(name)} (${amountOf(counts.get(name)!, 'image')})`).join(' and ')
    const more = counts.get(names[0])! > counts.get(names[1]!)! ? ', which has more images' : ''
    return `${each} differ ${what} alone. If they are the same, make them one class, ${quoted(names[0])}${more}.`
  }
  const shown = groups.slice(0, NAMED).map(inWords).join(', ')
  const rest = groups.length > NAMED ? ` and ${counted(groups.length - NAMED, 'more')}` : ''
  return `Classes differ ${what} alone: ${shown}${rest}. If they are the same, make each one class: it has the name with more images, which stands first.`
}
