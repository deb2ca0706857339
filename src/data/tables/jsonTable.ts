/** Tables in JSON: an object a line, an array of objects, or one object of an image's path and its label each. */
import { decodeText } from '../../files/decodeText'
import { ImportError } from '../../files/importProblem'
import type { ProblemList } from '../../files/problemList'
import type { SourceEntry } from '../../files/sourceEntry'
import { IMAGE_NAME } from '../images/imageFormats'
import { MAX_IMAGES, MAX_SHEET_BYTES } from '../limits'
import { type MadeTable, makeTable } from './madeTable'

/** The most different keys that become columns. */
const MAX_KEYS = 4096
/** The share of lines that must be objects, and of keys that must be paths of images. */
const MOST = 0.5

/** JSON of a known kind that is no table. `what` continues the file's name. */
export interface KnownJson {
  readonly what: string
  readonly advice: string
}

const AS_TABLE = 'make a CSV of it that names each image and its label'

/** Forms of annotations, by what their beginning shows. None of these says what an image file is of. */
const ANNOTATIONS: readonly (KnownJson & { readonly shows: RegExp })[] = [
  {
    what: 'holds annotations in the form of COCO, which are boxes or outlines in images and no label of the whole image',
    advice: AS_TABLE,
    shows:
      /^\s*\{(?=[^]*"(images|annotations|categories)"\s*:\s*\[)(?=[^]*"(info|licenses|image_id|iscrowd|supercategory|bbox)"\s*:)/,
  },
  {
    what: 'holds outlines drawn with the VGG Image Annotator (VIA), and no label of the whole image',
    advice: AS_TABLE,
    shows: /"_via_(settings|img_metadata|data_format_version)"\s*:|"file_attributes"\s*:/,
  },
  {
    what: 'holds outlines drawn with LabelMe, and no label of the whole image',
    advice: AS_TABLE,
    shows: /^\s*\{(?=[^]*"shapes"\s*:\s*\[)(?=[^]*"(imagePath|imageData|flags|version)"\s*:)/,
  },
  {
    what: 'is a file of Quick, Draw! strokes',
    advice: 'download the same drawings as NumPy bitmaps (.npy), one file a class',
    shows: /^\s*\{\s*"word"\s*:\s*"[^"]*"\s*,\s*"countrycode"/,
  },
  {
    what: 'is an export of Label Studio with all its annotations',
    advice: 'export it as CSV or JSON-MIN there',
    shows: /^\s*\[\s*\{(?=[^]*"annotations"\s*:\s*\[)(?=[^]*"data"\s*:\s*\{)/,
  },
]
/** What of a file is looked at to know it. */
const HEAD_BYTES = 2 ** 16

/**
 * The file as a table. A column holds what all objects have under a key, where that is text, numbers or true and false; what is nested is no
 * column. Lines that are no JSON are put in `problems`.
 *
 * Undefined when it is no table. Throws ImportError for a table that can't be read, and the errors of reading.
 */
export async function readJsonTable(
  entry: SourceEntry,
  problems: ProblemList,
): Promise<MadeTable | KnownJson | undefined> {
  const head = decodeText(await entry.read(HEAD_BYTES))
  const known = ANNOTATIONS.find(({ shows }) => shows.test(head))
  if (known !== undefined) return known
  const areLines = /\.(jsonl|ndjson)$/i.test(entry.path) || /^\s*\{[^\n]*\}[ \t\r]*\n\s*\{/.test(head)
  if (!areLines && !mayBeTable(head)) return undefined
  const bytes = await entry.read(MAX_SHEET_BYTES + 1)
  if (bytes.length > MAX_SHEET_BYTES) throw tooLarge(entry)
  const text = decodeText(bytes)
  if (areLines) return readLines(entry, text, problems)
  const whole = parse(text)
  if (whole === undefined) {
    throw new ImportError(`${entry.path} is JSON that is cut off or has a fault: save or download it again.`, {
      file: entry.path,
    })
  }
  if (Array.isArray(whole)) return tableOf(entry, whole.map(objectIn))
  return readPairs(entry, objectIn(whole) ?? {})
}

/** Objects in a list, or paths of images as keys: a model or a project is neither. */
function mayBeTable(head: string): boolean {
  if (/^\s*\[\s*\{/.test(head)) return true
  const [, key = ''] = /^\s*\{\s*"((?:[^"\\]|\\.)*)"\s*:\s*(?:"|-?\d|true|false)/.exec(head) ?? []
  return IMAGE_NAME.test(key) || countPaths(head) > 1
}

function countPaths(head: string): number {
  const keys = head.match(/"(?:[^"\\]|\\.)*"(?=\s*:)/g) ?? []
  return keys.filter((key) => IMAGE_NAME.test(key.slice(1, -1))).length
}

function readLines(entry: SourceEntry, text: string, problems: ProblemList): MadeTable | undefined {
  const lines = text.split('\n')
  let filled = 0
  const objects = lines.map((line) => {
    if (line.trim() === '') return undefined
    filled += 1
    return objectIn(parse(line))
  })
  const read = objects.filter((object) => object !== undefined).length
  if (read <= MOST * filled) return undefined
  if (read < filled) {
    for (const [i, object] of objects.entries()) {
      if (object !== undefined || lines[i]!.trim() === '') continue
      const message = 'The line is no JSON object, so it was left out.'
      problems.add('lines are no JSON', { message, file: entry.path, row: i + 1 })
    }
  }
  return tableOf(entry, objects)
}

type Plain = Readonly<Record<string, unknown>>

function objectIn(value: unknown): Plain | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : undefined
}

/** An object a row. Undefined where none has anything in it that fits a column. */
function tableOf(entry: SourceEntry, objects: readonly (Plain | undefined)[]): MadeTable | undefined {
  if (objects.length > 2 * MAX_IMAGES) throw tooLarge(entry)
  const keys = new Map<string, boolean>()
  for (const object of objects) {
    for (const [key, value] of Object.entries(object ?? {})) {
      const isScalar = textOf(value) !== undefined
      if (keys.size < MAX_KEYS || keys.has(key)) keys.set(key, isScalar && keys.get(key) !== false)
    }
  }
  const columns = [...keys].filter(([, isScalar]) => isScalar).map(([key]) => key)
  if (columns.length === 0) return undefined
  const rows = objects.map((object) =>
    object === undefined ? [] : columns.map((key) => (Object.hasOwn(object, key) ? textOf(object[key])! : '')),
  )
  return makeTable(entry, rows, { header: columns })
}

/** `{"cats/1.png": "cat", …}`. */
function readPairs(entry: SourceEntry, object: Plain): MadeTable | undefined {
  const pairs = Object.entries(object)
  const rows = pairs.flatMap(([path, label]) => {
    const text = textOf(label)
    return text === undefined ? [] : [[path, text]]
  })
  const paths = rows.filter(([path]) => IMAGE_NAME.test(path!)).length
  if (rows.length < pairs.length || paths <= MOST * rows.length) return undefined
  return makeTable(entry, rows, { header: ['image_path', 'label'] })
}

/** Undefined for what is nested. */
function textOf(value: unknown): string | undefined {
  if (value === null) return ''
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function tooLarge({ path }: SourceEntry): ImportError {
  return new ImportError(`${path} is larger than 128 MB, the most that is read of JSON: save it as CSV.`, {
    file: path,
  })
}
