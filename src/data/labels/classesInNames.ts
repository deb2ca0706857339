/** Finds out whether the names of files say their classes, as `cat.0.jpg` and `dog.1.jpg` do, and by which pattern. */
import { MAX_CLASSES } from '../classes'
import { parsePattern, readClass, withoutEnding } from '../namePattern'
import { splitOfName } from './fileNames'
import { spread } from './matchPaths'

/** Names that are looked at, from all over the set. */
const LOOKED_AT = 2048
/** Fewer say nothing. */
const FEWEST_NAMES = 4
/** The share of names that may be numbers or checksums alone: images to be predicted, beside those with a class. */
const MOST_BARE = 0.75
/** The share of the other names that must fit. */
const FEWEST_FITTING = 0.95
/** The share of the images whose class has others too. */
const FEWEST_SHARED = 0.9
/** Images a class, at the least: of words, and of numbers, which are something else more often. */
const FEWEST_OF = { word: 2, number: 4 } as const

const SEPARATOR = /([^\p{L}\p{M}\p{N}]+)/u
const LETTER = /\p{L}/u
const NUMBER = /^\d+$/
/** A number, a checksum or a UUID, and nothing else. */
const BARE = /^(\d+|[\da-f]{16,}|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})$/i
const CHECKSUM = /^(?=.*\d)(?=.*[a-f])[\da-f]{8,}$/i
const YEAR = /^(19|20)\d\d$/
const DATE = /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(\d{2,9})?$/
/** Words that cameras, telephones and programs write, whatever is seen. */
const IDLE_WORDS =
  /^(img|imag|image|images|pict?|picture|photo|foto|bild|dsc|dscn|dscf|dcim|pxl|mvimg|vid|video|clip|gopr?|gh|p|sam|scan|scanned|doc|document|untitled|unnamed|file|data|sample|example|frame|frames|screen|screenshot|screen shot|bildschirmfoto|snapshot|snap|capture|cam|camera|webcam|whatsapp image|wa|signal|telegram|fb|received|collage|at|am|pm|copy|kopie|edited|burst|cover|mp|page|part|chunk|batch|tile|crop|patch|row|col|column|slice|block|index|item|no|nr|number|left out|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)$/i
/** Words before numbers that are places in an image or a film. */
const PLACED = /^(frame|frames|tile|crop|patch|page|row|col|column|slice|block|video|clip|part|chunk)$/i
/** Teachable Machine joins class and number so, in names without their endings. */
export const JOINED = /^.+-!-\d+$/
export const JOINED_PATTERN = '{class}-!-#'

interface Candidate {
  readonly pattern: string
  /** For each name, its class. */
  readonly labels: readonly (string | undefined)[]
  readonly classes: ReadonlySet<string>
  readonly kind: 'word' | 'number'
  /** The field of the name that it is, from 0; absent where it is none of one. */
  readonly field?: number
}

/** A name at its separators. All are alike in these. */
interface Fields {
  readonly separators: readonly string[]
  /** For each name its fields; undefined where its separators are others. */
  readonly rows: readonly (readonly string[] | undefined)[]
}

/**
 * The patterns by which files' names, without folders, say classes: none where they don't, one that is clear, or several that are about as
 * likely, in the order of the name. Classes that are `known` already count more than any others.
 */
export function findNamePatterns(fileNames: readonly string[], known: ReadonlySet<string> = new Set()): string[] {
  const looked = spread(fileNames, LOOKED_AT).map((name) => withoutEnding(name.normalize('NFC')))
  const names = looked.filter((name) => !BARE.test(name))
  if (names.length < FEWEST_NAMES && known.size === 0) return []
  if (names.length === 0 || looked.length - names.length > MOST_BARE * looked.length) return []
  const test = (pattern: string, field?: number): Candidate[] => testPattern(pattern, names, known, field)
  if (shareOf(names, (name) => JOINED.test(name)) >= FEWEST_FITTING) return [JOINED_PATTERN]

  const split = names.map((name) => name.split(SEPARATOR))
  const fields = alignFields(split)
  const before = beforeNumber(names, split).flatMap((pattern) => test(pattern))
  const single = fields === undefined ? atEnds(split).flatMap((pattern) => test(pattern)) : testFields(fields, test)
  const knownOnes = [...before, ...single].filter(({ classes }) => known.size > 0 && isWithin(classes, known))
  if (knownOnes[0] !== undefined) return [knownOnes[0].pattern]
  const likely = fields === undefined ? single : withoutCounters(single, fields)
  return choose(before[0], likely).map(({ pattern }) => pattern)
}

/** Whole, and not only numbered things of one name: the part of the name before its first number. */
function beforeNumber(names: readonly string[], split: readonly (readonly string[])[]): string[] {
  const tails = new Map<string, string[]>()
  for (const parts of split) {
    const number = parts.findIndex((part, i) => i > 0 && i % 2 === 0 && NUMBER.test(part))
    if (number < 0 || !LETTER.test(parts.slice(0, number).join(''))) continue
    const separator = parts[number - 1]!
    const tail = parts.slice(number + 1).join('')
    const own = tails.get(separator)
    if (own === undefined) tails.set(separator, [tail])
    else own.push(tail)
  }
  const [separator, own] = [...tails].toSorted(([, a], [, b]) => b.length - a.length)[0] ?? []
  if (separator !== undefined && own !== undefined && own.length >= FEWEST_FITTING * names.length) {
    const isOne = own.every((tail) => tail === own[0])
    return [`{class}${separator}#${isOne && /^[^\p{L}\p{N}]*$/u.test(own[0]!) ? own[0]! : '*'}`]
  }
  return shareOf(names, (name) => /\p{L}\d+$/u.test(name)) >= FEWEST_FITTING ? ['{class}#'] : []
}

/** The first and the last part, by a separator that nearly all names have there. */
function atEnds(split: readonly (readonly string[])[]): string[] {
  const commonest = (place: (parts: readonly string[]) => string | undefined): string | undefined => {
    const counts = new Map<string, number>()
    for (const parts of split) {
      const separator = place(parts)
      if (separator !== undefined) counts.set(separator, (counts.get(separator) ?? 0) + 1)
    }
    const [separator, count] = [...counts].toSorted(([, a], [, b]) => b - a)[0] ?? []
    return count !== undefined && count >= FEWEST_FITTING * split.length ? separator : undefined
  }
  const first = commonest((parts) => parts[1])
  const last = commonest((parts) => (parts.length > 2 ? parts.at(-2) : undefined))
  return [...(first === undefined ? [] : [`{class}${first}*`]), ...(last === undefined ? [] : [`*${last}{class}`])]
}

/** Undefined when the names have different separators, or none. */
function alignFields(split: readonly (readonly string[])[]): Fields | undefined {
  const counts = new Map<string, number>()
  const keys = split.map((parts) => parts.filter((_, i) => i % 2 === 1).join('\n'))
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  const [key, count] = [...counts].toSorted(([, a], [, b]) => b - a)[0]!
  if (key === '' || count < FEWEST_FITTING * split.length) return undefined
  const rows = split.map((parts, i) => (keys[i] === key ? parts.filter((_, k) => k % 2 === 0) : undefined))
  return { separators: key.split('\n'), rows }
}

function testFields({ separators, rows }: Fields, test: (pattern: string, field: number) => Candidate[]): Candidate[] {
  const aligned = rows.filter((row) => row !== undefined)
  const columns = Array.from({ length: separators.length + 1 }, (_, field) => aligned.map((row) => row[field]!))
  const isPlaced = columns.some((column) => PLACED.test(column[0]!) && column.every((value) => value === column[0]))
  const date = columns.findIndex((column, i) => isDate(column, columns[i + 1]))
  const last = columns.length - 1
  return columns.flatMap((_, field) => {
    const begin = columns.slice(0, field).map((column, i) => describeField(column) + separators[i]!)
    // From the end where there the field is the nearest, so that names of more fields fit too.
    const lead = field === last && field > 1 ? `*${separators[field - 1]!}` : begin.join('')
    const pattern = `${lead}{class}${field === last ? '' : `${separators[field]!}*`}`
    return test(pattern, field).filter(({ kind }) => kind === 'word' || (!isPlaced && (date < 0 || field < date)))
  })
}

/** How a pattern writes a field that is not the class. */
function describeField(column: readonly string[]): string {
  const [first = ''] = column
  if (!NUMBER.test(first) && column.every((value) => value === first)) return first === '' ? '*' : first
  return column.every((value) => NUMBER.test(value)) ? '#' : '*'
}

function isDate(column: readonly string[], next: readonly string[] = []): boolean {
  if (shareOf(column, (value) => DATE.test(value)) > 0.5) return true
  return (
    shareOf(column, (value) => YEAR.test(value)) > 0.5 &&
    shareOf(next, (value) => NUMBER.test(value) && Number(value) >= 1 && Number(value) <= 12) > 0.5
  )
}

/** The candidate, where its classes may be classes. */
function testPattern(
  pattern: string,
  names: readonly string[],
  known: ReadonlySet<string>,
  field: number | undefined,
): Candidate[] {
  const parsed = parsePattern(pattern)
  if ('problem' in parsed) return []
  const labels = names.map((name) => readClass(parsed, `${name}.png`))
  const counts = new Map<string, number>()
  for (const label of labels) if (label !== undefined) counts.set(label, (counts.get(label) ?? 0) + 1)
  const classes = new Set(counts.keys())
  const fitting = [...counts.values()].reduce((sum, count) => sum + count, 0)
  if (fitting < FEWEST_FITTING * names.length || fitting === 0) return []
  const kind = [...classes].some((label) => LETTER.test(label)) ? 'word' : 'number'
  const candidate = { pattern, labels, classes, kind, ...(field === undefined ? {} : { field }) } as const
  if (known.size > 0 && isWithin(classes, known)) return [candidate]
  if (classes.size < 2 || classes.size > MAX_CLASSES || fitting < FEWEST_OF[kind] * classes.size) return []
  const shared = [...counts.values()].reduce((sum, count) => sum + (count > 1 ? count : 0), 0)
  if (shared < FEWEST_SHARED * fitting) return []
  return [...classes].filter(isIdle).length * 2 > classes.size || areOfOther([...classes]) ? [] : [candidate]
}

/** Says nothing of what is seen. */
function isIdle(label: string): boolean {
  return IDLE_WORDS.test(label.replace(/[\d\s_.-]+$/, '')) || splitOfName(label) !== undefined || CHECKSUM.test(label)
}

/** Numbers that are too long for classes, or years. */
function areOfOther(labels: readonly string[]): boolean {
  const numbers = labels.filter((label) => NUMBER.test(label))
  if (numbers.length < labels.length) return false
  return numbers.some((label) => label.length > 4) || numbers.every((label) => YEAR.test(label))
}

/** Without fields that count the images of the fields before them. */
function withoutCounters(candidates: readonly Candidate[], { rows }: Fields): Candidate[] {
  return candidates.filter((candidate) => {
    const { kind, field } = candidate
    if (kind !== 'number' || field === undefined || field === 0) return true
    const aligned = rows.filter((row) => row !== undefined)
    const leads = new Set(aligned.map((row) => row.slice(0, field).join('\n')))
    if (2 * leads.size > aligned.length) return true
    const pairs = new Set(aligned.map((row) => row.slice(0, field + 1).join('\n')))
    if (pairs.size < aligned.length) return true
    // Each of one number with each of another, and about as many of both: either may count the other.
    const count = candidate.classes.size
    const isLead = (other: Candidate): boolean =>
      other.kind === 'number' && (other.field ?? field) < field && other.classes.size === leads.size
    return pairs.size === leads.size * count && count < 2 * leads.size && candidates.some(isLead)
  })
}

/** Those that are about as likely. `before` is what stands before the first number. */
function choose(before: Candidate | undefined, fields: readonly Candidate[]): Candidate[] {
  const different = [...(before === undefined ? [] : [before]), ...fields].filter(
    (candidate, i, all) =>
      !all.slice(0, i).some((earlier) => isFunctionOf(candidate, earlier) && isFunctionOf(earlier, candidate)),
  )
  if (before === undefined || before.kind === 'number')
    return different.filter((candidate) => !isFinerThanAnother(candidate, different))
  const inside = different.filter((candidate) => candidate !== before && isFunctionOf(candidate, before))
  // `happy_ann_1` and `sad_ann_2` say two things, where `great_pyrenees_1` and `great_dane_2` say one.
  const crossing = inside.filter((one) => inside.some((other) => other !== one && doCross(one, other)))
  return crossing.length > 1 ? crossing : [before]
}

/** Whether a candidate is two others in one, such as a class with a person. */
function isFinerThanAnother(candidate: Candidate, all: readonly Candidate[]): boolean {
  return candidate.field === undefined && all.some((other) => other !== candidate && isFunctionOf(other, candidate))
}

/** Whether all of one class of `other` are of one class of `candidate`. */
function isFunctionOf(candidate: Candidate, other: Candidate): boolean {
  const known = new Map<string | undefined, string | undefined>()
  return candidate.labels.every((label, i) => {
    const key = other.labels[i]
    if (key === undefined || label === undefined) return true
    if (!known.has(key)) known.set(key, label)
    return known.get(key) === label
  })
}

/** Whether most classes of each come with several of the other. */
function doCross(one: Candidate, other: Candidate): boolean {
  const isSpread = (a: Candidate, b: Candidate): boolean => {
    const partners = new Map<string, Set<string | undefined>>()
    for (const [i, label] of a.labels.entries()) {
      if (label === undefined) continue
      const own = partners.get(label)
      if (own === undefined) partners.set(label, new Set([b.labels[i]]))
      else own.add(b.labels[i])
    }
    return shareOf([...partners.values()], (own) => own.size > 1) > 0.5
  }
  return isSpread(one, other) && isSpread(other, one)
}

function isWithin(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  return [...some].every((each) => all.has(each))
}

function shareOf<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(holds).length / items.length
}
