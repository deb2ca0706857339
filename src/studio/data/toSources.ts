import type { SourceFile } from '../../files/sourceFile'

/** Chosen files with the paths that they have in their folder, if they came with one. */
export function toSources(files: readonly File[]): readonly SourceFile[] {
  return files.map((file) => ({ path: file.webkitRelativePath || file.name, file }))
}
