/** safetensors files: those that Strata writes open by themselves, and others together with the layers as JSON. */
import type { JsonHead } from '../../files/jsonHead'
import { ImportError } from '../../files/importProblem'
import type { SourceEntry } from '../../files/sourceEntry'
import type { Format, ShownFile } from '../format'
import { InteropError } from '../interopError'

export const safetensors: Format = {
  name: 'safetensors',

  recognise(files) {
    const found = files.filter(isSafetensors).map(({ entry }) => entry)
    const layers = files.filter(({ json }) => json && isLayers(json)).map(({ entry }) => entry)
    return Promise.resolve(
      found.map((entry) => {
        const own = findLayers(entry, found, layers)
        return { holds: 'model', what: 'is a safetensors file', files: own ? [entry, own] : [entry] }
      }),
    )
  },

  async read([file, layers]) {
    const { openModel } = await import('./openModel')
    try {
      return await openModel(file, layers)
    } catch (error) {
      if (error instanceof ImportError) throw new InteropError(error.message)
      throw error
    }
  },
}

/** The JSON of the header begins behind its length: 8 bytes, of which no text has some, unless a damaged file has others there. */
function isSafetensors({ entry, head }: ShownFile): boolean {
  if (!head || head.length < 10 || !BEGIN.test(String.fromCharCode(...head.subarray(8, 10)))) return false
  return head.subarray(0, 8).some((byte) => byte < 9 || byte > 126) || entry.path.endsWith('.safetensors')
}

const BEGIN = /^\{["} ]$/

const MODELS: ReadonlySet<unknown> = new Set(['Sequential', 'Functional', 'Model'])

/** Keras's JSON of layers, or a project. */
function isLayers(json: JsonHead): boolean {
  if (typeof json.get('version') === 'number' && json.has('stack')) return true
  return (MODELS.has(json.get('class_name')) && json.has('config')) || json.has('model_config')
}

/** The only layers in the same folder, else the only ones for the only weights there are. */
function findLayers(
  entry: SourceEntry,
  all: readonly SourceEntry[],
  layers: readonly SourceEntry[],
): SourceEntry | undefined {
  const beside = layers.filter((one) => one.archive === entry.archive && folderOf(one) === folderOf(entry))
  if (beside.length === 1) return beside[0]
  return layers.length === 1 && all.length === 1 ? layers[0] : undefined
}

function folderOf({ path }: SourceEntry): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}
