/** The list of problems of an import: every one is counted, the first of each kind are shown, and nearly all can be saved. */
import { counted } from '../common/text'
import type { ProblemGroup } from './importProblem'
import type { ImportProblem } from './importProblem'
import Papa from 'papaparse'

/** Problems of one kind that are shown one by one. */
const LISTED = 50
/** Problems that are kept for the CSV. */
const KEPT = 100_000

export class ProblemList {
  private readonly kinds = new Map<string, { listed: ImportProblem[]; count: number }>()
  private readonly kept: { kind: string; problem: ImportProblem }[] = []

  /** `kind` says what the problem is of many things, such as `rows name an image that is not there`. */
  add(kind: string, problem: ImportProblem): void {
    let group = this.kinds.get(kind)
    if (group === undefined) this.kinds.set(kind, (group = { listed: [], count: 0 }))
    group.count += 1
    if (group.listed.length < LISTED) group.listed.push(problem)
    if (this.kept.length < KEPT) this.kept.push({ kind, problem })
  }

  get count(): number {
    let count = 0
    for (const group of this.kinds.values()) count += group.count
    return count
  }

  /** The most common problem, as a sentence to follow another: how often, and the first case. Empty when there are no problems. */
  describeMost(): string {
    const [most] = [...this.kinds.values()].toSorted((a, b) => b.count - a.count)
    const message = most?.listed[0]?.message
    if (most === undefined || message === undefined) return ''
    if (this.count === 1) return ` ${message}`
    const how = most.count === this.count ? 'all of them' : `${most.count.toLocaleString('en-US')} of them`
    return ` ${this.count.toLocaleString('en-US')} others were left out, ${how} for such a reason: ${message}`
  }

  groups(): ProblemGroup[] {
    return [...this.kinds].map(([kind, { listed, count }]) => ({ kind, count, listed: [...listed] }))
  }

  /**
   * All problems as CSV, one a row, after a header: `file,row,kind,message`. A cell that a spreadsheet would take for a formula begins with
   * an apostrophe. Problems beyond the first 100,000 are counted in a last row.
   */
  toCsv(): string {
    const rows = this.kept.map(({ kind, problem: { file, row, message } }) => [file ?? '', row ?? '', kind, message])
    const rest = this.count - this.kept.length
    if (rest > 0) rows.push(['', '', 'more problems', `${counted(rest, 'more problems')} are not listed here.`])
    return Papa.unparse([['file', 'row', 'kind', 'message'], ...rows], { escapeFormulae: /^[=+\-@\t\r]/ })
  }
}
