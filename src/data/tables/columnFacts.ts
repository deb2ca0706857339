/** What the fields of one column are like, over a whole table: whether they can be labels. */
import { MAX_CLASSES } from '../classes'
import { isNumber } from './textForm'

/** With fewer rows than this, labels may well differ in each. */
const FEW_ROWS = 8
/** The share of whole numbers in a column of them: a row or two may be wrong. */
const NEARLY_ALL = 0.99
/** A pixel at the border of an image is nearly always black. Next to no class is as common. */
const NEARLY_ALWAYS = 0.95

export interface ColumnFacts {
  /** How many different values it has. */
  readonly different: number
  readonly areWhole: boolean
  /** Numbers without a gap from 0 or 1, as classes are numbered. */
  readonly areDense: boolean
  readonly largest: number
  /** As many values as rows, as names, numbers of rows and keys have them. False where there are too few rows to tell. */
  readonly isUnique: boolean
  /** Whether one value fills nearly all rows. */
  readonly isMostlyOne: boolean
}

/** `cells` are spread over the table. Empty ones don't count. */
export function findFacts(cells: readonly string[]): ColumnFacts {
  const counts = new Map<string, number>()
  for (const cell of cells) if (cell !== '') counts.set(cell, (counts.get(cell) ?? 0) + 1)
  const filled = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const commonest = Math.max(0, ...counts.values())
  const whole = [...counts].filter(([cell]) => isNumber(cell) && Number.isInteger(Number(cell)))
  const wholeCount = whole.reduce((sum, [, count]) => sum + count, 0)
  const values = new Set(whole.map(([cell]) => Number(cell)))
  const [least, largest] = [Math.min(...values), Math.max(...values)]
  return {
    different: counts.size,
    areWhole: filled > 0 && wholeCount >= NEARLY_ALL * filled,
    areDense: (least === 0 || least === 1) && largest - least + 1 === values.size,
    largest,
    isUnique: filled >= FEW_ROWS && counts.size === filled,
    isMostlyOne: commonest >= NEARLY_ALWAYS * filled,
  }
}

/** A label comes again and again, and there is more than one. */
function canBeLabels({ different, isUnique }: ColumnFacts): boolean {
  return different > 1 && different <= MAX_CLASSES && !isUnique
}

/**
 * Of two columns of numbers, one of them pixels, the one that holds the labels. Labels are few, small, without gaps, and no single one
 * fills all rows. Undefined when either could be.
 */
export function judgeLabels(first: ColumnFacts, last: ColumnFacts): 'first' | 'last' | undefined {
  const [canFirst, canLast] = [first, last].map((facts) => facts.areWhole && canBeLabels(facts))
  if (canFirst !== canLast) return canFirst ? 'first' : 'last'
  if (!canFirst) return undefined
  const votes = [signsOf(first, last), signsOf(last, first)] as const
  const lead = votes[0] - votes[1]
  if (Math.abs(lead) >= 2 || (lead !== 0 && Math.min(...votes) === 0)) return lead > 0 ? 'first' : 'last'
  return undefined
}

function signsOf(own: ColumnFacts, other: ColumnFacts): number {
  return (
    Number(own.areDense && !other.areDense) +
    Number(2 * own.different <= other.different) +
    Number(2 * own.largest < other.largest) +
    (other.isMostlyOne && !own.isMostlyOne ? 4 : 0)
  )
}
