/**
 * The header of a safetensors file (https://github.com/huggingface/safetensors#format), which is believed in nothing: lengths, offsets and
 * shapes may claim anything.
 */
import * as v from 'valibot'
import { quoted } from '../../common/text'
import type { SourceEntry } from '../../files/sourceEntry'
import { MAX_PARAMETERS } from '../../model/graph/shapes'
import { sizeOf, type Shape } from '../../model/layers/define'
import { InteropError } from '../interopError'

export interface Tensor {
  readonly name: string
  readonly shape: Shape
  readonly dtype: string
  /** The place of its first byte in the file. */
  readonly begin: number
}

export interface Header {
  readonly metadata: Readonly<Record<string, string>>
  /** In the order of their bytes. */
  readonly tensors: readonly Tensor[]
}

/** Before the header stands its length. */
const LENGTH_BYTES = 8
/** A header has a hundred bytes for a tensor, and a page's models have some hundred tensors. */
const MAX_HEADER_BYTES = 2 ** 25

/** Bytes of one value. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['F64', 8],
  ['I64', 8],
  ['U64', 8],
  ['F32', 4],
  ['I32', 4],
  ['U32', 4],
  ['F16', 2],
  ['BF16', 2],
  ['I16', 2],
  ['U16', 2],
  ['F8_E4M3', 1],
  ['F8_E5M2', 1],
  ['I8', 1],
  ['U8', 1],
  ['BOOL', 1],
])

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const tensorSchema = v.object({
  dtype: v.string(),
  shape: v.array(count),
  data_offsets: v.tuple([count, count]),
})
const metadataSchema = v.optional(v.record(v.string(), v.string()), {})
const headerSchema = v.record(v.string(), v.unknown())

/** @throws InteropError for anything that is not as the format has it. */
export async function readHeader(entry: SourceEntry): Promise<Header> {
  const text = await readHeaderText(entry)
  const json = parse(text)
  const { __metadata__: given, ...entries } = json
  const metadata = v.safeParse(metadataSchema, given)
  if (!metadata.success) throw new InteropError('The file’s metadata are not texts, as safetensors has them.')
  const tensors = Object.entries(entries)
    .map(([name, value]) => readTensor(name, value))
    .toSorted((one, other) => one.begin - other.begin || one.end - other.end)
  checkPlaces(tensors, entry, text.end)
  return {
    metadata: metadata.output,
    tensors: tensors.map(({ name, shape, dtype, begin }) => ({ name, shape, dtype, begin: text.end + begin })),
  }
}

interface HeaderText {
  readonly text: string
  /** The place of the first byte behind it. */
  readonly end: number
}

async function readHeaderText(entry: SourceEntry): Promise<HeaderText> {
  const start = await entry.read(LENGTH_BYTES)
  if (start.length < LENGTH_BYTES) throw cutOff(entry)
  const length = Number(new DataView(start.buffer, start.byteOffset).getBigUint64(0, true))
  if (length > MAX_HEADER_BYTES) {
    throw new InteropError(
      `${quoted(entry.path)} claims a header of ${length.toLocaleString('en-US')} bytes, and ${MAX_HEADER_BYTES.toLocaleString('en-US')} is the most that is read: it is damaged, or no safetensors file.`,
    )
  }
  const end = LENGTH_BYTES + length
  const bytes = await entry.read(end)
  if (bytes.length < end) throw cutOff(entry)
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(LENGTH_BYTES)), end }
  } catch {
    throw new InteropError(`The header of ${quoted(entry.path)} is no text: the file is damaged.`)
  }
}

function cutOff(entry: SourceEntry): InteropError {
  return new InteropError(`${quoted(entry.path)} ends within its header: it was cut off.`)
}

function parse({ text }: HeaderText): Readonly<Record<string, unknown>> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new InteropError('The file’s header is not JSON: it is damaged, or no safetensors file.')
  }
  const header = v.safeParse(headerSchema, json)
  if (!header.success) throw new InteropError('The file’s header does not list tensors: it is no safetensors file.')
  if (countKeys(json) !== countKeysOf(text)) {
    throw new InteropError('The file’s header has a name twice, so it is open which of the two is meant.')
  }
  return header.output
}

/** Of all objects in it. */
function countKeys(json: unknown): number {
  if (typeof json !== 'object' || json === null) return 0
  const values = Object.values(json)
  return (Array.isArray(json) ? 0 : values.length) + values.reduce((sum: number, value) => sum + countKeys(value), 0)
}

/** The same of sound JSON as it is written, where a name may stand twice. */
function countKeysOf(text: string): number {
  let keys = 0
  for (const [, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/gs)) if (colon !== undefined) keys++
  return keys
}

interface PlacedTensor extends Tensor {
  readonly end: number
}

/** With the place of its bytes behind the header. */
function readTensor(name: string, value: unknown): PlacedTensor {
  const tensor = v.safeParse(tensorSchema, value)
  if (!tensor.success) throw new InteropError(`What the file says of ${quoted(name)} can’t be read.`)
  const { dtype, shape, data_offsets: offsets } = tensor.output
  const [begin, end] = offsets
  const unit = UNITS.get(dtype)
  if (unit === undefined) {
    throw new InteropError(
      `The numbers of ${quoted(name)} are of the type ${quoted(dtype)}, which Strata does not know: save the file with float32.`,
    )
  }
  if (end - begin !== unit * sizeOf(shape)) {
    throw new InteropError(
      `The file gives ${quoted(name)} ${(end - begin).toLocaleString('en-US')} bytes, where its shape asks for ${(unit * sizeOf(shape)).toLocaleString('en-US')}: it is damaged.`,
    )
  }
  return { name, shape, dtype, begin, end }
}

/** Bytes are those of one tensor each. The tensors are in the order of their bytes. */
function checkPlaces(tensors: readonly PlacedTensor[], entry: SourceEntry, header: number): void {
  let end = 0
  for (const tensor of tensors) {
    if (tensor.begin !== end) {
      const what = tensor.begin < end ? 'lie among those of another' : 'have a hole before them'
      throw new InteropError(`The bytes of ${quoted(tensor.name)} ${what}: the file is damaged.`)
    }
    end = tensor.end
  }
  const numbers = tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  if (numbers > MAX_NUMBERS) {
    throw new InteropError(
      `The file holds ${numbers.toLocaleString('en-US')} numbers, and ${MAX_PARAMETERS.toLocaleString('en-US')} parameters is the most that a page can train.`,
    )
  }
  const size = entry.size
  if (size === undefined || size === header + end) return
  const [is, why] = size < header + end ? ['short', 'it was cut off'] : ['long', 'something was put behind its end']
  throw new InteropError(
    `${quoted(entry.path)} is too ${is}, ${size.toLocaleString('en-US')} bytes where its header asks for ${(header + end).toLocaleString('en-US')}: ${why}.`,
  )
}

/** Moving statistics come on top of what trains, and moments of an optimizer. */
const MAX_NUMBERS = 4 * MAX_PARAMETERS
