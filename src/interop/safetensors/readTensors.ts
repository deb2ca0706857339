/** The tensors of a safetensors file as float32. */
import { quoted } from '../../common/text'
import type { SourceEntry } from '../../files/sourceEntry'
import { fromFloat16 } from '../../model/float16'
import { sizeOf, type Shape } from '../../model/layers/define'
import { InteropError } from '../interopError'
import { readHeader, type Header, type Tensor } from './readHeader'

export interface ReadTensor {
  readonly shape: Shape
  readonly values: Float32Array<ArrayBuffer>
}

interface ReadFile extends Pick<Header, 'metadata'> {
  readonly tensors: ReadonlyMap<string, ReadTensor>
}

interface NumberType {
  readonly bytes: number
  read(view: DataView, at: number): number
}

const bits = new DataView(new ArrayBuffer(4))

const TYPES: ReadonlyMap<string, NumberType> = new Map<string, NumberType>([
  ['F32', { bytes: 4, read: (view, at) => view.getFloat32(at, true) }],
  ['F64', { bytes: 8, read: (view, at) => view.getFloat64(at, true) }],
  ['F16', { bytes: 2, read: (view, at) => fromFloat16(view.getUint16(at, true)) }],
  // The upper half of a float32.
  [
    'BF16',
    {
      bytes: 2,
      read(view, at) {
        bits.setUint32(0, view.getUint16(at, true) * 2 ** 16)
        return bits.getFloat32(0)
      },
    },
  ],
])

/** What Keras keeps beside a model's weights: no layer's values. */
const BESIDE = /(^|\/)(seed_generator(_state)?|optimizer)(\/|$)/

/**
 * All tensors but those of an optimizer or a random seed.
 * @param notes takes a sentence where numbers are rounded.
 * @throws InteropError for a damaged file, and for numbers that are none or no floats.
 */
export async function readTensors(entry: SourceEntry, notes: string[]): Promise<ReadFile> {
  const { metadata, tensors } = await readHeader(entry)
  const bytes = await entry.read()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const own = tensors.filter(({ name }) => !BESIDE.test(name))
  const found = new Map(own.map((tensor) => [tensor.name, { shape: tensor.shape, values: readValues(view, tensor) }]))
  if (own.some(({ dtype }) => dtype === 'F64')) notes.push('Numbers of 64 bits in the file were rounded to 32 bits.')
  return { metadata, tensors: found }
}

function readValues(view: DataView, { name, dtype, shape, begin }: Tensor): Float32Array<ArrayBuffer> {
  const type = TYPES.get(dtype)
  if (!type) {
    throw new InteropError(
      `The numbers of ${quoted(name)} are ${dtype}, and a model’s weights are F32, F64, F16 or BF16: save the file with one of these.`,
    )
  }
  const values = new Float32Array(sizeOf(shape))
  if (begin + type.bytes * values.length > view.byteLength) {
    throw new InteropError(`The file ends before the numbers of ${quoted(name)}: it was cut off.`)
  }
  for (let index = 0; index < values.length; index++) {
    const value = Math.fround(type.read(view, begin + type.bytes * index))
    if (!Number.isFinite(value)) {
      const what = Number.isNaN(value) ? 'NaN (not a number)' : 'infinite numbers'
      throw new InteropError(
        `The weights of ${quoted(name)} hold ${what}, so the model can’t be used: export it again from before its training failed.`,
      )
    }
    values[index] = value
  }
  return values
}
