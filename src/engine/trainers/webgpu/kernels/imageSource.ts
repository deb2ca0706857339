/**
 * How a kernel reads an image's values: as they lie in a buffer, or from a pooled gradient and the codes of where each maximum was. The
 * second is for a convolution whose outputs are pooled at once. The large gradient between the two never exists.
 *
 * Values are read four channels at a time where the channels allow it. Conditions are joined by `&`, not `&&`: that one is a branch, and
 * compilers of shaders take minutes over a kernel full of them.
 */
import type { ImageSize } from '../../plan/geometry'
import type { ImageSource, PooledSource } from '../../plan/operations/conv2d'
import type { Binding } from '../kernel'

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
  const codeType = vector === 4 && !source.pooled?.packed ? 'vec4u' : 'u32'
  return [
    { as, buffer: source.buffer, type: `array<${type}>`, access: 'read' },
    ...(source.pooled
      ? [{ as: `${as}Codes`, buffer: source.pooled.codes, type: `array<${codeType}>`, access: 'read' } as const]
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

function readPlain(as: string, size: ImageSize, vector: 1 | 4, patch: Patch): PatchReader {
  const { image, rows, columns, channel, tag, checked } = patch
  const type = valueType(vector)
  const vectors = size.channels / vector
  const opened = new Set<number>()
  const openRow = (row: number): string => {
    if (opened.has(row)) return ''
    opened.add(row)
    const at = `${rows.at} + ${row}`
    return `${checked ? `let in${tag}_${row} = u32(${at}) < ${size.height}u;\n` : ''}let base${tag}_${row} = (${image} * ${size.height} + ${at}) * ${size.width * vectors} + ${channel};\n`
  }
  return {
    read(name, row, column) {
      const at = column === 0 ? columns.at : `(${columns.at} + ${column})`
      const index = `base${tag}_${row} + ${at}${vectors === 1 ? '' : ` * ${vectors}`}`
      if (!checked) return `${openRow(row)}let ${name} = ${as}[${index}];`
      return `${openRow(row)}let ok_${name} = in${tag}_${row} & (u32(${at}) < ${size.width}u);
let ${name} = select(${type}(), ${as}[select(0, ${index}, ok_${name})], ok_${name});`
    },
  }
}

/** Rows and columns that no window covers have no gradient: their cell lies beyond the pooled image. */
function readPooled(as: string, pooled: PooledSource, vectors: number, vector: 1 | 4, patch: Patch): PatchReader {
  const { image, rows, columns, channel, tag, checked } = patch
  const { pool, height, width } = pooled
  const type = valueType(vector)
  const codes = (at: string): string =>
    pooled.packed ? `(vec4u(${as}Codes[${at}]) >> vec4u(0u, 8u, 16u, 24u)) & vec4u(255u)` : `${as}Codes[${at}]`
  const opened = new Set<string>()
  const once = (key: string, text: string): string => {
    if (opened.has(key)) return ''
    opened.add(key)
    return text
  }
  const past = columns.past ?? 0
  return {
    read(name, row, column) {
      const cellColumn = Math.floor((column - past) / pool[1])
      const bitColumn = column - past - cellColumn * pool[1]
      // When the row's place in its window is unknown, every row is read as if no other shared its cells.
      const cellRow = rows.past === undefined ? row : Math.floor((row - rows.past) / pool[0])
      const rowTag = `${tag}_${nameOf(cellRow)}`
      const bits = rows.past === undefined ? `bits${rowTag}` : `${(row - rows.past - cellRow * pool[0]) * pool[1]}u`
      const openRow =
        rows.past === undefined
          ? `let y${rowTag} = max(${rows.at} + ${row}, 0);
let cellRow${rowTag} = select(y${rowTag} / ${pool[0]}, -1, ${rows.at} + ${row} < 0);
let bits${rowTag} = u32(y${rowTag} % ${pool[0]}) * ${pool[1]}u;\n`
          : `let cellRow${rowTag} = (${rows.at} + ${rows.past}) / ${pool[0]} + ${cellRow};\n`
      const cell = `${rowTag}_${nameOf(cellColumn)}`
      return [
        once('column', `let cell${tag} = (${columns.at} + ${past}) / ${pool[1]};\n`),
        once(
          rowTag,
          `${openRow}let base${rowTag} = (${image} * ${height} + cellRow${rowTag}) * ${width * vectors} + ${channel};\n`,
        ),
        once(
          cell,
          checked
            ? `let ok${cell} = (u32(cellRow${rowTag}) < ${height}u) & (u32(cell${tag} + ${cellColumn}) < ${width}u);
let at${cell} = select(0, base${rowTag} + (cell${tag} + ${cellColumn}) * ${vectors}, ok${cell});
let value${cell} = select(${type}(), ${as}[at${cell}], ok${cell});
let code${cell} = ${codes(`at${cell}`)};\n`
            : `let at${cell} = base${rowTag} + (cell${tag} + ${cellColumn}) * ${vectors};
let value${cell} = ${as}[at${cell}];
let code${cell} = ${codes(`at${cell}`)};\n`,
        ),
        `let ${name} = select(${type}(), value${cell}, code${cell} == ${vector === 4 ? 'vec4u' : 'u32'}(${bits} + ${bitColumn}u));`,
      ].join('')
    },
  }
}
