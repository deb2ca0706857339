/** What an HDF5 file holds, as far as its first bytes show: names stand in it as they are, however damaged it is. */
import type { SourceEntry } from '../../../files/sourceEntry'

export type Hdf5Holding = 'model' | 'weights'

/** Keras writes what a file holds before the values. */
const LOOKED_AT = 2 ** 22

/** Undefined for a file that is no model of Keras's, such as one of data. */
export async function holdingOfHdf5(entry: SourceEntry): Promise<Hdf5Holding | undefined> {
  const bytes = await entry.read(LOOKED_AT).catch(() => new Uint8Array())
  const holds = (name: string): boolean => includes(bytes, new TextEncoder().encode(`${name}\0`))
  if (holds('model_config')) return 'model'
  const isKeras3 = holds('vars') && (holds('layers') || holds('_layer_checkpoint_dependencies'))
  const isKeras2 = holds('weight_names') && (holds('layer_names') || holds('layer_names0'))
  return isKeras3 || isKeras2 ? 'weights' : undefined
}

function includes(bytes: Uint8Array, part: Uint8Array): boolean {
  for (let at = bytes.indexOf(part[0]!); at >= 0; at = bytes.indexOf(part[0]!, at + 1)) {
    if (part.every((byte, i) => bytes[at + i] === byte)) return true
  }
  return false
}

export function begins(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte)
}
