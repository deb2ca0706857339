/** From dropped files to a dataset: recognises them, reads the table, finds each row's image in the archive, reads the images. */
import type { Archive, ArchiveEntry } from './archive'
import { normalisePath, openArchive } from './archive'
import { chooseFiles } from './chooseFiles'
import { orderClasses } from './classes'
import type { Dataset, ImportProblem } from './dataset'
import { ImportError, SPLITS } from './dataset'
import { decodeText } from './fileKinds'
import type { ImageBlock } from './imageBlocks'
import { type ImageTable, readImageTable } from './imageTable'
import { matchPaths } from './matchPaths'
import { ProblemList, quoted } from './problems'
import { readBytes } from './readBytes'
import type { ReadOptions } from './readImages'
import { readImages } from './readImages'
import { drawSplits } from './splits'

/** The largest table that is read; a million rows take about a tenth of it. */
const MAX_TABLE_BYTES = 256 * 2 ** 20

/** Ludwig's seed for the splits that it draws. */
const SPLIT_SEED = 42

export interface ImportResult {
  readonly dataset: Dataset
  /** The first problems of each kind, and a line that counts the rest. */
  readonly problems: readonly ImportProblem[]
  /** All problems, those too that `problems` only counts. */
  readonly problemCount: number
  /** What was decided because the files did not say, in sentences. */
  readonly notes: readonly string[]
}

/**
 * Reads a zip of images and the CSV that labels them, in any order. Throws ImportError when nothing usable can be made of the files, and
 * the signal's reason when it is aborted; single images and rows that can't be used are listed as problems.
 */
export async function importFiles(files: readonly File[], options: ReadOptions): Promise<ImportResult> {
  const { signal, onProgress } = options
  const problems = new ProblemList()
  try {
    onProgress({ phase: 'reading', done: 0, total: 0 })
    const { zip, csv } = await chooseFiles(files, problems)
    signal.throwIfAborted()
    if (csv.size > MAX_TABLE_BYTES) {
      throw new ImportError(`${csv.name} is larger than 256 MB, the most that is read: split it into smaller sets.`, {
        file: csv.name,
      })
    }
    const table = readImageTable(csv.name, decodeText(await readBytes(csv)), problems)
    signal.throwIfAborted()
    const archive = await openArchive(zip, problems)
    signal.throwIfAborted()
    const images = pairImages(table, archive, zip.name, problems)
    const blocks = await readImages(images.entries, archive, zip.name, problems, options)
    const dataset = assemble(`${zip.name} + ${csv.name}`, zip.name, table, images, blocks, problems)
    const notes =
      table.splits === undefined
        ? [
            `${csv.name} has no split column, so the splits were drawn at random: 70 % train, 10 % validation, 20 % test of every class.`,
          ]
        : []
    return { dataset, problems: problems.list(), problemCount: problems.count, notes }
  } catch (error) {
    if (error instanceof RangeError) {
      throw new ImportError(
        'There is not enough memory for these images: close other tabs, or drop fewer or smaller images.',
      )
    }
    throw error
  }
}

/** The images to read, in the order of the table: for each its row there and its entry. */
interface PairedImages {
  readonly tableRows: readonly number[]
  readonly entries: readonly ArchiveEntry[]
}

function pairImages(table: ImageTable, archive: Archive, zipName: string, problems: ProblemList): PairedImages {
  // Together, since all rows speak of the same folders.
  const matches = matchPaths([...table.paths, ...table.leftOutPaths], archive.entries)
  const tableRows: number[] = []
  const entries: ArchiveEntry[] = []
  const firstRow = new Map<string, number>()
  for (const [i, entryPath] of matches.slice(0, table.paths.length).entries()) {
    const path = quoted(table.paths[i]!)
    const row = table.rows[i]!
    const earlier = entryPath === undefined ? undefined : firstRow.get(entryPath)
    if (entryPath === undefined) {
      // Its entry is listed already.
      if (archive.unsafePaths.has(normalisePath(table.paths[i]!))) continue
      const message = `${path} is not in ${zipName}, so the row was left out.`
      problems.add(`rows name an image that is not in ${zipName}`, { message, file: table.file, row })
    } else if (earlier !== undefined) {
      const message = `${path} is already in row ${earlier}, so this row was left out.`
      problems.add('rows name an image that an earlier row names', { message, file: table.file, row })
    } else {
      firstRow.set(entryPath, row)
      tableRows.push(i)
      entries.push(archive.entries.get(entryPath)!)
    }
  }
  if (entries.length === 0) {
    const [inZip] = archive.entries.keys()
    const message = `No image that ${table.file} names is in ${zipName}: row ${table.rows[0]} says ${quoted(table.paths[0]!)}, and the zip holds files such as ${quoted(inZip!)}.`
    throw new ImportError(message, { file: table.file, row: table.rows[0]! })
  }
  const named = new Set(matches)
  for (const path of archive.entries.keys()) {
    if (named.has(path)) continue
    const message = `${quoted(path)} has no row in ${table.file}, so it was left out.`
    problems.add(`files have no row in ${table.file}`, { message, file: zipName })
  }
  return { tableRows, entries }
}

function assemble(
  name: string,
  zipName: string,
  table: ImageTable,
  images: PairedImages,
  blocks: readonly ImageBlock[],
  problems: ProblemList,
): Dataset {
  const [block, ...others] = blocks
  const { width, height, channels, pixels } = block!
  for (const other of others) {
    for (const number of other.images) {
      const path = quoted(images.entries[number]!.name)
      const message = `${path} is ${other.width} × ${other.height} pixels large, while most are ${width} × ${height}, so it was left out.`
      problems.add('images have another size than most', { message, file: zipName })
    }
  }
  const rows = block!.images.map((number) => images.tableRows[number]!)
  const classes = orderClasses(rows.map((row) => table.labels[row]!))
  if (classes.length < 2) {
    const message = `All images of ${zipName} that could be used have the label ${quoted(classes[0]!)}: a classifier needs at least two classes.${problems.describeMost()}`
    throw new ImportError(message, { file: zipName })
  }
  const classIndex = new Map(classes.map((label, index) => [label, index]))
  const labels = Uint16Array.from(rows, (row) => classIndex.get(table.labels[row]!)!)
  const given = table.splits
  const splits = given === undefined ? drawSplits(labels, SPLIT_SEED) : Uint8Array.from(rows, (row) => given[row]!)
  if (!splits.includes(SPLITS.indexOf('train'))) {
    const message = `No image of the train split in ${zipName} could be used.${problems.describeMost()}`
    throw new ImportError(message, { file: zipName })
  }
  return {
    name,
    width,
    height,
    channels,
    count: rows.length,
    pixels,
    classes,
    labels,
    splits,
    paths: rows.map((row) => table.paths[row]!),
  }
}
