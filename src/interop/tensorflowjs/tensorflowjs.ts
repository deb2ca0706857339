/** TensorFlow.js's layers-model: a `model.json` and the files of weights that it names. */
import * as v from 'valibot'
import type { SourceEntry } from '../../files/sourceEntry'
import type { Format, Recognised, ShownFile } from '../format'
import { InteropError } from '../interopError'
import { readConfiguration } from '../keras/readConfiguration'
import { readText } from '../readText'
import { findShards } from './findShards'
import { readModelJson } from './readModelJson'
import { manifestSchema, type Manifest } from './readWeights'
import { writeModelJson } from './writeModelJson'

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
    const shown = others.map((entry) => ({ entry }))
    const weights = new Map<string, ArrayBuffer>()
    for (const [name, shard] of await findShards(manifest ?? [], modelJson, shown))
      weights.set(name, await readBuffer(shard))
    const { notes, ...model } = readModelJson(text, weights)
    return { holds: 'model', model, notes }
  },

  write(model) {
    const { modelJson, weights } = writeModelJson(model)
    return [
      { name: 'model.json', bytes: new TextEncoder().encode(modelJson) },
      { name: 'weights.bin', bytes: new Uint8Array(weights) },
    ]
  },
} satisfies Format

/** A model.json that can't be read whole is recognised without its weights. Reading it again says why. */
async function recogniseModel(entry: SourceEntry, files: readonly ShownFile[]): Promise<Recognised> {
  const { manifest } = await readText(entry).then(parse).catch(unlessInterop)
  if (manifest?.length === 0) {
    return { holds: 'configuration', what: 'holds a model’s layers without weights', files: [entry] }
  }
  const shards = new Set((await findShards(manifest ?? [], entry, files)).values())
  return { holds: 'model', what: 'is a TensorFlow.js model', files: [entry, ...shards] }
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

async function readBuffer(entry: SourceEntry): Promise<ArrayBuffer> {
  const bytes = await entry.read()
  return bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer
}

function unlessInterop(error: unknown): Parsed {
  if (error instanceof InteropError) return {}
  throw error
}
