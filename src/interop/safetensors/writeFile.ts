/** Writes safetensors (https://github.com/huggingface/safetensors#format): a length, a header as JSON, and bytes without holes. */
import { sizeOf, type Shape } from '../../model/layers/define'

export interface FloatTensor {
  readonly name: string
  readonly shape: Shape
  readonly values: Float32Array
}

/** Data begin where 8-byte numbers may lie. */
const ALIGNMENT = 8

/** Throws where values are more or fewer than a shape says. */
export function writeSafetensors(
  tensors: readonly FloatTensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  let length = 0
  const entries = tensors.map(({ name, shape, values }) => {
    if (values.length !== sizeOf(shape)) throw new Error(`The values of ${name} are of another size than its shape`)
    const begin = length
    length += values.byteLength
    return [name, { dtype: 'F32', shape, data_offsets: [begin, length] }] as const
  })
  const json = JSON.stringify(Object.fromEntries([['__metadata__', metadata], ...entries]))
  const text = new TextEncoder().encode(json)
  const header = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT
  const bytes = new Uint8Array(8 + header + length)
  const view = new DataView(bytes.buffer)
  view.setBigUint64(0, BigInt(header), true)
  bytes.set(text, 8)
  bytes.fill(0x20, 8 + text.length, 8 + header)
  let at = 8 + header
  for (const { values } of tensors) {
    for (const value of values) {
      view.setFloat32(at, value, true)
      at += 4
    }
  }
  return bytes
}
