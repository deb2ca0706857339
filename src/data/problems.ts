/** The list of problems of an import: every one is counted, the first of each kind are kept, so that 60,000 alike stay readable. */
import { withoutBidiControls } from '../model/bidiControls'
import type { ImportProblem } from './dataset'

/** Problems of one kind that are listed one by one. */
const LISTED = 50

export class ProblemList {
  private readonly kinds = new Map<string, { listed: ImportProblem[]; count: number; file: string | undefined }>()

  /** `kind` says what the problem is of many things, such as `rows name an image that is not in the archive`. */
  add(kind: string, problem: ImportProblem): void {
    let group = this.kinds.get(kind)
    if (group === undefined) this.kinds.set(kind, (group = { listed: [], count: 0, file: problem.file }))
    group.count += 1
    if (group.listed.length < LISTED) group.listed.push(problem)
  }

  get count(): number {
    let count = 0
    for (const group of this.kinds.values()) count += group.count
    return count
  }

  /** What went wrong most often, as a sentence to follow another: how often, and the first case. Empty when there are no problems. */
  describeMost(): string {
    const [most] = [...this.kinds.values()].toSorted((a, b) => b.count - a.count)
    const message = most?.listed[0]?.message
    if (most === undefined || message === undefined) return ''
    if (this.count === 1) return ` ${message}`
    const how = most.count === this.count ? 'all of them' : `${most.count.toLocaleString('en-US')} of them`
    return ` ${this.count.toLocaleString('en-US')} others were left out, ${how} for such a reason: ${message}`
  }

  /** Kind by kind; a kind with more than are listed ends in a line that counts the rest. */
  list(): ImportProblem[] {
    const all: ImportProblem[] = []
    for (const [kind, { listed, count, file }] of this.kinds) {
      all.push(...listed)
      const rest = count - listed.length
      if (rest > 0) all.push({ message: `${counted(rest, 'more')} ${kind}.`, ...(file === undefined ? {} : { file }) })
    }
    return all
  }
}

/** `60,000 images`. */
export function counted(count: number, things: string): string {
  return `${count.toLocaleString('en-US')} ${things}`
}

/** A name or value from a file inside a sentence: in quotation marks, on one line and cut to a readable length. */
export function quoted(text: string): string {
  const line = withoutBidiControls(text).replace(/\s+/g, ' ')
  return `“${line.length > 60 ? `${line.slice(0, 60)}…` : line}”`
}
