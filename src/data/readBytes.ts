/** Reads files that the person chose, which may be folders, or gone by now. */
import { ImportError } from './dataset'

/** A file's first `length` bytes, by default all. Throws ImportError when the browser can't read it. */
export async function readBytes(file: File, length = file.size): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.slice(0, length).arrayBuffer())
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
    // Browsers give a dropped folder as a file that can't be read, and don't say which of the two it is.
    const message = /\.(zip|csv|tsv|txt)$/i.test(file.name)
      ? `${file.name} could not be read, because it was moved or changed since it was chosen: choose it again.`
      : `“${file.name}” is a folder, or can’t be read: zip it, and drop the zip with its CSV.`
    throw new ImportError(message, { file: file.name })
  }
}
