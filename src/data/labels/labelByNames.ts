/** Labels the images that no table names by their files' names, where these say the classes, or a person says so. */
import { quoted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import type { SourceEntry } from '../../files/sourceEntry'
import { type ImportSettings, type NamesQuestion, QuestionRaised } from '../importSettings'
import { type NamePattern, parsePattern, readClass, withoutEnding } from '../namePattern'
import { findNamePatterns, JOINED, JOINED_PATTERN } from './classesInNames'
import { fileName } from './fileNames'
import { spread } from './matchPaths'

/** Names that a person sees a pattern tried on. */
const SHOWN_NAMES = 300
/** Names that are compared with the folders. */
const COMPARED_NAMES = 512

export interface NameLabels {
  /** For each image, its class by its name; undefined where the name has none, and where folders say the classes. */
  readonly labels: readonly (string | undefined)[]
  /** For each image, the pattern that its name was read by; undefined where folders say the classes. */
  readonly patterns: readonly (string | undefined)[]
  /** By the place of images: how their names are read, as a question to whom it does not suit. */
  readonly questions: ReadonlyMap<string, NamesQuestion>
}

export interface NameOptions {
  readonly settings: Pick<ImportSettings, 'names'>
  /** For each image, its class by the folders. */
  readonly byFolders: readonly (string | undefined)[]
  /** Classes that there are already. */
  readonly known: ReadonlySet<string>
  /** Decisions made where the files said nothing, in sentences. */
  readonly notes: string[]
}

/** The key in `ImportSettings.names`: an image's archive, its outermost folder, or nothing. */
export function placeOf({ archive, path }: { readonly archive?: string | undefined; readonly path: string }): string {
  if (archive !== undefined) return archive
  const slash = path.indexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}

/**
 * Reads classes off names where a person gave the pattern for the images' place. Where nobody did and folders say no class, the names are
 * looked at.
 *
 * Throws QuestionRaised where they say several things, and ImportError for a pattern that is none.
 */
export function labelByNames(entries: readonly SourceEntry[], options: NameOptions): NameLabels {
  const { settings, byFolders, known, notes } = options
  const places = entries.map(placeOf)
  const names = entries.map(({ path }) => fileName(path))
  const given = new Map<string, string>()
  for (const place of new Set(places)) {
    if (Object.hasOwn(settings.names, place)) given.set(place, settings.names[place]!)
  }
  for (const place of findProjects(entries, places)) {
    if (given.has(place)) continue
    given.set(place, JOINED_PATTERN)
    notes.push(noteProject(place, names[places.indexOf(place)]!))
  }
  const open = [...names.keys()].filter((i) => !given.has(places[i]!))
  const openNames = open.map((i) => names[i]!)
  const folders = new Set(open.map((i) => byFolders[i]).filter((label) => label !== undefined))
  // A single folder is a class only after others. Then names of those others say more.
  const saysFolder = folders.size > 1 || [...folders].some((label) => known.has(label))
  const guesses = saysFolder ? [] : findNamePatterns(openNames, known)
  const describe = (place: string): NamesQuestion => {
    const pattern = given.get(place) ?? guesses[0] ?? ''
    const alike = new Set(places.filter((other) => (given.get(other) ?? guesses[0] ?? '') === pattern))
    return {
      kind: 'names',
      file: place === '' ? names[places.indexOf('')]! : place,
      places: [...alike],
      ...sampleOf(names.filter((_, i) => alike.has(places[i]!))),
      guesses,
      pattern,
    }
  }
  if (guesses.length > 1) throw new QuestionRaised(describe(places[open[0]!]!))
  const found = guesses[0]
  const parsed = new Map<string, NamePattern | undefined>()
  for (const place of new Set(places)) parsed.set(place, toPattern(given.get(place) ?? found ?? ''))
  const labels = names.map((name, i) => {
    const pattern = parsed.get(places[i]!)
    return pattern && readClass(pattern, name)
  })
  if (found !== undefined)
    notes.push(
      noteGuess(
        found,
        open.map((i) => [names[i]!, labels[i]]),
      ),
    )
  else if (saysFolder)
    notes.push(
      ...noteOthers(
        openNames,
        open.map((i) => byFolders[i]),
      ),
    )
  const questions = new Map<string, NamesQuestion>()
  for (const place of new Set(places)) {
    const asked = [...questions.values()].find((question) => question.places.includes(place))
    questions.set(place, asked ? { ...asked, file: place === '' ? asked.file : place } : describe(place))
  }
  return {
    labels,
    patterns: places.map((place) => given.get(place) || (given.has(place) ? undefined : found)),
    questions,
  }
}

/**
 * The archives of Teachable Machine's projects that came beside other images: the names of these may say nothing, and those of the archives
 * no class. Alone, a project is read as all names are.
 */
function findProjects(entries: readonly SourceEntry[], places: readonly string[]): string[] {
  const doJoin = new Map<string, boolean>()
  for (const [i, { archive, path }] of entries.entries()) {
    const place = places[i]!
    doJoin.set(place, archive !== undefined && JOINED.test(withoutEnding(path)) && doJoin.get(place) !== false)
  }
  return doJoin.size < 2 ? [] : [...doJoin].filter(([, joins]) => joins).map(([place]) => place)
}

function noteProject(place: string, name: string): string {
  const label = readClass(toPattern(JOINED_PATTERN)!, name) ?? ''
  return `The classes of ${place} were read off its files’ names, as Teachable Machine writes them: ${quoted(name)} is of class ${quoted(label)}. “Names …” under How it was read changes that.`
}

function sampleOf(names: readonly string[]): Pick<NamesQuestion, 'names' | 'count'> {
  return { names: spread(names, SHOWN_NAMES), count: names.length }
}

function toPattern(text: string): NamePattern | undefined {
  if (text === '') return undefined
  const parsed = parsePattern(text)
  if ('problem' in parsed) throw new ImportError(`${quoted(text)} is no pattern of names. ${parsed.problem}`)
  return parsed
}

function noteGuess(pattern: string, images: readonly (readonly [name: string, label: string | undefined])[]): string {
  const [name = '', label = ''] = images.find(([, each]) => each !== undefined) ?? []
  return `No folder or table says the classes, so they were read off the files’ names by ${pattern}: ${quoted(name)} is of class ${quoted(label)}. “Names …” under How it was read changes that.`
}

/** Names that say other classes than the folders do: the folders count, but may be people or days. */
function noteOthers(names: readonly string[], byFolders: readonly (string | undefined)[]): string[] {
  const some = spread([...names.keys()], COMPARED_NAMES)
  const [text, second] = findNamePatterns(some.map((i) => names[i]!))
  const pattern = text === undefined || second !== undefined ? undefined : toPattern(text)
  if (pattern === undefined) return []
  const inFolders = new Map<string, Set<string | undefined>>()
  const ofNames = new Map<string | undefined, Set<string>>()
  for (const i of some) {
    const label = readClass(pattern, names[i]!)
    if (label === undefined || !/\p{L}/u.test(label)) continue
    inFolders.set(label, (inFolders.get(label) ?? new Set()).add(byFolders[i]))
    ofNames.set(byFolders[i], (ofNames.get(byFolders[i]) ?? new Set()).add(label))
  }
  const doCross = [inFolders, ofNames].every(
    (map) => map.size > 1 && [...map.values()].every((partners: ReadonlySet<unknown>) => partners.size > 1),
  )
  if (!doCross) return []
  const [label = ''] = [...inFolders.keys()]
  return [
    `The folders were taken for the classes. The files’ names say others by ${text}, such as ${quoted(label)}: “Names …” under How it was read takes those.`,
  ]
}
