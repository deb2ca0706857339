/**
 * How names of classes are spelled. macOS writes `é` as two signs and other systems as one, and blanks come and go: what a person reads as
 * one name is one class, wherever it stands.
 */
import { counted, joinWords, quoted } from '../../common/text'

/** Soft hyphens, blanks of no width, marks of direction. */
const UNSEEN = /[\u00AD\u200B\u200E\u200F\u2060]/g
/** Nothing in it can be spelled in another way. */
const PLAIN = /^[\x21-\x7E]*$/

const RULES: readonly { readonly what: string; apply(name: string): string }[] = [
  { what: 'how accents are encoded', apply: (name) => name.normalize('NFC') },
  { what: 'blanks', apply: (name) => name.replace(/\s+/gu, ' ').trim() },
  { what: 'signs that can’t be seen', apply: (name) => name.replace(UNSEEN, '') },
]

/** The name in Unicode's composed form (NFC), without blanks around it, and with single ones in it. One that would be left empty stays. */
export function spell(name: string): string {
  if (PLAIN.test(name)) return name
  const spelled = RULES.reduceRight((text, { apply }) => apply(text), name)
  return spelled === '' ? name : spelled
}

export interface Spelled {
  readonly labels: readonly string[]
  /** Which names were spelled in several ways, in a sentence; none where all agreed. */
  readonly notes: readonly string[]
}

/** Every label in one spelling: that of `known`, the classes which are there already, else the one that `spell` gives. */
export function spellAlike(labels: readonly string[], known: readonly string[]): Spelled {
  const names = new Map<string, string>()
  for (const name of known) if (!names.has(spell(name))) names.set(spell(name), name)
  const spellings = new Map<string, string[]>([...names.values()].map((name) => [name, [name]]))
  const nameOf = new Map<string, string>()
  for (const label of labels) {
    if (nameOf.has(label)) continue
    const name = names.get(spell(label)) ?? spell(label)
    nameOf.set(label, name)
    const ways = spellings.get(name)
    if (ways === undefined) spellings.set(name, [label])
    else if (!ways.includes(label)) ways.push(label)
  }
  return { labels: labels.map((label) => nameOf.get(label)!), notes: describe(spellings) }
}

function describe(spellings: ReadonlyMap<string, readonly string[]>): string[] {
  const several = [...spellings].filter(([, ways]) => ways.length > 1)
  const [first] = several
  if (first === undefined) return []
  // What differs is what the other rules leave different.
  const how = RULES.filter((rule) =>
    several.some(([, ways]) => {
      const others = RULES.filter((other) => other !== rule)
      return new Set(ways.map((name) => others.reduce((text, { apply }) => apply(text), name))).size > 1
    }),
  ).map(({ what }) => what)
  const difference = joinWords(how)
  const ways = first[1].length === 2 ? 'two ways' : `${first[1].length} ways`
  return several.length === 1
    ? [`${quoted(first[0])} was written in ${ways}, which differ in ${difference}, and is one class.`]
    : [
        `${counted(several.length, 'classes')}, such as ${quoted(first[0])}, were written in several ways, which differ in ${difference}: each is one class.`,
      ]
}
