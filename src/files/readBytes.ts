/** Reads files that the person chose, which may be folders, or gone by now. */
import { ImportError } from './importProblem'

/** A file's first `length` bytes, by default all. Throws ImportError when the browser can't read it. */
export function readBytes(file: File, length = file.size): Promise<Uint8Array<ArrayBuffer>> {
  return readRange(file, 0, length, file.name)
}

/** The bytes from `begin` to `end` of a file by that name. Throws ImportError when the browser can't read it. */
export async function readRange(
  file: Blob,
  begin: number,
  end: number,
  name: string,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.slice(begin, end).arrayBuffer())
  } catch (error) {
    throw whyUnreadable(error, name)
  }
}

/** The sentence for a failed reading. Any other error as it is. */
export function whyUnreadable(error: unknown, name: string): unknown {
  if (!(error instanceof DOMException)) return error
  // Browsers give a dropped folder as a file that can't be read, and don't say which of the two it is.
  const message = /\.[a-z]\w{1,4}$/i.test(name)
    ? `${name} could not be read, because it was moved or changed since it was chosen: choose it again.`
    : `“${name}” is a folder, or can’t be read: zip it, and drop the zip with its CSV.`
  return new ImportError(message, { file: name })
}
