/** Reports files that hold nothing to train on. */
import { counted, joinWords } from '../../common/text'
import type { SourceEntry } from '../../files/sourceEntry'
import type { Import } from './currentImport'
import type { LoneList } from './joinTables'
import type { OtherFile, Recognised } from './recognise'
import type { SortedTables } from './sortTables'

/** A kind of problem. */
export const LEFT_OUT = 'files were left out'

/** Reports files that are nothing to train on. A file inside an archive or a folder, such as a README, is no problem. */
export function reportOthers(current: Import, { others }: Recognised, { unknown, leftOut }: SortedTables): void {
  const { report, notes } = current
  for (const { entry, why } of leftOut) report.add(entry, 'table', why, false, { table: 'out' })
  const [first] = leftOut
  if (first !== undefined) {
    notes.push(leftOut.length === 1 ? first.why : `${first.why} ${counted(leftOut.length - 1, 'more')} like it.`)
  }
  const left = [...others.map((other) => ({ entry: other.entry, why: describeOther(other) })), ...unknown]
  for (const file of left) reportOther(current, file)
}

export function reportOther(
  { report, problems }: Import,
  { entry, why }: { readonly entry: SourceEntry; readonly why: string },
): void {
  report.add(entry, 'other file', why, false)
  if (entry.archive !== undefined || entry.path.includes('/')) return
  problems.add(LEFT_OUT, { message: why, file: entry.path })
}

/** Lists that say nothing of images without a table that a person took out. */
export function reportLoneLists({ report, notes }: Import, lists: readonly LoneList[]): void {
  const byTables = new Map<string, string[]>()
  for (const { table, without } of lists) {
    const names = joinWords(without.map(({ entry }) => entry.path))
    report.add(table.entry, 'list of images', `left out: it says nothing of the images without ${names}`, false)
    byTables.set(names, [...(byTables.get(names) ?? []), table.entry.path])
  }
  for (const [names, paths] of byTables) {
    const say = paths.length === 1 ? 'says' : 'say'
    notes.push(`Without ${names}, ${joinWords(paths)} ${say} nothing of the images, and went out too.`)
  }
}

/** Why a file was left out, in a sentence. */
export function describeOther({ entry: { path }, what, advice }: OtherFile): string {
  return `${path} ${what}, so it was left out${advice === undefined ? '' : `: ${advice}`}.`
}
