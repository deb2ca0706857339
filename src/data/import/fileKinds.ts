/** Tells a file's kind by its first bytes: a name can be wrong. */
import { decodeText, findUtf16 } from '../../files/decodeText'
import type { SourceEntry } from '../../files/sourceEntry'
import { CIFAR_HEAD_BYTES, isCifar } from '../numbers/cifar'
import { stlKindOf } from '../numbers/stl'
import { findFormat } from '../images/imageFormats'

export type FileKind =
  { readonly kind: 'image' | 'idx' | 'npy' | 'cifar' | 'stl' | 'stlLabels' | 'text' | 'json' | 'workbook' } | Other

/** No data. `what` continues the file's name, as in `is empty` or `is a PDF document`. `advice` says what to do instead. */
export interface Other {
  readonly kind: 'other'
  readonly what: string
  readonly advice?: string
  /** It may well hold the labels that are missing without it. */
  readonly mayHoldLabels?: boolean
}

interface Foreign {
  readonly what: string
  readonly advice?: string
  readonly mayHoldLabels?: boolean
}

const CONVERT = 'convert it to PNG or JPEG'
const UNPACK = 'unpack it, and drop the folder that comes out'
const TO_EIGHT_BITS = 'save its pictures as PNG'
const AS_ARRAYS = 'save its arrays with numpy.savez, and drop the .npz'
const UNPACK_ROWS = 'save its images as files, one folder a class, or its pixels as CSV'
const AS_TABLE = 'save the images’ names and labels as CSV'
const AS_SHEET = 'save it as CSV or .xlsx'

const ZIP = [0x50, 0x4b, 3, 4]
/** Microsoft's compound files: workbooks and documents up to 2003, and later ones with a password. */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
const WORKBOOK_NAME = /\.xls[xm]$/i

const SIGNATURES: readonly (Foreign & { readonly bytes: readonly number[]; readonly at?: number })[] = [
  { what: 'a BigTIFF image', advice: CONVERT, bytes: [0x49, 0x49, 0x2b, 0] },
  { what: 'a BigTIFF image', advice: CONVERT, bytes: [0x4d, 0x4d, 0, 0x2b] },
  { what: 'a HEIC image', advice: CONVERT, bytes: [0x66, 0x74, 0x79, 0x70, 0x6d, 0x69, 0x66, 0x31], at: 4 },
  { what: 'a HEIC image', advice: CONVERT, bytes: [0x66, 0x74, 0x79, 0x70, 0x68, 0x65, 0x69], at: 4 },
  { what: 'a camera’s raw image', advice: CONVERT, bytes: [0x66, 0x74, 0x79, 0x70, 0x63, 0x72, 0x78], at: 4 },
  { what: 'a film', advice: 'save its pictures as PNG or JPEG', bytes: [0x66, 0x74, 0x79, 0x70], at: 4 },
  { what: 'a DICOM image', advice: TO_EIGHT_BITS, bytes: [0x44, 0x49, 0x43, 0x4d], at: 128 },
  { what: 'a Photoshop file', advice: CONVERT, bytes: [0x38, 0x42, 0x50, 0x53] },
  { what: 'a JPEG 2000 image', advice: CONVERT, bytes: [0, 0, 0, 0x0c, 0x6a, 0x50, 0x20, 0x20] },
  { what: 'a JPEG XL image', advice: CONVERT, bytes: [0, 0, 0, 0x0c, 0x4a, 0x58, 0x4c, 0x20] },
  { what: 'an OpenEXR image', advice: CONVERT, bytes: [0x76, 0x2f, 0x31, 1] },
  { what: 'a FITS file', advice: TO_EIGHT_BITS, bytes: [0x53, 0x49, 0x4d, 0x50, 0x4c, 0x45, 0x20, 0x20, 0x3d] },
  { what: 'a floating-point map (PFM)', advice: CONVERT, bytes: [0x50, 0x46, 0x0a] },
  { what: 'a floating-point map (PFM)', advice: CONVERT, bytes: [0x50, 0x66, 0x0a] },
  { what: 'a PAM image', advice: CONVERT, bytes: [0x50, 0x37, 0x0a] },
  // Archives are opened when the files are listed. An archive that comes here is a single file to a person.
  { what: 'a document or a model', bytes: ZIP },
  { what: 'a document of an old Office, or one that is protected by a password', bytes: COMPOUND },
  { what: 'a 7-Zip archive', advice: UNPACK, bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { what: 'a RAR archive', advice: UNPACK, bytes: [0x52, 0x61, 0x72, 0x21] },
  { what: 'a bzip2 file', advice: UNPACK, bytes: [0x42, 0x5a, 0x68] },
  { what: 'an xz file', advice: UNPACK, bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
  { what: 'a tar archive', advice: UNPACK, bytes: [0x75, 0x73, 0x74, 0x61, 0x72], at: 257 },
  { what: 'a PDF document', bytes: [0x25, 0x50, 0x44, 0x46] },
  {
    what: 'a LiteRT model, which Strata writes and does not read',
    advice: 'open the model in another form',
    bytes: [0x54, 0x46, 0x4c, 0x33],
    at: 4,
  },
  { what: 'an HDF5 file', advice: AS_ARRAYS, bytes: [0x89, 0x48, 0x44, 0x46] },
  { what: 'a MATLAB file', advice: AS_ARRAYS, bytes: [0x4d, 0x41, 0x54, 0x4c, 0x41, 0x42, 0x20] },
  { what: 'a Parquet file', advice: UNPACK_ROWS, bytes: [0x50, 0x41, 0x52, 0x31] },
  { what: 'an Arrow file', advice: UNPACK_ROWS, bytes: [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31] },
  { what: 'a Feather file', advice: UNPACK_ROWS, bytes: [0x46, 0x45, 0x41, 0x31] },
  { what: 'an SQLite database', advice: UNPACK_ROWS, bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66] },
  { what: 'a Zstandard file', advice: UNPACK, bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { what: 'a Python pickle', advice: AS_ARRAYS, bytes: [0x80, 2] },
  { what: 'a Python pickle', advice: AS_ARRAYS, bytes: [0x80, 3] },
  { what: 'a Python pickle', advice: AS_ARRAYS, bytes: [0x80, 4] },
  { what: 'a Python pickle', advice: AS_ARRAYS, bytes: [0x80, 5] },
]
const PAGE = /^\s*<(!doctype html|html)\b/i
/** Texts that are no tables. A table turns into one of the first two when somebody saves its address and not its file. */
const TEXTS: readonly (Foreign & { readonly begins: RegExp })[] = [
  {
    what: 'a web page',
    advice: 'download the file itself, not the page that shows it',
    begins: PAGE,
  },
  {
    what: 'a Git LFS pointer',
    advice: 'download the file that it stands for',
    begins: /^version https:\/\/git-lfs\./,
  },
  {
    what: 'an SVG drawing',
    advice: 'convert it to PNG',
    begins: /^\s*(<\?xml[^>]*>\s*)?(<!--[^>]*-->\s*)*(<!DOCTYPE svg[^>]*>\s*)?<svg\b/i,
  },
  { what: 'an XML file', advice: AS_TABLE, begins: /^\s*<\?xml\b/ },
]
/** An object, or a list of objects. */
const JSON_TEXT = /^\s*(\{\s*"|\[\s*\{)/
export const NO_JSON_TABLE: Other = { kind: 'other', what: 'is a JSON file', advice: AS_TABLE }

/** Files that are told by their names, since their bytes say too little, or something else: raw images are TIFFs of a kind of their own. */
const NAMED: readonly (Foreign & { readonly names: RegExp; readonly passesFor?: 'image' | 'text' })[] = [
  {
    what: 'a camera’s raw image',
    advice: CONVERT,
    passesFor: 'image',
    names: /\.(cr2|cr3|nef|nrw|arw|sr2|dng|orf|rw2|raf|pef|srw|3fr|iiq)$/i,
  },
  {
    what: 'a workbook that is protected by a password',
    advice: 'save it without one',
    mayHoldLabels: true,
    names: WORKBOOK_NAME,
  },
  { what: 'an Excel workbook of the old kind', advice: AS_SHEET, mayHoldLabels: true, names: /\.xl[st]$/i },
  { what: 'an Excel workbook of the binary kind', advice: AS_SHEET, mayHoldLabels: true, names: /\.xlsb$/i },
  { what: 'an OpenDocument table', advice: AS_SHEET, mayHoldLabels: true, names: /\.f?ods$/i },
  { what: 'a table of Apple Numbers', advice: AS_SHEET, mayHoldLabels: true, names: /\.numbers$/i },
  { what: 'a TFRecord file', advice: UNPACK_ROWS, names: /\.tfrecords?(-\d+-of-\d+)?$/i },
  { what: 'a Python pickle', advice: AS_ARRAYS, passesFor: 'text', names: /\.(pkl|pickle)$/i },
  { what: 'a DICOM image', advice: TO_EIGHT_BITS, names: /\.dcm$/i },
  { what: 'a NIfTI file', advice: TO_EIGHT_BITS, names: /\.nii$/i },
  { what: 'a TGA image', advice: CONVERT, names: /\.tga$/i },
  { what: 'an MXNet RecordIO file', advice: UNPACK_ROWS, names: /\.rec$/i },
  { what: 'an LMDB database', advice: UNPACK_ROWS, names: /\.(mdb|lmdb)$/i },
  { what: 'a file of PyTorch', advice: AS_ARRAYS, names: /\.pth?$/i },
]
const NUMPY = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]
/** Values of one byte to eight, as the IDX format numbers them. */
const IDX_TYPES: ReadonlySet<number> = new Set([8, 9, 0xb, 0xc, 0xd, 0xe])

export const UNKNOWN_BINARY: FileKind = { kind: 'other', what: 'is a binary file of an unknown kind' }

/** How much of a file `recogniseBytes` wants to see. */
export const HEAD_BYTES = CIFAR_HEAD_BYTES

/** As `recogniseBytes`, of a file with a name. The name counts where the bytes say nothing, or pass for something else. */
export function recogniseFile(head: Uint8Array, entry: Pick<SourceEntry, 'path' | 'size'>): FileKind {
  const stl = stlKindOf(head, entry)
  if (stl !== undefined) return { kind: stl }
  if (isCifar(head, entry)) return { kind: 'cifar' }
  if (begins(head, ZIP) && WORKBOOK_NAME.test(entry.path)) return { kind: 'workbook' }
  const kind = recogniseBytes(head)
  if (kind.kind === 'other' && kind.advice !== undefined) return kind
  const named = NAMED.find(
    ({ names, passesFor }) => (kind.kind === 'other' || kind.kind === passesFor) && names.test(entry.path),
  )
  return named === undefined ? kind : toOther(named)
}

/** Takes the first HEAD_BYTES of a file. Text holds no zero byte, or is UTF-16. */
export function recogniseBytes(head: Uint8Array): FileKind {
  if (head.length === 0) return { kind: 'other', what: 'is empty', advice: 'choose it again, or download it again' }
  if (findFormat(head) !== undefined) return { kind: 'image' }
  if (begins(head, [0, 0]) && IDX_TYPES.has(head[2] ?? 0) && head[3]! >= 1 && head[3]! <= 4) return { kind: 'idx' }
  if (begins(head, NUMPY)) return { kind: 'npy' }
  if (JSON_TEXT.test(beginningOf(head))) return { kind: 'json' }
  const foreign = SIGNATURES.find(({ bytes, at }) => begins(head, bytes, at)) ?? findForeignText(head)
  if (foreign !== undefined) {
    return toOther(foreign)
  }
  if (!head.includes(0) || findUtf16(head) !== undefined) return { kind: 'text' }
  return UNKNOWN_BINARY
}

function toOther({ what, advice, mayHoldLabels = false }: Foreign): Other {
  return {
    kind: 'other',
    what: `is ${what}`,
    ...(advice === undefined ? {} : { advice }),
    ...(mayHoldLabels && { mayHoldLabels }),
  }
}

/** Takes the first bytes of a file. */
export function isWebPage(head: Uint8Array): boolean {
  return PAGE.test(beginningOf(head))
}

function beginningOf(head: Uint8Array): string {
  return decodeText(head.subarray(0, 512))
}

function findForeignText(head: Uint8Array): Foreign | undefined {
  const text = beginningOf(head)
  return TEXTS.find(({ begins: pattern }) => pattern.test(text))
}

function begins(head: Uint8Array, bytes: readonly number[], at = 0): boolean {
  return bytes.every((byte, i) => head[at + i] === byte)
}
