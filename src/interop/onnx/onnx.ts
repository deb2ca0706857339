/** ONNX: one file, `model.onnx`, which is a protobuf message. */
import { quoted } from '../../common/text'
import type { SourceEntry } from '../../files/sourceEntry'
import type { Format } from '../format'
import { InteropError } from '../interopError'

/** Twice the weights that a stack may have. */
const MAX_BYTES = 2 ** 28

export const onnx: Format = {
  name: 'ONNX',

  recognise: (files) =>
    Promise.resolve(
      files.flatMap(({ entry, head, json }) =>
        head && !json && isOnnx(head) ? [{ holds: 'model', what: 'is an ONNX model', files: [entry] }] : [],
      ),
    ),

  async read([file]) {
    const bytes = await readBytes(file)
    const { readOnnx } = await import('./readOnnx')
    const { notes, ...model } = readOnnx(bytes)
    return { holds: 'model', model, notes }
  },
}

/**
 * Whether a file begins as ONNX's `ModelProto` does: with its version of the format, from 3 to 20, and behind it a field that such a file
 * has. TensorFlow's SavedModel, a message too, has version 1.
 */
function isOnnx(head: Uint8Array): boolean {
  const [tag, version = 0, next = 0, length = 0, first = 0] = head
  if (tag !== 0x08 || version < 3 || version > 20) return false
  // Texts: the names and the version of the producer, the domain, a description.
  if ([0x12, 0x1a, 0x22, 0x32].includes(next)) return length === 0 || first >= 0x20
  // The version of the model, the graph, the operators' versions, the metadata.
  return [0x28, 0x3a, 0x42, 0x72].includes(next)
}

async function readBytes(entry: SourceEntry): Promise<Uint8Array<ArrayBuffer>> {
  const isLong = (entry.size ?? 0) > MAX_BYTES
  const bytes = isLong ? undefined : await entry.read(MAX_BYTES + 1)
  if (bytes && bytes.length <= MAX_BYTES) return bytes
  throw new InteropError(
    `${quoted(entry.path)} is larger than ${MAX_BYTES / 2 ** 20} MB, the most that is read of an ONNX file: it is no model that Strata can train.`,
  )
}
