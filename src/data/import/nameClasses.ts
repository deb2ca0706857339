/** Names the classes of images whose labels are numbers, after a table that came with them. */
import { counted, quoted } from '../../common/text'
import type { SourceEntry } from '../../files/sourceEntry'
import type { ImageSet } from '../imageSet'
import { type ClassNames, keyOf, nameLabels, type Naming } from '../labels/classNames'
import type { FileReport } from './fileReport'

const KIND = 'names of classes'

export interface NamedSets {
  readonly sets: ImageSet[]
  /** The tables that speak of these classes, whether they were used or not: they are reported. */
  readonly known: ReadonlySet<SourceEntry>
}

interface Around {
  /** The classes of the dataset that the images are added to. */
  readonly classes: readonly string[]
  readonly report: FileReport
  /** Takes sentences. */
  readonly notes: string[]
}

/** Where a table leaves anything in doubt, or several differ, the classes keep their numbers, and a note says why. */
export function nameClasses(
  sets: ImageSet[],
  tables: readonly ClassNames[],
  { classes, report, notes }: Around,
): NamedSets {
  const labels = [...new Set(sets.flatMap((set) => set.labels))]
  const known = tables.flatMap((table) => {
    const naming = labels.length === 0 ? undefined : nameLabels(table, labels)
    return naming === undefined ? [] : [{ table, naming }]
  })
  const entries = new Set(known.map(({ table }) => entryOf(table)))
  const keep = (why: string): NamedSets => {
    notes.push(why)
    for (const { table, naming } of known) {
      report.add(entryOf(table), KIND, 'why' in naming ? `not used: ${naming.why}` : 'not used: see the notes', false, {
        table: 'in',
      })
    }
    return { sets, known: entries }
  }
  const [first] = known
  const areNumbered = classes.some((name) => keyOf(name) !== undefined)
  if (first === undefined) {
    const areNumbers = labels.length > 0 && labels.every((label) => keyOf(label) !== undefined)
    if (areNumbers && classes.length > 0 && !areNumbered) {
      notes.push(
        'The labels of the added files are numbers, and the classes of the data at hand have names, so they are classes of their own: add them together with the table that names the classes.',
      )
    }
    return { sets, known: entries }
  }
  if (areNumbered) {
    return keep(
      `The classes of the data that these are added to have numbers for names, so the new ones keep theirs too: drop all files at once to have them named by ${pathOf(first.table)}.`,
    )
  }
  const fitting = known.filter((each): each is Fitting => 'names' in each.naming)
  const [best, rival] = likeliest(fitting, sets)
  if (best === undefined) {
    const why = 'why' in first.naming ? first.naming.why : ''
    return keep(`${pathOf(first.table)} may name the classes, but ${why}, so they keep their numbers.`)
  }
  if (rival !== undefined) {
    return keep(
      `${pathOf(best.table)} and ${pathOf(rival.table)} name the classes differently, so they keep their numbers: take one of the two out under How it was read.`,
    )
  }
  for (const { table, naming } of known) {
    if (table === best.table) continue
    const why =
      'why' in naming
        ? naming.why
        : isSame(naming.names, best.naming.names)
          ? 'it has the same names'
          : `${pathOf(best.table)} fits better by its name`
    report.add(entryOf(table), KIND, `not used: ${why}`, false, { table: 'in' })
  }
  const { names } = best.naming
  report.add(entryOf(best.table), KIND, `${counted(names.size, 'classes')}, ${best.table.from}`, true, { table: 'in' })
  notes.push(describe(best, labels))
  return { sets: sets.map((set) => ({ ...set, labels: set.labels.map((label) => names.get(label)!) })), known: entries }
}

interface Fitting {
  readonly table: ClassNames
  readonly naming: Extract<Naming, { readonly names: unknown }>
}

/** The one that fits; two, where they differ and nothing tells which is meant. Among EMNIST's tables the file's name does. */
function likeliest(fitting: readonly Fitting[], sets: readonly ImageSet[]): Fitting[] {
  const words = new Set(sets.flatMap(({ paths: [path = ''] }) => wordsOf(path)))
  const shared = ({ table }: Fitting): number => new Set(wordsOf(pathOf(table)).filter((word) => words.has(word))).size
  const most = Math.max(...fitting.map(shared))
  const [best, ...others] = fitting.filter((each) => shared(each) === most)
  if (best === undefined) return []
  const rival = others.find(({ naming }) => !isSame(naming.names, best.naming.names))
  return rival === undefined ? [best] : [best, rival]
}

function wordsOf(path: string): string[] {
  return path
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

function isSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return [...one].every(([label, name]) => other.get(label) === name)
}

function describe({ table, naming: { names } }: Fitting, labels: readonly string[]): string {
  const inOrder = labels.toSorted((a, b) => Number(a) - Number(b))
  const some = inOrder.slice(0, 2).map((label) => `${quoted(label)} is ${quoted(names.get(label)!)}`)
  const more = inOrder.length > 2 ? ' and so on' : ''
  const pairs = table.hasPairs
    ? ' A class of two letters, such as a capital and its small one, has both as its name.'
    : ''
  return `${pathOf(table)} names the classes: ${some.join(', ')}${more}.${pairs} “Not this table” under How it was read keeps the numbers.`
}

function entryOf({ table }: ClassNames): SourceEntry {
  return table.entry
}

function pathOf(table: ClassNames): string {
  return entryOf(table).path
}
