/** Writes HDF5 files, by h5wasm: the HDF5 library itself as WebAssembly, which brings its bytes within its module. */
import type { Group } from 'h5wasm'
import type { Shape } from '../../../model/layers/define'

export interface Hdf5Dataset {
  readonly shape: Shape
  /** In row-major order. */
  readonly values: Float32Array<ArrayBuffer>
}

export interface Hdf5Group {
  readonly attributes?: Readonly<Record<string, string | readonly string[]>>
  readonly groups?: ReadonlyMap<string, Hdf5Group>
  readonly datasets?: ReadonlyMap<string, Hdf5Dataset>
}

/** What an attribute's list may take in a header, as Keras counts it: `HDF5_OBJECT_HEADER_LIMIT`. */
const MOST_LIST_BYTES = 64_512
/** In a file system of the library's own, in memory. */
const FILE = 'model.h5'

export async function writeHdf5(root: Hdf5Group): Promise<Uint8Array<ArrayBuffer>> {
  const { File, ready } = await import('h5wasm')
  const { FS } = await ready
  // As h5py has it, so that every reader of HDF5 knows the form.
  const file = new File(FILE, 'w', { libver: ['earliest', 'latest'] })
  try {
    write(file, root)
  } finally {
    file.close()
  }
  const bytes = Uint8Array.from(FS.readFile(FILE))
  FS.unlink(FILE)
  return bytes
}

function write(to: Group, { attributes = {}, groups, datasets }: Hdf5Group): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'string') to.create_attribute(name, value)
    else writeList(to, name, value)
  }
  for (const [path, { shape, values }] of datasets ?? []) {
    const parent = makeGroups(to, path.split('/').slice(0, -1))
    parent.create_dataset({
      name: path.slice(path.lastIndexOf('/') + 1),
      data: values,
      shape: [...shape],
      dtype: '<f4',
    })
  }
  for (const [path, group] of groups ?? []) write(makeGroups(to, path.split('/')), group)
}

function makeGroups(within: Group, names: readonly string[]): Group {
  return names.reduce((group, name) => {
    const there = group.keys().includes(name) ? group.get(name) : group.create_group(name)
    return there as Group
  }, within)
}

/** Texts of one length. A list that a header can't take is cut, as Keras cuts it: `weight_names0`, `weight_names1`. */
function writeList(to: Group, name: string, list: readonly string[]): void {
  const length = Math.max(...list.map((text) => new TextEncoder().encode(text).length)) + 1
  const most = Math.floor(MOST_LIST_BYTES / length)
  const isCut = list.length > most
  for (let at = 0; at * most < list.length; at++) {
    const part = list.slice(at * most, (at + 1) * most)
    to.create_attribute(isCut ? `${name}${at}` : name, part, [part.length], `A${length}`)
  }
}
