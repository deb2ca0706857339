/** Tells whether labels are lists of several, as where one image shows several things: `Cardiomegaly|Effusion`. */
import { quoted } from '../../common/text'

/** Marks between labels, the surest first. A comma or a blank may as well stand inside of a name. */
const MARKS = ['|', ';', ',', ' '] as const
/** The share of parts that stand in several labels, or by themselves. */
const SHARED = 0.9

/** A sentence on them. Undefined for labels that name one thing each. */
export function noteSeveralLabels(file: string, labels: Iterable<string>): string | undefined {
  const different = [...new Set(labels)]
  for (const mark of MARKS) {
    const joined = different.filter((label) => label.includes(mark))
    if (joined.length === 0 || !areLists(different, mark)) continue
    const shown = joined[0]!
    return `Labels of ${file} such as ${quoted(shown)} name several things in one image. Each such combination is a class of its own here: a model names one class for an image.`
  }
  return undefined
}

function areLists(labels: readonly string[], mark: (typeof MARKS)[number]): boolean {
  const parts = labels.map((label) => label.split(mark).map((part) => part.trim()))
  if (parts.some((own) => own.includes('') || new Set(own).size < own.length)) return false
  const counts = new Map<string, number>()
  const alone = new Set<string>()
  for (const own of parts) {
    if (own.length === 1) alone.add(own[0]!)
    for (const part of own) counts.set(part, (counts.get(part) ?? 0) + 1)
  }
  const shared = [...counts].filter(([part, count]) => count > 1 || alone.has(part)).length
  // Lists are more than what they are made of, where a mark may be part of a name.
  const isSure = mark === '|' || mark === ';'
  return shared >= SHARED * counts.size && (isSure || labels.length > counts.size)
}
