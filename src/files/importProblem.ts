/** Problems of the files that a person brought, and where they are. */

/** Something in the files that the person should know of. `file` and `row` (1-based, the header is row 1) say where. */
export interface ImportProblem {
  readonly message: string
  readonly file?: string
  readonly row?: number
}

/** Thrown when nothing usable can be made of the files. The message is one plain sentence for the person. */
export class ImportError extends Error {
  override readonly name = 'ImportError'
  readonly file: string | undefined
  readonly row: number | undefined
  constructor(message: string, where: { file?: string; row?: number } = {}) {
    super(message)
    this.file = where.file
    this.row = where.row
  }
}

/** Problems of one kind: the first of them, and how many there are. */
export interface ProblemGroup {
  /** The problem as one of many things: `rows name an image that is not in the archive`. */
  readonly kind: string
  readonly count: number
  readonly listed: readonly { readonly message: string; readonly file?: string; readonly row?: number }[]
}
