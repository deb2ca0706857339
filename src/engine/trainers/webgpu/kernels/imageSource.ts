/**
 * How a kernel reads an image's values: as they lie in a buffer, or from a pooled gradient and the codes of where each maximum was. The
 * second is for a convolution whose outputs are pooled at once. The large gradient between the two never exists.
 *
 * Values are read four channels at a time where the channels allow it. Conditions are joined by `&`, not `&&`: that one is a branch, and
 * compilers of shaders take minutes over a kernel full of them.
 */
import type { Pair } from '../../../../model/layers/pair'
import type { ImageSize } from '../../plan/geometry'
import type { ImageSource, PooledSource } from '../../plan/operations/conv2d'
import type { Binding } from '../kernel'
import { codeOf, codesAt, codeType, NO_CODE } from './poolCodes'

/** Channels that are read at once. */
export function vectorOf({ channels }: ImageSize): 1 | 4 {
  return channels % 4 === 0 ? 4 : 1
}

export function valueType(vector: 1 | 4): 'f32' | 'vec4f' {
  return vector === 4 ? 'vec4f' : 'f32'
}

/** @param as the prefix of the variables. @param vector channels read at once. */
export function sourceBindings(as: string, source: ImageSource, vector: 1 | 4): readonly Binding[] {
  const type = vector === 4 ? 'vec4f' : 'f32'
  return [
    { as, buffer: source.buffer, type: `array<${type}>`, access: 'read' },
    ...(source.pooled
      ? [codesAt(`${as}Codes`, source.pooled.codes, { vector, packed: source.pooled.packed ?? false }, 'read')]
      : []),
  ]
}

/** Reads values of a patch of an image. The rows and columns within the patch are constants; its beginning is not. */
export interface PatchReader {
  /** WGSL statements that declare `name` as the value at the patch's beginning + `row`, + `column`. */
  read(name: string, row: number, column: number): string
}

/** Where a patch begins along one axis. */
interface Beginning {
  /** WGSL, i32: it may lie outside of the image, which reads as zeros there. */
  readonly at: string
  /**
   * For a pooled source: `at` + `past` is a multiple of the pool's size, which gives each value's place in its window. Absent when that is
   * unknown, which it may be for rows only.
   */
  readonly past?: number
  /** How far in front of the image it can lie: wanted of the rows of a pooled source whose place in their window is unknown. */
  readonly before?: number
}

interface Patch {
  /** WGSL: the image's index, i32. */
  readonly image: string
  readonly rows: Beginning
  readonly columns: Beginning
  /** WGSL: which vector of channels, i32. */
  readonly channel: string
  /** Distinguishes the variables of several patches. */
  readonly tag: string
  /** Whether some of it can lie outside of the image. */
  readonly checked: boolean
  /** How far behind its beginning the last row and column lie that are read, where none of it ever lies outside of the image. */
  readonly reach?: Pair
  /** Images in the buffer. */
  readonly batchSize: number
}

/** @param as the prefix that the bindings have. */
export function readPatch(as: string, source: ImageSource, vector: 1 | 4, patch: Patch): PatchReader {
  return source.pooled
    ? readPooled(as, source.pooled, source.size.channels / vector, vector, patch)
    : readPlain(as, source.size, vector, patch)
}

/** Writes a number that may be negative as part of a variable's name. */
function nameOf(offset: number): string {
  return offset < 0 ? `m${-offset}` : String(offset)
}

/**
 * All values of a patch lie at constant distances from its beginning, so their places take no arithmetic of their own. The beginning, or a place
 * that was checked, is a u32 that is seen to lie in the buffer: browsers then keep no place within it by a comparison of their own.
 */
function readPlain(as: string, size: ImageSize, vector: 1 | 4, patch: Patch): PatchReader {
  const { image, rows, columns, channel, tag, checked, reach, batchSize } = patch
  const type = valueType(vector)
  const vectors = size.channels / vector
  const once = createOnce()
  const behind = (row: number, column: number): number => (row * size.width + column) * vectors
  const last = batchSize * size.height * size.width * vectors - 1
  const first = `((${image} * ${size.height} + ${rows.at}) * ${size.width} + ${columns.at}) * ${vectors} + ${channel}`
  const known = reach ? `min(u32(${first}), ${last - behind(...reach)}u)` : `u32(${first})`
  const begin = `let base${tag} = ${checked ? first : known};\n`
  return {
    read(name, row, column) {
      if (!checked) return `${once('', begin)}let ${name} = ${as}[base${tag} + ${behind(row, column)}u];`
      const index = `min(u32(base${tag} + ${behind(row, column)}), ${last}u)`
      const inRow = `let in${tag}_${row} = u32(${rows.at} + ${row}) < ${size.height}u;\n`
      return `${once('', begin)}${once(`row ${row}`, inRow)}let ok_${name} = in${tag}_${row} & (u32(${columns.at} + ${column}) < ${size.width}u);
let ${name} = select(${type}(), ${as}[${index}], ok_${name});`
    },
  }
}

/**
 * Rows and columns that no window covers have no gradient: their cell lies beyond the pooled image. What is read in place of a cell beyond has
 * a code that no place has, so it is nowhere.
 */
function readPooled(as: string, pooled: PooledSource, vectors: number, vector: 1 | 4, patch: Patch): PatchReader {
  const { image, rows, columns, channel, tag, checked, batchSize } = patch
  const { pool, height, width, packed = false } = pooled
  const last = batchSize * height * width * vectors - 1
  const type = valueType(vector)
  const once = createOnce()
  const past = columns.past ?? 0
  const isStatic = rows.past !== undefined
  // A row's place in its window flips bits of a word of codes, which leaves those of its columns: constants, for which nothing is unpacked.
  const flips = !isStatic && packed && isPowerOfTwo(pool[1])
  const noCode = packed ? NO_CODE : `${codeType(vector)}(${NO_CODE})`

  const openRow = (cellRow: number, rowTag: string): string => {
    if (isStatic) return ''
    const lift = Math.ceil((rows.before ?? 0) / pool[0])
    return `let y${rowTag} = u32(${rows.at} + ${cellRow + lift * pool[0]});
let cellRow${rowTag} = i32(y${rowTag} / ${pool[0]}u) - ${lift};
let bits${rowTag} = (y${rowTag} % ${pool[0]}u) * ${flips ? `${pool[1] * 0x01010101}u` : `${pool[1]}u`};
let base${rowTag} = ((${image} * ${height} + cellRow${rowTag}) * ${width} + cell${tag}) * ${vectors} + ${channel};
${checked ? `let in${rowTag} = u32(cellRow${rowTag}) < ${height}u;` : ''}`
  }
  const open = `let cell${tag} = (${columns.at} + ${past}) / ${pool[1]};\n${
    isStatic
      ? `let cellRow${tag} = (${rows.at} + ${rows.past}) / ${pool[0]};
let base${tag} = ((${image} * ${height} + cellRow${tag}) * ${width} + cell${tag}) * ${vectors} + ${channel};\n`
      : ''
  }`
  const openCell = (cellRow: number, cellColumn: number, rowTag: string, cell: string): string => {
    const at = isStatic
      ? `base${tag} + ${(cellRow * width + cellColumn) * vectors}`
      : `base${rowTag} + ${cellColumn * vectors}`
    const word = checked ? `select(${noCode}, ${as}Codes[at${cell}], ok${cell})` : `${as}Codes[at${cell}]`
    return `${checked ? `let ok${cell} = in${rowTag} & (u32(cell${tag} + ${cellColumn}) < ${width}u);` : ''}
let at${cell} = min(u32(${at}), ${last}u);
let value${cell} = ${as}[at${cell}];
let word${cell} = ${word}${flips ? ` ^ bits${rowTag}` : ''};
let code${cell} = ${codeOf(`word${cell}`, packed)};\n`
  }

  return {
    read(name, row, column) {
      const cellColumn = Math.floor((column - past) / pool[1])
      const bitColumn = column - past - cellColumn * pool[1]
      // When the row's place in its window is unknown, every row is read as if no other shared its cells.
      const cellRow = isStatic ? Math.floor((row - (rows.past ?? 0)) / pool[0]) : row
      const rowTag = `${tag}_${nameOf(cellRow)}`
      const cell = `${rowTag}_${nameOf(cellColumn)}`
      const code = isStatic
        ? `${(row - (rows.past ?? 0) - cellRow * pool[0]) * pool[1] + bitColumn}u`
        : `${flips ? '' : `bits${rowTag} + `}${bitColumn}u`
      return [
        once('', open),
        once(
          `row ${rowTag}`,
          isStatic && checked
            ? `let in${rowTag} = u32(cellRow${tag} + ${cellRow}) < ${height}u;\n`
            : openRow(cellRow, rowTag),
        ),
        once(`cell ${cell}`, openCell(cellRow, cellColumn, rowTag, cell)),
        `let ${name} = select(${type}(), value${cell}, code${cell} == ${codeType(vector)}(${code}));`,
      ].join('')
    },
  }
}

function isPowerOfTwo(value: number): boolean {
  return (value & (value - 1)) === 0
}

/** A text is wanted where it is first needed, and no second time. */
function createOnce(): (key: string, text: string) => string {
  const opened = new Set<string>()
  return (key, text) => {
    if (opened.has(key)) return ''
    opened.add(key)
    return text
  }
}
