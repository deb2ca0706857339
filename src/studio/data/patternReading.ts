/** What a pattern reads off files' names, as a person sees it while it is typed. */
import type { NamesQuestion } from '../../data/importSettings'
import { parsePattern, readClass } from '../../data/namePattern'
import { formatCount } from '../../ui/format'

const EXAMPLES = 3
const LISTED = 6

export interface PatternReading {
  /** One sentence, when it can't be used. */
  readonly problem?: string
  /** One sentence on what it gives. */
  readonly outcome?: string
  /** Names of different classes, as far as there are, and one that does not fit. */
  readonly examples: readonly { readonly name: string; readonly label: string | undefined }[]
}

/** Some of the classes that a pattern gives, so that one can be told from another. */
export function listClasses(pattern: string, names: readonly string[]): string {
  const parsed = parsePattern(pattern)
  if ('problem' in parsed) return ''
  const labels = new Set(names.map((name) => readClass(parsed, name)))
  labels.delete(undefined)
  return listLabels([...labels], EXAMPLES)
}

function listLabels(labels: readonly (string | undefined)[], most: number): string {
  return labels.slice(0, most).join(', ') + (labels.length > most ? ', …' : '')
}

export function readPattern(
  pattern: string,
  { names, count, guesses, problem }: Pick<NamesQuestion, 'names' | 'count' | 'guesses' | 'problem'>,
): PatternReading {
  if (pattern === '' && problem === undefined && guesses.length < 2) {
    return { outcome: 'Without a pattern, folders say the classes.', examples: [] }
  }
  const parsed = parsePattern(pattern)
  if ('problem' in parsed) return { problem: parsed.problem, examples: [] }
  const read = names.map((name) => ({ name, label: readClass(parsed, name) }))
  const first = new Map<string | undefined, (typeof read)[number]>()
  for (const each of read) if (!first.has(each.label)) first.set(each.label, each)
  const labels = [...first.keys()].filter((label) => label !== undefined)
  const examples = [
    ...[...first.values()].filter(({ label }) => label !== undefined).slice(0, EXAMPLES),
    ...(first.has(undefined) ? [first.get(undefined)!] : []),
  ]
  if (labels.length === 0) return { problem: 'It fits none of the names.', examples }
  if (labels.length === 1) return { problem: 'It gives one class, and two are the least.', examples }
  const unfit = read.filter(({ label }) => label === undefined).length
  const of = names.length < count ? `${formatCount(names.length)} of the ${formatCount(count)}` : formatCount(count)
  const listed = listLabels(labels, LISTED) + (labels.length > LISTED ? '' : '.')
  const rest =
    unfit === 0 ? '' : ` ${formatCount(unfit)} ${unfit === 1 ? 'does not fit and is' : 'do not fit and are'} left out.`
  return { outcome: `${formatCount(labels.length)} classes in ${of} names: ${listed}${rest}`, examples }
}
