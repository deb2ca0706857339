/** A figure of a split as far as it is words and numbers: the same wherever it is drawn. */
export interface StudyFigureText {
  /** Without the split. */
  readonly title: string
  readonly definition: string
  readonly columns: readonly string[]
  /** With all digits; `null` is undefined. */
  readonly rows: readonly (readonly (string | number | null)[])[]
  /** The rows as a person reads them. */
  readonly written: readonly (readonly string[])[]
  /** Of these, where it isn't those of the rows. */
  readonly writtenColumns?: readonly string[]
}
