/** TensorFlow.js's layers-model: a `model.json` and the files of weights that it names. */
import * as v from 'valibot'
import { readJsonHead } from '../../files/jsonHead'
import type { SourceEntry } from '../../files/sourceEntry'
import type { Format, Recognised, ShownFile } from '../format'
import { InteropError } from '../interopError'
import { readConfiguration } from '../keras/readConfiguration'
import { readText } from '../readText'
import { findBeside, findShards } from './findShards'
import { readModelJson } from './readModelJson'
import { manifestSchema, type Manifest } from './readWeights'

/** What it takes to see that a file is JSON with classes' names. */
const HEAD_BYTES = 2 ** 16

export const tensorflowjs = {
  name: 'TensorFlow.js',

  async recognise(files) {
    const models = files.filter(({ json }) => json?.has('modelTopology') || json?.has('weightsManifest'))
    return Promise.all(models.map(({ entry }) => recogniseModel(entry, files)))
  },

  async read([modelJson, ...others]) {
    const text = await readText(modelJson)
    const { manifest, topology } = parse(text)
    if (manifest?.length === 0) return { holds: 'configuration', ...readConfiguration(topology) }
    const shown = await Promise.all(others.map(show))
    const weights = new Map<string, ArrayBuffer>()
    const found: string[] = []
    for (const [name, shard] of await findShards(manifest ?? [], modelJson, shown, found))
      weights.set(name, await readBuffer(shard))
    const labels = await findBeside(modelJson, shown)
    const { notes, ...model } = readModelJson(text, weights, labels?.beside)
    return { holds: 'model', model, notes: [...found, ...notes] }
  },
} satisfies Format

/** A model.json that can't be read whole is recognised without its weights. Reading it again says why. */
async function recogniseModel(entry: SourceEntry, files: readonly ShownFile[]): Promise<Recognised> {
  const { manifest } = await readText(entry).then(parse).catch(unlessInterop)
  if (manifest?.length === 0) {
    return { holds: 'configuration', what: 'holds a model’s layers without weights', files: [entry] }
  }
  const shards = new Set((await findShards(manifest ?? [], entry, files)).values())
  const labels = await findBeside(entry, files)
  const others = [...shards, ...(labels ? [labels.entry] : [])]
  return { holds: 'model', what: 'is a TensorFlow.js model', files: [entry, ...others] }
}

const fileSchema = v.object({ modelTopology: v.nonNullish(v.unknown()), weightsManifest: v.nullish(manifestSchema) })

interface Parsed {
  /** Empty where the file is of layers alone; undefined where it can't be read. */
  readonly manifest?: Manifest
  readonly topology?: unknown
}

function parse(text: string): Parsed {
  try {
    const { success, output } = v.safeParse(fileSchema, JSON.parse(text))
    return success ? { manifest: output.weightsManifest ?? [], topology: output.modelTopology } : {}
  } catch {
    return {}
  }
}

/** A file that belongs to the model, as it was shown when the model was recognised. */
async function show(entry: SourceEntry): Promise<ShownFile> {
  const json = readJsonHead(await entry.read(HEAD_BYTES))
  return { entry, ...(json && { json }) }
}

async function readBuffer(entry: SourceEntry): Promise<ArrayBuffer> {
  const bytes = await entry.read()
  return bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer
}

function unlessInterop(error: unknown): Parsed {
  if (error instanceof InteropError) return {}
  throw error
}
