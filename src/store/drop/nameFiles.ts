import type { SourceFile } from '../../files/sourceFile'

const NAMED = 3

/** What the page calls files together: the names of the files and of the folders dropped, and how many more there are. */
export function nameFiles(files: readonly Pick<SourceFile, 'path'>[]): string {
  const tops = new Set<string>()
  for (const { path } of files) {
    const slash = path.indexOf('/')
    tops.add(slash > 0 ? path.slice(0, slash) : path)
  }
  const named = [...tops].slice(0, NAMED).join(' + ')
  return tops.size > NAMED ? `${named} and ${tops.size - NAMED} more` : named
}
