/**
 * How much a protobuf file becomes in memory. Two bytes can stand for a message, and one for a number of a packed list, so that a small file
 * would fill any memory when it is decoded. What a file claims is added up first, without making anything of it.
 */
import { ScalarType, type DescField, type DescMessage } from '@bufbuild/protobuf'
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { InteropError } from '../interopError'

/** Far deeper than models nest: a graph has nodes, those have attributes, and those tensors. */
const MAX_DEPTH = 32
/** Of a large model, a hundredth of this: it has a few thousand messages, and its weights lie in bytes. */
const MAX_BYTES = 2 ** 29
const BYTES_OF_MESSAGE = 1000
const BYTES_OF_NUMBER = 16

const VARINTS: ReadonlySet<ScalarType | undefined> = new Set([
  ScalarType.INT64,
  ScalarType.UINT64,
  ScalarType.INT32,
  ScalarType.UINT32,
  ScalarType.SINT32,
  ScalarType.SINT64,
  ScalarType.BOOL,
])

/** @throws InteropError for a file that would take too much; the library's own error for one that is damaged. */
export function checkWeight(bytes: Uint8Array, schema: DescMessage): void {
  weigh(bytes, schema, { left: MAX_BYTES, depth: 0 })
}

interface Budget {
  left: number
  depth: number
}

function weigh(bytes: Uint8Array, schema: DescMessage, budget: Budget): void {
  if (++budget.depth > MAX_DEPTH)
    throw new InteropError(`The file nests its parts more than ${MAX_DEPTH} deep, which no model does.`)
  const fields = new Map(schema.fields.map((field) => [field.number, field]))
  const reader = new BinaryReader(bytes)
  spend(budget, BYTES_OF_MESSAGE)
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag()
    const field = fields.get(number)
    if (wireType !== WireType.LengthDelimited) {
      reader.skip(wireType, number)
      spend(budget, BYTES_OF_NUMBER)
      continue
    }
    const content = reader.bytes()
    const message = field && messageOf(field)
    if (message) weigh(content, message, budget)
    else spend(budget, field ? bytesOf(content, field) : BYTES_OF_NUMBER)
  }
  budget.depth--
}

function messageOf(field: DescField): DescMessage | undefined {
  return field.fieldKind === 'message' || field.fieldKind === 'list' ? field.message : undefined
}

/** In a list, each number becomes one of its own. */
function bytesOf(content: Uint8Array, field: DescField): number {
  if (field.fieldKind !== 'list') return content.length
  if (field.scalar === ScalarType.FLOAT) return 2 * content.length
  if (field.scalar === ScalarType.DOUBLE) return content.length
  if (!VARINTS.has(field.scalar)) return content.length + BYTES_OF_NUMBER
  // The last byte of a number has no mark that others follow.
  return content.reduce((count, byte) => count + (byte < 0x80 ? 1 : 0), 0) * BYTES_OF_NUMBER
}

function spend(budget: Budget, bytes: number): void {
  budget.left -= bytes
  if (budget.left < 0)
    throw new InteropError('The file would take far more memory than any model that Strata trains: it can’t be opened.')
}
