/** A whole model in one HDF5 file, as Keras 2 and Keras 3 write `.h5`. */
import type { SourceEntry } from '../../../files/sourceEntry'
import type { Opened } from '../../format'
import { InteropError } from '../../interopError'
import { readHdf5, type Hdf5Object } from '../hdf5/readHdf5'
import { openModel } from '../openModel'
import { OWN } from '../own'

/** @throws InteropError, and ImportError for a file that can't be read. */
export async function readWholeHdf5(entry: SourceEntry): Promise<Opened> {
  const root = readHdf5(await entry.read())
  const config = readJson(root, 'model_config')
  if (typeof config !== 'object' || config === null) {
    throw new InteropError(
      'The HDF5 file does not say what layers the model has: it is damaged, or holds weights alone.',
    )
  }
  return openModel({
    topology: { ...config, keras_version: root.text('keras_version') },
    weights: root,
    training: readJson(root, 'training_config'),
    own: readJson(root, OWN),
  })
}

/** An attribute that is JSON. */
function readJson(root: Hdf5Object, name: string): unknown {
  const text = root.text(name)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new InteropError(`What the HDF5 file has under “${name}” is not JSON: it is damaged.`)
  }
}
