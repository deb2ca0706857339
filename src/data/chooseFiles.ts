/** Which of the dropped files are the images and which the labels, by what is in them. */
import { openArchive } from './archive'
import { ImportError } from './dataset'
import { decodeText, type FileKind, HEAD_BYTES, recogniseFile } from './fileKinds'
import { hasImageColumns, missingColumns, readHeader } from './imageTable'
import type { ProblemList } from './problems'
import { quoted } from './problems'
import { readBytes } from './readBytes'

/** How much of a table is looked at to find its columns. */
const HEADER_BYTES = 1 << 16

interface Recognised {
  readonly file: File
  readonly kind: FileKind
}

/** The one zip and the one table among the files; others are listed. Throws ImportError, which says what is missing. */
export async function chooseFiles(files: readonly File[], problems: ProblemList): Promise<{ zip: File; csv: File }> {
  const recognised: Recognised[] = []
  for (const file of files) {
    recognised.push({ file, kind: recogniseFile(await readBytes(file, HEAD_BYTES)) })
  }
  const zips = recognised.filter(({ kind }) => kind.kind === 'zip').map(({ file }) => file)
  const texts = recognised
    .filter(({ file, kind }) => kind.kind === 'text' && !/\.zip$/i.test(file.name))
    .map(({ file }) => file)
  const tables: File[] = []
  for (const file of texts) {
    const header = await readFirstRow(file)
    if (hasImageColumns(header)) tables.push(file)
    else if (texts.length === 1) throw missingColumns(file.name, header)
  }
  for (const { file, kind } of recognised) {
    if (zips.includes(file) || tables.includes(file)) continue
    const message = `${file.name} ${describeUnusable(file, kind)}.`
    // Where something is missing this tells why; else it is told beside the dataset.
    if (zips.length === 0 || tables.length === 0) throw new ImportError(message, { file: file.name })
    problems.add('files were left out', { message, file: file.name })
  }
  const [zip, secondZip] = zips
  const [csv, secondCsv] = tables
  if (zip === undefined && csv === undefined) {
    throw new ImportError('Drop a zip of images, and the CSV that names each image’s label.')
  }
  if (csv === undefined) {
    throw await missingTable(zip!, problems)
  }
  if (zip === undefined) {
    throw new ImportError(`${csv.name} has no images with it: drop it together with the zip that holds them.`, {
      file: csv.name,
    })
  }
  const second = secondZip ?? secondCsv
  if (second !== undefined) {
    const first = second === secondZip ? zip : csv
    throw new ImportError(`${first.name} and ${second.name} came together: drop one zip and one CSV at a time.`, {
      file: second.name,
    })
  }
  return { zip, csv }
}

/** Says what to do about the labels; a table inside the zip is not read there. */
async function missingTable(zip: File, problems: ProblemList): Promise<ImportError> {
  const { entries } = await openArchive(zip, problems)
  const inside = [...entries.keys()].find((path) => /\.(csv|tsv)$/i.test(path))
  const advice =
    inside === undefined
      ? 'drop it together with the CSV that names each image’s label'
      : `${quoted(inside)} is inside it, so take that out and drop it beside the zip, as a file of its own`
  return new ImportError(`${zip.name} has no labels with it: ${advice}.`, { file: zip.name })
}

async function readFirstRow(file: File): Promise<string[]> {
  return readHeader(decodeText(await readBytes(file, HEADER_BYTES), 'beginning'))
}

function describeUnusable(file: File, { kind, ...rest }: FileKind & { what?: string }): string {
  if (kind === 'empty') return 'is empty: choose it again, or download it again'
  const what = rest.what ?? 'a text file'
  if (/\.zip$/i.test(file.name)) return `is no zip archive but ${what}: zip the folder with the images and drop that`
  if (kind === 'text')
    return 'does not name the columns image_path and label in its first row, so it is not the table of the images'
  return `is ${what}: drop a zip of images, and the CSV that names each image’s label`
}
