/** The head of a NumPy array file: format 1.0 to 3.0 (NumPy Enhancement Proposal 1). */
import { ImportError } from '../../../files/importProblem'

/** The bytes of a file that are read for its head. Heads of plain arrays have 128. */
export const HEAD_BYTES = 2 ** 16

/** The kind of an element: unsigned and signed integers, floats, booleans, or text of fixed length (UCS-4, or bytes). */
export type ElementKind = 'u' | 'i' | 'f' | 'b' | 'U' | 'S'

export interface NpyHead {
  readonly kind: ElementKind
  /** Bytes of an element. */
  readonly itemBytes: number
  readonly isLittleEndian: boolean
  /** The first index varies fastest, instead of the last. */
  readonly isFortran: boolean
  readonly shape: readonly number[]
  /** Where the elements begin. */
  readonly offset: number
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]
/** Bytes of an element of each kind; of text, any multiple up to the longest. */
const ITEM_BYTES = { u: [1, 2, 4, 8], i: [1, 2, 4, 8], f: [2, 4, 8], b: [1] }
/** A thousand letters. */
const MAX_TEXT_BYTES = 4000

/**
 * @param bytes the first HEAD_BYTES of the file
 * @param name the person's name for it
 * @throws ImportError when it is no such file, or holds elements that are not read
 */
export function parseNpyHead(bytes: Uint8Array, name: string, file: string): NpyHead {
  const refuse = (why: string): ImportError => new ImportError(`${name} ${why}`, { file })
  if (!MAGIC.every((byte, i) => bytes[i] === byte)) throw refuse('is no NumPy array: save it with numpy.save.')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const version = bytes[6] ?? 0
  if (version < 1 || version > 3) throw refuse(`is of version ${version} of NumPy’s format, and 1 to 3 are read.`)
  const from = version === 1 ? 10 : 12
  if (bytes.length < from) throw refuse('is cut off: save or download it again.')
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  const offset = from + length
  if (offset > HEAD_BYTES) throw refuse('is damaged, or describes a table of many fields: save each array by itself.')
  if (offset > bytes.length) throw refuse('is cut off: save or download it again.')
  const text = new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(from, offset))
  const type = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1]
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1]
  const axes = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text)?.[1]
  if (type === undefined && /'descr'\s*:\s*\[/.test(text))
    throw refuse('is a table of several fields: save each as an array by itself.')
  if (type === undefined || order === undefined || axes === undefined)
    throw refuse('is damaged: save or download it again.')
  const shape = [...axes.matchAll(/\d+/g)].map(([digits]) => Number(digits))
  return { ...readType(type, refuse), isFortran: order === 'True', shape, offset }
}

function readType(
  type: string,
  refuse: (why: string) => ImportError,
): Pick<NpyHead, 'kind' | 'itemBytes' | 'isLittleEndian'> {
  const [, mark, letter, digits] = /^([<>|=]?)([a-zA-Z?])(\d*)$/.exec(type) ?? []
  if (letter === 'O') {
    throw refuse(
      'holds Python objects, which are not read since they could run code: save it as numbers, such as x.astype("uint8").',
    )
  }
  const isLittleEndian = mark !== '>'
  const count = Number(digits)
  if (letter === 'U' || letter === 'S') {
    const itemBytes = letter === 'U' ? 4 * count : count
    if (itemBytes === 0) throw refuse('holds text without letters.')
    if (itemBytes > MAX_TEXT_BYTES) throw refuse('holds text of more than 1,000 letters each, more than a label has.')
    return { kind: letter, itemBytes, isLittleEndian }
  }
  const kind = letter === '?' ? 'b' : letter
  const itemBytes = letter === '?' ? 1 : count
  if ((kind === 'u' || kind === 'i' || kind === 'f' || kind === 'b') && ITEM_BYTES[kind].includes(itemBytes)) {
    return { kind, itemBytes, isLittleEndian }
  }
  throw refuse(
    `holds values of the type “${type.slice(0, 20)}”, which are not read: save it as numbers, such as x.astype("uint8").`,
  )
}
