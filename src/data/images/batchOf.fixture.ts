/** A batch of image files for tests of what decodes one, as they are or as the entries of a zip archive of one file each. */
import { AS_STORED } from './pixelForm'
import { type EncodedBatch, FILE_STATES, type ImageTarget } from './images'

/** Brings images to the size, `auto` in colour, whole, by areas, unless told otherwise. */
export function batchOf(
  files: readonly Uint8Array[],
  target: Pick<ImageTarget, 'width' | 'height'> & Partial<ImageTarget>,
): EncodedBatch {
  const bytes = new Uint8Array(files.reduce((sum, file) => sum + file.length, 0))
  const begins = new Uint32Array(files.length)
  const ends = new Uint32Array(files.length)
  let at = 0
  for (const [i, file] of files.entries()) {
    bytes.set(file, at)
    begins[i] = at
    at += file.length
    ends[i] = at
  }
  return {
    bytes,
    begins,
    ends,
    states: new Uint8Array(files.length).fill(FILE_STATES.plain),
    packedSizes: new Uint32Array(files.length),
    sizes: new Uint32Array(files.length),
    crcs: new Uint32Array(files.length),
    target: { colour: 'auto', fit: 'contain', filter: 'area', form: AS_STORED, ...target },
  }
}
