/** Tells whether a NumPy array is images, labels, or something else. */
import { counted } from '../../../common/text'
import { ImportError } from '../../../files/importProblem'
import { MAX_IMAGES, MAX_PIXEL_BYTES, MAX_SIDE } from '../../limits'
import type { SourceEntry } from '../../../files/sourceEntry'
import { createConverter } from './npyElements'
import { HEAD_BYTES, type NpyHead, parseNpyHead } from './npyHead'

/** The fewest columns that, without a name that says so, are pixels and not classes. */
const FEWEST_PIXELS = 49

export interface NpyImages {
  readonly kind: 'images'
  readonly count: number
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  /** For each axis of the array, how far apart its neighbours are in an image's bytes, channel last, and from image to image. */
  readonly strides: readonly number[]
}

export type NpyRole =
  | NpyImages
  | { readonly kind: 'labels'; readonly count: number }
  /** One column a class. */
  | { readonly kind: 'oneHot'; readonly count: number; readonly classes: number }

export interface NpyProfile<Role extends NpyRole = NpyRole> {
  /** The person's name for it: `x_train in mnist.npz`. */
  readonly name: string
  readonly head: NpyHead
  readonly role: Role
}

/** Throws ImportError, which says why, for an array that is neither images nor labels, or too large, or shorter than it says. */
export async function profileNpy(entry: SourceEntry): Promise<NpyProfile> {
  const name = entry.archive === undefined ? entry.path : `${nameOfArray(entry.path)} in ${entry.archive}`
  const file = entry.archive ?? entry.path
  const bytes = await entry.read(2 * HEAD_BYTES)
  const head = parseNpyHead(bytes, name, file)
  const { shape, itemBytes, offset } = head
  const refuse = (why: string): ImportError => new ImportError(`${name} ${why}`, { file })
  const [count = 0] = shape
  if (shape.length === 0 || shape.includes(0))
    throw refuse('is empty: an array has one image or label for each place on its first axis.')
  if (count > MAX_IMAGES) {
    throw refuse(
      `has ${counted(count, 'places')} on its first axis, and at most ${counted(MAX_IMAGES, 'images')} are read: split it into smaller sets.`,
    )
  }
  const elements = shape.reduce((product, axis) => product * axis, 1)
  if (entry.size !== undefined && entry.size < offset + elements * itemBytes)
    throw refuse('is cut off: save or download it again.')
  const role = findRole(entry.path, head, bytes.subarray(offset))
  if (role === undefined) {
    throw refuse(
      `has the shape ${describeShape(shape)}: images are (count, height, width), with 1 or 3 channels behind or before, or (count, pixels), and labels (count).`,
    )
  }
  if (role.kind === 'images') {
    if (role.width > MAX_SIDE || role.height > MAX_SIDE) {
      throw refuse(
        `has images of ${role.width} × ${role.height}, and they are read up to ${MAX_SIDE.toLocaleString('en-US')} pixels a side: scale them down.`,
      )
    }
    if (elements > MAX_PIXEL_BYTES)
      throw refuse('has more than 1 GB of pixels, the most that is held at once: split it into smaller sets.')
  }
  return { name, head, role }
}

function nameOfArray(path: string): string {
  return path.replace(/\.npy$/i, '')
}

function describeShape(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
}

function findRole(path: string, head: NpyHead, body: Uint8Array): NpyRole | undefined {
  const { shape, kind } = head
  const [count = 0, a = 1, b = 1, c = 1] = shape
  if (shape.length === 1 || (shape.length === 2 && a === 1)) return { kind: 'labels', count }
  if (kind === 'U' || kind === 'S') return undefined
  switch (shape.length) {
    case 2:
      return findRoleOfRows(path, head, body)
    case 3:
      return { kind: 'images', count, height: a, width: b, channels: 1, strides: [a * b, b, 1] }
    case 4:
      if (c === 1 || c === 3)
        return { kind: 'images', count, height: a, width: b, channels: c, strides: [a * b * c, b * c, c, 1] }
      // Channels first, as PyTorch has them.
      if (a === 1 || a === 3)
        return { kind: 'images', count, height: b, width: c, channels: a, strides: [a * b * c, 1, c * a, a] }
      return undefined
    default:
      return undefined
  }
}

/** Rows of pixels, or rows with a single one. */
function findRoleOfRows(path: string, head: NpyHead, body: Uint8Array): NpyRole | undefined {
  const [count = 0, columns = 0] = head.shape
  const isNamedY = /(^|[^a-z])(y|labels?|targets?|classes)([^a-z]|$)/i.test(nameOfArray(path))
  const side = Math.sqrt(columns)
  const colourSide = Math.sqrt(columns / 3)
  const channels = Number.isInteger(side) ? 1 : 3
  const width = channels === 1 ? side : colourSide
  const makesImage = Number.isInteger(width) && !isNamedY && columns >= FEWEST_PIXELS
  if (makesImage && !beginsOneHot(head, body)) {
    return { kind: 'images', count, width, height: width, channels, strides: [columns, 1] }
  }
  return columns <= FEWEST_PIXELS || isNamedY || beginsOneHot(head, body)
    ? { kind: 'oneHot', count, classes: columns }
    : undefined
}

/** Looks at the first rows of an array in C order. */
function beginsOneHot(head: NpyHead, body: Uint8Array): boolean {
  const { isFortran, itemBytes, shape } = head
  const columns = shape[1]!
  const rows = Math.min(shape[0]!, 16, Math.floor(body.length / itemBytes / columns))
  if (isFortran || rows === 0 || !head.isLittleEndian) return false
  const values = createConverter(head)(Uint8Array.from(body.subarray(0, rows * columns * itemBytes)))
  for (let row = 0; row < rows; row++) {
    const cells = values.subarray(row * columns, (row + 1) * columns)
    if (cells.some((value) => value !== 0 && value !== 1) || cells.filter((value) => value === 1).length !== 1)
      return false
  }
  return true
}
