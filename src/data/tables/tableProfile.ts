/** The profile of a table, made before it is read. */
import type { OneHot } from './oneHot'
import type { TextForm } from './textForm'

export interface PixelColumns {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  /** For each column, where its value belongs among the bytes of an image (row by row, channel last), or -1. */
  readonly places: Int32Array
  /** The column of the labels; undefined when the table has none. */
  readonly label: number | undefined
  /** The column that says which split a row is in. */
  readonly split: number | undefined
  /** Whether pixels go from 0 to 1 instead of 0 to 255. */
  readonly isFraction: boolean
}

export type TableShape =
  /** One image a row. */
  | ({ readonly kind: 'pixels' } & PixelColumns)
  /** One label a row, in `column`. A table of two columns may as well be one of images, with their names in the other. */
  | { readonly kind: 'labels'; readonly column: number }
  /** One column a class, with a one in the column of the row's class. */
  | ({ readonly kind: 'oneHot' } & OneHot)
  /** Something else, perhaps a table of images. `reason` says, as a sentence, why it is no table of pixels although it looks like one. */
  | { readonly kind: 'other'; readonly reason?: string }

export interface TableProfile {
  readonly form: TextForm
  /** The names of the columns, when the first line has them. */
  readonly header: readonly string[] | undefined
  readonly columns: number
  /** The first fields of the first rows below the header, as text. */
  readonly rows: readonly (readonly string[])[]
  readonly shape: TableShape
  /** Decisions made where the file said nothing, in sentences. */
  readonly notes: readonly string[]
}

/** The beginning of a table, taken apart. */
export interface TableSample {
  /** Exactly `columns` names. */
  readonly header: readonly string[] | undefined
  readonly columns: number
  /** Rows of exactly `columns` fields, without blanks and quotation marks around them. */
  readonly rows: readonly (readonly string[])[]
}
