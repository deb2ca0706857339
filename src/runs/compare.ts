/** What changed from one run to another, class by class: in numbers and in words. */
import { classificationReport } from '../model/metrics/classification'
import { rowShares, rowSums, type Confusion } from '../model/metrics/confusion'
import type { Evaluation } from '../model/metrics/evaluation'

/**
 * How much the answers for the images of a class are scattered: the Shannon entropy, in nats, of a row of the confusion matrix. 0 when all
 * are taken for one class, which need not be the right one; ln(classes) when they are spread evenly. `null` without images. As
 * `scipy.stats.entropy`.
 */
export function entropyOf(counts: readonly number[]): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  return counts.reduce((sum, count) => (count > 0 ? sum - (count / total) * Math.log(count / total) : sum), 0)
}

/** `null` where it is undefined on either side. */
export interface Change {
  readonly before: number | null
  readonly after: number | null
  readonly change: number | null
}

export interface ClassChange {
  readonly name: string
  readonly f1: Change
  readonly entropy: Change
}

type Look = Pick<Evaluation, 'classes' | 'confusion'>

/** The classes that both looks have, matched by name, in the order of the first. */
export function changesByClass(before: Look, after: Look): readonly ClassChange[] {
  const [first, second] = [scoresOf(before), scoresOf(after)]
  return before.classes.flatMap((name): ClassChange[] => {
    const [one, other] = [first.get(name), second.get(name)]
    if (!one || !other) return []
    return [{ name, f1: changeOf(one.f1, other.f1), entropy: changeOf(one.entropy, other.entropy) }]
  })
}

function scoresOf({ classes, confusion }: Look): ReadonlyMap<string, { f1: number | null; entropy: number | null }> {
  const { perClass } = classificationReport(confusion, classes.length)
  return new Map(
    classes.map((name, at) => [
      name,
      {
        f1: perClass[at]?.f1 ?? null,
        entropy: entropyOf(confusion.slice(at * classes.length, (at + 1) * classes.length)),
      },
    ]),
  )
}

function changeOf(before: number | null, after: number | null): Change {
  return { before, after, change: before === null || after === null ? null : after - before }
}

/** Below this a change is one of rounding, not of answers. */
const NOTHING = 1e-9

/**
 * `From A to B, 3 of 10 classes improved in F1, most of all 8 (0.812 to 0.934); 2 got worse, most of all 4 (0.900 to 0.880). The entropy fell
 * in 5 of 10 classes, most of all in 8 (0.51 to 0.32 nats), and rose in 1: 4 (0.02 to 0.03 nats).`
 */
export function describeChanges(changes: readonly ClassChange[], before: string, after: string): string {
  const all = changes.length
  if (all === 0) return `${before} and ${after} have no class in common.`
  const better = extreme(changes, 'f1', 1)
  const worse = extreme(changes, 'f1', -1)
  const parts = [
    better && `${better.count} of ${all} classes improved in F1${most(better, 'f1')}`,
    worse &&
      `${worse.count}${better ? '' : ` of ${all} classes`} got worse${better ? '' : ' in F1'}${most(worse, 'f1')}`,
  ].filter((part) => part !== undefined)
  const f1 = parts.length === 0 ? 'no class changed in F1' : parts.join('; ')
  return `From ${before} to ${after}, ${f1}. ${describeEntropy(changes)}`
}

function describeEntropy(changes: readonly ClassChange[]): string {
  const moves = [
    { verb: 'fell', found: extreme(changes, 'entropy', -1) },
    { verb: 'rose', found: extreme(changes, 'entropy', 1) },
  ].toSorted((one, other) => Number(!one.found) - Number(!other.found))
  const [first, second] = moves.map(({ verb, found }, at) => {
    const all = at === 0 ? ` of ${changes.length} classes` : ''
    return found && `${verb} in ${found.count}${all}${most(found, 'entropy')}`
  })
  if (first === undefined) return 'The entropy changed in no class.'
  return `The entropy ${first}${second === undefined ? `; it ${moves[1]!.verb} in none` : `, and ${second}`}.`
}

interface Extreme {
  readonly count: number
  readonly most: ClassChange
}

/** `, most of all 8 (0.812 to 0.934)` of F1, `, most of all in 8 (…)` of entropy, or `: 8 (…)` where it is the only one. */
function most({ count, most: { name, ...scores } }: Extreme, what: 'f1' | 'entropy'): string {
  const { before, after } = scores[what]
  const [digits, unit, where] = what === 'f1' ? [3, '', ''] : [2, ' nats', 'in ']
  const range = `${(before ?? 0).toFixed(digits)} to ${(after ?? 0).toFixed(digits)}${unit}`
  return `${count === 1 ? ': ' : `, most of all ${where}`}${name} (${range})`
}

function extreme(changes: readonly ClassChange[], what: 'f1' | 'entropy', sign: 1 | -1): Extreme | undefined {
  const along = (change: ClassChange): number => sign * (change[what].change ?? 0)
  const moved = changes.filter((change) => along(change) > NOTHING)
  const [first, ...others] = moved
  if (!first) return undefined
  return { count: moved.length, most: others.reduce((most, one) => (along(one) > along(most) ? one : most), first) }
}

/** What the cells of a matrix show: images, or shares of their row. */
export type CellUnit = 'counts' | 'shares'

/**
 * `after` - `before`, cell by cell; nothing unless both have the same classes in the same order. Shares are from -1 to 1, and NaN in a row
 * that has no images on either side.
 */
export function subtract(before: Look, after: Look, unit: CellUnit): Confusion | undefined {
  if (!isOfSameClasses(before, after)) return undefined
  const count = before.classes.length
  if (unit === 'counts') return after.confusion.map((images, cell) => images - (before.confusion[cell] ?? 0))
  const [first, second] = [before, after].map(({ confusion }) => {
    const sums = rowSums(confusion, count)
    return rowShares(confusion, count).map((share, cell) => (sums[Math.floor(cell / count)] === 0 ? NaN : share))
  })
  return second!.map((share, cell) => share - first![cell]!)
}

/** Whether both have the same classes, in the same order. */
export function isOfSameClasses(before: Pick<Look, 'classes'>, after: Pick<Look, 'classes'>): boolean {
  return (
    before.classes.length === after.classes.length && before.classes.every((name, at) => name === after.classes[at])
  )
}

/** Whether each class has as many images in both, so that their counts can be subtracted. They must have the same classes. */
export function isOfSameSize(before: Look, after: Look): boolean {
  const [first, second] = [before, after].map(({ confusion, classes }) => rowSums(confusion, classes.length))
  return first!.length === second!.length && first!.every((sum, at) => sum === second![at])
}

/** Where the best of some figures stand, ties included; nowhere when fewer than two are known or all are alike. */
export function findBest(values: readonly (number | undefined)[], better: 'higher' | 'lower'): readonly number[] {
  const known = values.filter((value) => value !== undefined)
  const best = better === 'higher' ? Math.max(...known) : Math.min(...known)
  if (known.length < 2 || known.every((value) => value === best)) return []
  return values.flatMap((value, at) => (value === best ? [at] : []))
}
