/** Finds the images that go out with a table which a person took out. */
import { ImportError } from '../../files/importProblem'
import { ProblemList } from '../../files/problemList'
import type { ImageFiles } from './imageFiles'
import { readImageTable } from './imageTable'
import { recogniseImageTable } from './labelByTables'
import type { TableFile } from './tableFiles'

/** The images that only tables name which a person took out, by the first such table. */
export async function findTakenOut(
  images: ImageFiles,
  used: ReadonlySet<number>,
  takenOut: readonly TableFile[],
  signal: AbortSignal,
): Promise<Map<number, TableFile>> {
  const found = new Map<number, TableFile>()
  for (const table of takenOut) {
    const { entry, profile } = table
    const decision = recogniseImageTable(table, images)?.decision
    const guess =
      decision?.kind === 'doubtful' ? decision.guess : decision?.kind === 'clear' ? decision.columns : decision
    if (decision === undefined || guess?.path === undefined) continue
    const plan = {
      ...{ form: profile.form, columns: { path: guess.path }, fields: profile.columns },
      ...{ hasHeader: decision.hasHeader, labelName: '' },
    }
    try {
      const { paths } = await readImageTable(entry, plan, new ProblemList(), signal)
      for (const place of images.find(paths, entry)) {
        if (place !== undefined && !used.has(place) && !found.has(place)) found.set(place, table)
      }
    } catch (error) {
      // It was taken out: what is wrong with it is no matter.
      if (!(error instanceof ImportError)) throw error
    }
  }
  return found
}
