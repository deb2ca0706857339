/** Arrays of float32 as NumPy's `np.load` opens them: a zip of .npy files (NEP 1, format 1.0). */
import { createZipWriter } from '../../files/zipWriter'
import { sizeOf, type Shape } from '../../model/layers/define'

export interface NamedArray {
  /** Without slashes at either end. */
  readonly name: string
  readonly shape: Shape
  /** In row-major order. */
  readonly values: Float32Array<ArrayBuffer>
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]
/** Values begin at a multiple of it. */
const ALIGNMENT = 64

export async function writeNpz(arrays: readonly NamedArray[]): Promise<Uint8Array<ArrayBuffer>> {
  const zip = createZipWriter(new AbortController().signal)
  for (const { name, shape, values } of arrays) {
    if (sizeOf(shape) !== values.length) throw new Error(`${name} has ${values.length} values, which is another shape`)
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    await zip.add(`${name}.npy`, [npyHeader(shape), bytes])
  }
  return new Uint8Array(await zip.finish().arrayBuffer())
}

function npyHeader(shape: Shape): Uint8Array<ArrayBuffer> {
  const lengths = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const description = `{'descr': '<f4', 'fortran_order': False, 'shape': (${lengths}), }`
  const length = Math.ceil((MAGIC.length + 2 + description.length + 1) / ALIGNMENT) * ALIGNMENT
  const text = `${description.padEnd(length - MAGIC.length - 3)}\n`
  return Uint8Array.from([...MAGIC, text.length & 255, text.length >> 8, ...new TextEncoder().encode(text)])
}
