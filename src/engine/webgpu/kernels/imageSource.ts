/**
 * How a kernel reads an image's values: as they lie in a buffer, or, for the gradient of a convolution whose outputs were pooled at once,
 * from the pooled gradient and the codes of where each maximum was. The large gradient between the two never exists.
 *
 * Values are read four channels at a time where the channels allow it. Conditions are joined by `&`, not `&&`: that one is a branch, and
 * compilers of shaders take minutes over a kernel full of them.
 */
import type { Pair } from '../../../model/layers/kerasConfig'
import type { ImageSize } from '../geometry'
import type { Binding } from '../plan'

export interface ImageSource {
  /** Its height and width are those before pooling. */
  readonly size: ImageSize
  readonly buffer: string
  readonly pooled?: PooledSource
}

interface PooledSource {
  /** For each pooled value, the place of its maximum within the window: row x pool width + column. */
  readonly codes: string
  readonly pool: Pair
  readonly height: number
  readonly width: number
}

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
  const codeType = vector === 4 ? 'vec4u' : 'u32'
  return [
    { as, buffer: source.buffer, type: `array<${type}>`, access: 'read' },
    ...(source.pooled
      ? [{ as: `${as}Codes`, buffer: source.pooled.codes, type: `array<${codeType}>`, access: 'read' } as const]
      : []),
  ]
}

/** Reads the values of one row of an image, at columns that are known but for where the row's part begins. */
export interface RowReader {
  /** WGSL statements that make the row ready. */
  readonly opening: string
  /** WGSL statements that declare `name` as the value at `begin + column`. */
  read(name: string, column: number): string
}

interface RowPlace {
  /** WGSL: the image's index, u32. */
  readonly image: string
  /** WGSL: the row, i32; outside of the image it reads as zeros. */
  readonly row: string
  /** WGSL: the first column, i32. Where the source is pooled, `begin` + `beginOffset` is a multiple of the pool's width. */
  readonly begin: string
  readonly beginOffset: number
  /** WGSL: which vector of channels, u32. */
  readonly channel: string
  /** Distinguishes the variables of several rows. */
  readonly tag: string
  /** Whether rows or columns can lie outside of the image. */
  readonly checked: boolean
}

/** @param as the prefix that the bindings have. */
export function readRow(as: string, source: ImageSource, vector: 1 | 4, place: RowPlace): RowReader {
  const { size, pooled } = source
  const { image, row, begin, beginOffset, channel, tag, checked } = place
  const type = valueType(vector)
  const vectors = size.channels / vector
  const inRow = `in${tag}`
  const opening = checked ? `let ${inRow} = u32(${row}) < ${size.height}u;\n` : ''
  if (!pooled) {
    return {
      opening: `${opening}let base${tag} = (i32(${image}) * ${size.height} + ${row}) * ${size.width * vectors} + i32(${channel});`,
      read(name, column) {
        const at = column === 0 ? begin : `(${begin} + ${column})`
        const index = `base${tag} + ${at}${vectors === 1 ? '' : ` * ${vectors}`}`
        if (!checked) return `let ${name} = ${as}[${index}];`
        const ok = `${inRow} & (u32(${at}) < ${size.width}u)`
        return `let ok_${name} = ${ok};\nlet ${name} = select(${type}(), ${as}[select(0, ${index}, ok_${name})], ok_${name});`
      },
    }
  }
  const [poolRows, poolColumns] = pooled.pool
  const cells = new Map<number, string>()
  return {
    // Rows and columns that no window covers have no gradient: their cell lies beyond the pooled image.
    opening: `let y${tag} = max(${row}, 0);
let cellRow${tag} = y${tag} / ${poolRows};
let bits${tag} = u32(y${tag} % ${poolRows}) * ${poolColumns}u;
let in${tag} = (${row} >= 0) & (cellRow${tag} < ${pooled.height});
let base${tag} = (i32(${image}) * ${pooled.height} + cellRow${tag}) * ${pooled.width * vectors} + i32(${channel});
let cell${tag} = (${begin} + ${beginOffset}) / ${poolColumns};`,
    read(name, column) {
      const cell = Math.floor((column - beginOffset) / poolColumns)
      const bit = column - beginOffset - cell * poolColumns
      const known = cells.get(cell)
      const variable = known ?? `${tag}_${cells.size}`
      let text = ''
      if (known === undefined) {
        cells.set(cell, variable)
        const at = `(cell${tag} + ${cell})`
        text = `let okCell${variable} = in${tag} & (u32(${at}) < ${pooled.width}u);
let atCell${variable} = select(0, base${tag} + ${at} * ${vectors}, okCell${variable});
let gradient${variable} = select(${type}(), ${as}[atCell${variable}], okCell${variable});
let code${variable} = ${as}Codes[atCell${variable}];\n`
      }
      const wanted = `bits${tag} + ${bit}u`
      return `${text}let ${name} = select(${type}(), gradient${variable}, code${variable} == ${vector === 4 ? `vec4u(${wanted})` : wanted});`
    },
  }
}
