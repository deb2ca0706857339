/** A file for the person to keep. */
export interface WrittenFile {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}
