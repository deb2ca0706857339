/** The profile of a table, made before it is read. */
import type { OneHot } from './oneHot'
import type { SplitFlags } from '../labels/splitFlags'
import type { TextForm } from './textForm'
import type { ValueRange } from './valueRange'

/** A column that may be the label, with some of its values. */
export interface LabelCandidate {
  readonly column: number
  readonly values: readonly string[]
}

export interface PixelColumns {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  /** For each column, where its value belongs among the bytes of an image (row by row, channel last), or -1. */
  readonly places: Int32Array
  /** The column of the labels; undefined when the table has none, or has one column a class. */
  readonly label: number | undefined
  /** The columns that say the label together. */
  readonly oneHot?: OneHot
  /** The columns that a person may take for the label, the one that was taken first. The first of a `oneHot` stands for all of them. */
  readonly candidates: readonly LabelCandidate[]
  /** Whether `label` is a guess: a person must say which of the candidates it is. */
  readonly isLabelInDoubt?: boolean
  /** The column that says which split a row is in. */
  readonly split: number | undefined
  /** How that column is read, where it says whether a row is in the split of its name: as one of a row of one field. */
  readonly splitFlags?: SplitFlags
  /** The values of black and white. Undefined when the first rows have them on no known scale. */
  readonly range: ValueRange | undefined
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
  /** As `rows`, from the whole length of the table, in order. Not of a table of pixels. */
  readonly spread: readonly (readonly string[])[]
  readonly shape: TableShape
  /** Decisions made where the file said nothing, in sentences. */
  readonly notes: readonly string[]
}

/** The beginning of a table, taken apart. */
export interface TableSample {
  /** Exactly `columns` names. */
  readonly header: readonly string[] | undefined
  /** Whether the first line is a row that pandas took for names. The columns then have numbers for names. */
  readonly isNumbered?: boolean
  readonly columns: number
  /** Rows of exactly `columns` fields, without blanks and quotation marks around them. */
  readonly rows: readonly (readonly string[])[]
}
