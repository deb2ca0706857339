/** Reads a table of one image a row, as bytes, while it comes in. So memory holds the pixels and little else. */
import type { ProblemList } from '../../files/problemList'
import { counted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import { createBreather } from '../../common/breathe'
import { MAX_IMAGES } from '../limits'
import type { ReadOptions } from '../images/readImages'
import type { SourceEntry } from '../../files/sourceEntry'
import { spreadValues } from '../images/spreadValues'
import { FieldText } from './fieldText'
import { tidyLabel } from './labelText'
import { lineBlocks } from './lineBlocks'
import { PixelRowParser } from './parsePixelRow'
import { PixelStore } from './pixelStore'
import type { TableProfile, TableShape } from './tableProfile'
import { describeFault, findLabelProblem, NOT_ONE_HOT, type RowProblem } from './rowFaults'
import { BYTES, type ValueRange } from './valueRange'

export interface PixelTable {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  readonly count: number
  /** `count` x `height` x `width` x `channels` bytes. */
  readonly pixels: Uint8Array<ArrayBuffer>
  /** For each image, its class as written; undefined when the table has no such column. */
  readonly labels: readonly string[] | undefined
  /** For each image, what its column of splits says, as written. */
  readonly splits: readonly string[] | undefined
  /** For each image, its line in the file, from 1. */
  readonly rows: readonly number[]
  /** For each image, which row it is below the header, from 0, blank lines not counted: where its label is in a table beside this one. */
  readonly places: readonly number[]
  /** Rows below the header, those too that were left out. */
  readonly rowCount: number
  /** Decisions made where the file said nothing, in sentences. */
  readonly notes: readonly string[]
}

/** Bytes between two looks at the clock. */
const BREATH_BYTES = 2 ** 18

type PixelProfile = TableProfile & { readonly shape: Extract<TableShape, { kind: 'pixels' }> }

/** As wide as no file's. */
const ANY_RANGE: ValueRange = { black: -Number.MAX_VALUE / 4, white: Number.MAX_VALUE / 4 }

/** The least and the largest value of the pixels. Rows that hold no numbers don't count. Errors as `readPixelTable`. */
export async function measurePixelTable(
  entry: SourceEntry,
  profile: PixelProfile,
  { signal }: Pick<ReadOptions, 'signal'>,
): Promise<ValueRange> {
  const parser = createParser(profile, ANY_RANGE)
  const { width, height, channels } = profile.shape
  const scratch = new Uint8Array(width * height * channels)
  const breathe = createBreather(signal)
  let [black, white] = [Infinity, -Infinity]
  let toSkip = profile.form.skipped + (profile.header === undefined ? 0 : 1)
  for await (const block of lineBlocks(entry, profile.form)) {
    for (let at = 0; at < block.length;) {
      at = parser.parse(block, at, scratch, 0)
      if (parser.isBlank || toSkip-- > 0 || parser.fault !== undefined) continue
      black = Math.min(black, parser.least)
      white = Math.max(white, parser.largest)
    }
    await breathe()
  }
  return { black, white }
}

function createParser({ form, shape }: PixelProfile, range: ValueRange): PixelRowParser {
  return new PixelRowParser({
    places: shape.places,
    label: shape.label,
    split: shape.split,
    flags: shape.oneHot?.columns ?? [],
    range,
    delimiter: form.delimiter.charCodeAt(0),
    decimal: form.decimal.charCodeAt(0),
    newline: form.newline,
  })
}

/**
 * `range` says which values are black and white. Rows that can't be used are left out and put in `problems`. Throws ImportError when none can or there are too many, and the signal's
 * reason when it is aborted.
 */
export async function readPixelTable(
  entry: SourceEntry,
  profile: PixelProfile,
  problems: ProblemList,
  options: Pick<ReadOptions, 'signal' | 'onProgress'>,
  range: ValueRange = profile.shape.range ?? BYTES,
): Promise<PixelTable> {
  const { form, header, shape } = profile
  const { width, height, channels } = shape
  const file = entry.path
  const parser = createParser(profile, range)
  const store = new PixelStore(file, entry.size, width * height * channels)
  const text = new FieldText(form)
  const breathe = createBreather(options.signal)
  const labels: string[] = []
  const splits: string[] = []
  const rows: number[] = []
  const places: number[] = []
  const hasLabels = shape.label !== undefined || shape.oneHot !== undefined
  const readLabel = (block: Uint8Array): string | undefined => {
    if (shape.oneHot !== undefined) return parser.flag === undefined ? undefined : shape.oneHot.classes[parser.flag]
    return shape.label === undefined ? undefined : tidyLabel(text.read(block, parser.labelFrom, parser.labelTo))
  }
  const findProblem = (block: Uint8Array, label: string | undefined): RowProblem | undefined => {
    if (parser.fault !== undefined) return describeFault(parser.fault, profile, range, block, text)
    if (label === undefined && shape.oneHot !== undefined) return NOT_ONE_HOT
    return label === undefined ? undefined : findLabelProblem(label)
  }
  let firstProblem: { readonly message: string; readonly row: number } | undefined
  let isHeaderNext = header !== undefined
  let rowCount = 0
  let line = 0
  let bytesRead = 0
  let largest = 0

  for await (const block of lineBlocks(entry, form)) {
    for (let at = 0, rested = 0; at < block.length;) {
      at = parser.parse(block, at, store.reserve(bytesRead + at), store.end)
      line += 1
      if (parser.isBlank || line <= form.skipped) continue
      if (isHeaderNext) {
        isHeaderNext = false
        continue
      }
      rowCount += 1
      if (rowCount > MAX_IMAGES) throw tooManyRows(file)
      const label = readLabel(block)
      const problem = findProblem(block, label)
      if (problem === undefined) {
        store.count += 1
        largest = Math.max(largest, parser.largest)
        rows.push(line - form.made)
        places.push(rowCount - 1)
        if (label !== undefined) labels.push(label)
        if (shape.split !== undefined) splits.push(text.read(block, parser.splitFrom, parser.splitTo))
      } else {
        firstProblem ??= { message: problem.message, row: line - form.made }
        problems.add(problem.kind, { message: problem.message, file, row: line - form.made })
      }
      if (at - rested >= BREATH_BYTES) {
        rested = at
        await breathe()
      }
    }
    bytesRead += block.length
    await breathe()
    options.onProgress({ phase: 'reading', done: store.count, total: store.expected(bytesRead) })
  }
  options.signal.throwIfAborted()

  if (store.count === 0) throw noRows(file, firstProblem)
  const pixels = store.finish()
  const spread = range === BYTES ? await spreadValues(file, pixels, largest, options.signal) : undefined
  return {
    width,
    height,
    channels,
    count: store.count,
    pixels,
    labels: hasLabels ? labels : undefined,
    splits: shape.split === undefined ? undefined : splits,
    rows,
    places,
    rowCount,
    notes: spread === undefined ? profile.notes : [...profile.notes, spread],
  }
}

function tooManyRows(file: string): ImportError {
  const message = `${file} has more than ${counted(MAX_IMAGES, 'rows')}, the most that are read: split it into smaller sets.`
  return new ImportError(message, { file })
}

function noRows(file: string, first: { readonly message: string; readonly row: number } | undefined): ImportError {
  if (first === undefined) {
    return new ImportError(`${file} has a header but no rows: it needs one row an image.`, { file })
  }
  return new ImportError(`No row of ${file} can be used. Row ${first.row}: ${first.message}`, { file, row: first.row })
}
