/** A file with the path that it has in a dropped folder; its name when it was dropped alone. */
export interface SourceFile {
  readonly path: string
  readonly file: File
}
