/** The layers that a Keras config lists, and how they are connected; those of models within the model among them. */
import * as v from 'valibot'
import { InteropError } from '../interopError'
import { readConnections, type Connected } from './connections'

const configSchema = v.record(v.string(), v.unknown())
const entrySchema = v.object({
  class_name: v.string(),
  config: configSchema,
  name: v.optional(v.string()),
  inbound_nodes: v.optional(v.array(v.unknown())),
})
/** Keras 2.2 and earlier wrote a Sequential model's config, and that of one within another, as the bare list. */
const listedSchema = v.object({ ...entrySchema.entries, config: v.union([configSchema, v.array(v.unknown())]) })
const layersSchema = v.array(listedSchema)
const topologySchema = v.object({
  class_name: v.string(),
  config: v.union([
    layersSchema,
    v.object({
      layers: layersSchema,
      output_layers: v.optional(v.unknown()),
      build_input_shape: v.optional(v.unknown()),
    }),
  ]),
})

export type Entry = v.InferOutput<typeof entrySchema>

interface Entries {
  readonly entries: readonly Entry[]
  /** The file's `output_layers`; absent for a line of layers. */
  readonly outputs?: unknown
}

interface Model {
  /** What says the shape of the input. */
  readonly input: Entry
  readonly layers: readonly Connected<Entry>[]
}

const SEQUENTIAL = 'Sequential'
export const KINDS: ReadonlySet<string> = new Set([SEQUENTIAL, 'Functional', 'Model'])

/** Far deeper than a person nests models. */
const MAX_DEPTH = 16

/** The layers as the file lists them. */
export function readEntries(modelTopology: unknown): Entries {
  // Keras's own converter nests the config once more.
  const nested = v.safeParse(v.object({ model_config: v.unknown() }), modelTopology)
  const model = nested.success ? nested.output.model_config : modelTopology
  const kind = v.safeParse(v.object({ class_name: v.string() }), model)
  if (kind.success && !KINDS.has(kind.output.class_name)) {
    throw new InteropError(
      `The model is of the kind “${kind.output.class_name}”, and Strata opens Sequential and Functional models.`,
    )
  }
  const topology = v.safeParse(topologySchema, model)
  if (!topology.success) throw new InteropError('The model file has no list of layers that can be read.')
  const { class_name: className, config } = topology.output
  if (Array.isArray(config)) return { entries: config.map(withConfig) }
  const entries = config.layers.map(withConfig)
  if (className !== SEQUENTIAL) return { entries, outputs: config.output_layers ?? [] }
  // A Sequential model that learnt its input from the data has it beside its layers.
  const [first, ...rest] = entries
  const built = config.build_input_shape
  return { entries: first && built !== undefined ? [withShape(first, built), ...rest] : entries }
}

function withConfig({ config, ...entry }: v.InferOutput<typeof listedSchema>): Entry {
  return { ...entry, config: Array.isArray(config) ? { layers: config } : config }
}

function withShape(entry: Entry, shape: unknown): Entry {
  const says = 'batch_input_shape' in entry.config || 'batch_shape' in entry.config
  return says ? entry : { ...entry, config: { ...entry.config, batch_input_shape: shape } }
}

/** The layers of a model of one input and one output. Those of a model within it stand in its place. Throws `InteropError`. */
export function readModel(modelTopology: unknown, depth = 0): Model {
  if (depth > MAX_DEPTH) throw new InteropError(`The model has models within models more than ${MAX_DEPTH} deep.`)
  const { entries, outputs } = readEntries(modelTopology)
  const { input, layers } = outputs === undefined ? inLine(entries) : readConnections(withNameEach(entries), outputs)
  const within: (Model | undefined)[] = layers.map(({ entry }) =>
    KINDS.has(entry.class_name) ? readModel(entry, depth + 1) : undefined,
  )
  const [first] = within
  return { input: first && input === layers[0]?.entry ? first.input : input, layers: expand(layers, within) }
}

function expand(
  layers: readonly Connected<Entry>[],
  within: readonly (Model | undefined)[],
): readonly Connected<Entry>[] {
  const expanded: Connected<Entry>[] = []
  /** Where the output of each of the layers is. */
  const places: number[] = []
  for (const [index, { entry, name, reads }] of layers.entries()) {
    const read = reads.map((at) => (at < 0 ? at : places[at]!))
    const base = expanded.length
    const model = within[index]
    if (!model) expanded.push({ entry, name, reads: read })
    else if (read.length > 1) throw new InteropError(`The model within the model, “${name}”, reads several layers.`)
    else {
      const inner = model.layers.map((layer) => ({
        ...layer,
        reads: layer.reads.map((at) => (at < 0 ? read[0]! : base + at)),
      }))
      expanded.push(...inner)
    }
    places.push(expanded.length - 1)
  }
  return expanded
}

function nameOf({ name, config }: Entry, index: number): string {
  const given = config['name'] ?? name
  return typeof given === 'string' ? given : `layer ${index + 1}`
}

/** A line of layers, whose first may be an InputLayer. */
export function inLine(entries: readonly Entry[]): Model {
  const [input] = entries
  const own = input?.class_name === 'InputLayer' ? entries.slice(1) : entries
  if (!input || own.length === 0) throw new InteropError('The model in the file has no layers.')
  return { input, layers: own.map((entry, index) => ({ entry, name: nameOf(entry, index), reads: [index - 1] })) }
}

export function withNameEach(entries: readonly Entry[]): readonly { readonly entry: Entry; readonly name: string }[] {
  return entries.map((entry, index) => ({ entry, name: nameOf(entry, index) }))
}
