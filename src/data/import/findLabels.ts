/** Finds every image's label and split before any image is read, and what the tables are for. */
import { amountOf } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import type { SourceEntry } from '../../files/sourceEntry'
import type { ImportQuestion, NamesQuestion } from '../importSettings'
import { type ClassNames, readClassNames } from '../labels/classNames'
import { BESIDE_SPLITS } from '../labels/foldersBeside'
import { findOtherFolds } from '../labels/folds'
import { ImageFiles } from '../labels/imageFiles'
import { labelImages } from '../labels/labelImages'
import type { LabelledEntries } from '../labels/labelledEntries'
import { describeMissing } from '../labels/noLabels'
import type { TableFile } from '../labels/tableFiles'
import { fail, type Import } from './currentImport'
import { joinTables, leaveLoneLists } from './joinTables'
import type { Recognised } from './recognise'
import { reportLoneLists, reportOthers } from './reportUnused'
import { sortTables, type SortedTables } from './sortTables'

/** Facts about the images, found before they are read. */
export interface Known {
  readonly classNames: ReadonlyMap<SourceEntry, ClassNames>
  readonly tables: SortedTables
  readonly labelled: LabelledEntries
  /** Why there is nothing to train on, when no image has a label. */
  readonly missing: string | undefined
  /** Whether their names say it. Undefined where tables name them. */
  readonly names: NamesQuestion | undefined
}

/** The index that finds images by their paths is as large as the list of them. It is gone when this returns. */
export async function findLabels(
  current: Import,
  found: Recognised,
): Promise<Known | { readonly question: ImportQuestion }> {
  const { settings, options, addTo, problems, report, notes, classesFrom } = current
  const images = new ImageFiles(found.images)
  const classNames = await findClassNames(found.tables, options.signal)
  const otherFolds = await findOtherFolds(found.tables, options.signal)
  const sorted = sortTables(found.tables, images, settings, classNames, otherFolds)
  if (sorted.question !== undefined) return { question: sorted.question }
  const joined = await joinTables(sorted, options.signal)
  const { joins } = joined
  const all =
    sorted.takenOut.length === 0
      ? sorted
      : sortTables(found.tables, images, { ...settings, tables: {} }, classNames, otherFolds)
  const { tables, lone } = await leaveLoneLists(all, joined, options.signal)
  for (const { entry } of tables.takenOut) report.add(entry, 'table', 'left out, as you chose', false, { table: 'out' })
  for (const { lists } of joins.values()) {
    for (const { table, outcome } of lists) report.add(table.entry, 'list of images', outcome, true, { table: 'in' })
  }
  reportOthers(current, found, tables)
  reportLoneLists(current, lone)
  if (found.images.length === 0) {
    for (const { entry } of tables.ofImages) {
      const message = `${entry.path} has no images with it: drop it together with the zip or the folder that holds them.`
      report.add(entry, 'table of images', message, false)
      fail(current, new ImportError(message, { file: entry.path }))
    }
  }
  let names: NamesQuestion | undefined
  let passedOver: ImportError | undefined
  const ofImages = found.images.length === 0 ? [] : tables.ofImages
  const labelled = await labelImages(
    images,
    { ofImages, splitLists: tables.splitLists },
    {
      settings,
      joins,
      takenOut: tables.takenOut,
      open: current.open,
      classes: addTo?.classes ?? [],
      problems,
      notes,
      classesFrom,
      signal: options.signal,
      onFolder({ path, count, bytes, used }) {
        const images = amountOf(count, 'image')
        const outcome = used ? images : `${images}, left out: ${BESIDE_SPLITS}`
        report.add({ path, size: bytes }, 'folder beside the splits', outcome, used, { folder: used ? 'in' : 'out' })
      },
      onTable({ entry, decision }, outcome) {
        if (outcome instanceof ImportError) {
          report.add(entry, 'table of images', outcome.message, false)
          // Lists of images or of boxes are by the way in an archive.
          const isByTheWay = decision.kind === 'unlabelled' && (entry.archive !== undefined || entry.path.includes('/'))
          if (isByTheWay) passedOver ??= outcome
          else fail(current, outcome)
          return
        }
        const { used, question } = outcome
        report.add(entry, 'table of images', outcome.outcome, used, {
          table: used ? 'in' : 'out',
          ...(used && { question }),
        })
      },
      onList({ entry }, outcome, used) {
        report.add(entry, 'list of images', outcome, used, { table: 'in' })
      },
      onNames(questions) {
        names = [...questions.values()][0]
        for (const [place, asked] of questions) report.askAbout(place, asked)
      },
    },
  )
  const reason = passedOver === undefined ? '' : ` ${passedOver.message}`
  const missing = found.images.length === 0 ? undefined : describeMissing(images, names?.pattern) + reason
  return { tables, labelled, classNames, missing, names }
}

async function findClassNames(tables: readonly TableFile[], signal: AbortSignal): Promise<Known['classNames']> {
  const found = new Map<SourceEntry, ClassNames>()
  for (const table of tables) {
    try {
      const names = await readClassNames(table, signal)
      if (names !== undefined) found.set(table.entry, names)
    } catch (error) {
      // Reading it for what else it may be says so.
      if (!(error instanceof ImportError)) throw error
    }
  }
  return found
}
