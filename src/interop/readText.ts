/** The text of a model's JSON file. */
import { quoted } from '../common/text'
import { decodeText } from '../files/decodeText'
import type { SourceEntry } from '../files/sourceEntry'
import { InteropError } from './interopError'

/** Far more than the layers of any model take; their weights lie in other files. */
const MAX_BYTES = 2 ** 25

/** @throws InteropError when it is longer than a model's JSON can be. */
export async function readText(entry: SourceEntry): Promise<string> {
  const isLong = (entry.size ?? 0) > MAX_BYTES
  const bytes = isLong ? undefined : await entry.read(MAX_BYTES + 1)
  if (bytes && bytes.length <= MAX_BYTES) return decodeText(bytes)
  const most = MAX_BYTES / 2 ** 20
  throw new InteropError(
    `${quoted(entry.path)} is larger than ${most} MB, the most that is read of a model’s layers: choose the file as it was saved, with its weights beside it.`,
  )
}
