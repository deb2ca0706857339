import type { SourceFile } from '../../files/sourceFile'

/** A model is JSON with or without its weights; anything else beside a JSON file, such as a zip, makes it data. */
export function holdsModel(files: readonly Pick<SourceFile, 'path'>[]): boolean {
  const endings = files.map(({ path }) => path.slice(path.lastIndexOf('.')).toLowerCase())
  return endings.includes('.json') && endings.every((ending) => ending === '.json' || ending === '.bin')
}
