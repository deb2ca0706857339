/** The layers that a Keras config lists, and how they are connected; those of models within the model among them. */
import * as v from 'valibot'
import { toSnakeCase } from '../../model/graph/names'
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
      trainable: v.optional(v.unknown()),
    }),
  ]),
})

export interface Entry extends v.InferOutput<typeof entrySchema> {
  /** Where Keras 3's files have the layer's weights, such as `layers/conv2d_1`. Absent for a layer that is in no file. */
  readonly path?: string
}

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

/**
 * The layers as the file lists them.
 *
 * @param within the path of the model that they are in.
 */
export function readEntries(modelTopology: unknown, within = ''): Entries {
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
  if (Array.isArray(config)) return { entries: withPaths(config.map(withConfig), within) }
  const entries = withFrozen(withPaths(config.layers.map(withConfig), within), config)
  if (className !== SEQUENTIAL) return { entries, outputs: config.output_layers ?? [] }
  // A Sequential model that learnt its input from the data has it beside its layers.
  const [first, ...rest] = entries
  const built = config.build_input_shape
  return { entries: first && built !== undefined ? [withShape(first, built), ...rest] : entries }
}

/** The layers of a model. Where the model itself is frozen, all of them are. */
function withFrozen(entries: readonly Entry[], config: object): readonly Entry[] {
  if (!('trainable' in config) || config.trainable !== false) return entries
  return entries.map((entry) => ({ ...entry, config: { ...entry.config, trainable: false } }))
}

function entriesAt(depth: number, model: unknown, within: string): Entries {
  if (depth > MAX_DEPTH) throw new InteropError(`The model has models within models more than ${MAX_DEPTH} deep.`)
  return readEntries(model, within)
}

/** Keras counts the layers of a class in a model, whatever their names are. */
function withPaths(entries: readonly Entry[], within: string): readonly Entry[] {
  const counts = new Map<string, number>()
  return entries.map((entry) => {
    const name = toSnakeCase(entry.class_name)
    const count = counts.get(name) ?? 0
    counts.set(name, count + 1)
    return { ...entry, path: `${within}layers/${count === 0 ? name : `${name}_${count}`}` }
  })
}

function withConfig({ config, ...entry }: v.InferOutput<typeof listedSchema>): Entry {
  return { ...entry, config: Array.isArray(config) ? { layers: config } : config }
}

function withShape(entry: Entry, shape: unknown): Entry {
  const says = 'batch_input_shape' in entry.config || 'batch_shape' in entry.config
  return says ? entry : { ...entry, config: { ...entry.config, batch_input_shape: shape } }
}

/** The layers of a model of one input and one output. Those of a model within it stand in its place. Throws `InteropError`. */
export function readModel(modelTopology: unknown, depth = 0, within = ''): Model {
  const { entries, outputs } = entriesAt(depth, modelTopology, within)
  const { input, layers } = outputs === undefined ? inLine(entries) : readConnections(withNameEach(entries), outputs)
  const inner: (Model | undefined)[] = layers.map(({ entry }) =>
    KINDS.has(entry.class_name) ? readModel(entry, depth + 1, `${entry.path}/`) : undefined,
  )
  const [first] = inner
  return { input: first && input === layers[0]?.entry ? first.input : input, layers: expand(layers, inner) }
}

function expand(
  layers: readonly Connected<Entry>[],
  inner: readonly (Model | undefined)[],
): readonly Connected<Entry>[] {
  const expanded: Connected<Entry>[] = []
  /** Where the output of each of the layers is. */
  const places: number[] = []
  for (const [index, { entry, name, reads }] of layers.entries()) {
    const read = reads.map((at) => (at < 0 ? at : places[at]!))
    const base = expanded.length
    const model = inner[index]
    if (!model) expanded.push({ entry, name, reads: read })
    else if (read.length > 1) throw new InteropError(`The model within the model, “${name}”, reads several layers.`)
    else {
      const own = model.layers.map((layer) => ({
        ...layer,
        reads: layer.reads.map((at) => (at < 0 ? read[0]! : base + at)),
      }))
      expanded.push(...own)
    }
    places.push(expanded.length - 1)
  }
  return expanded
}

/** A layer that is no model, as the file lists it. */
export interface Leaf {
  readonly name: string
  readonly path: string
  /** The name of the layer of the outermost model that it is, or is in. */
  readonly top: string
  readonly trains: boolean
}

/** All layers in the order of the file's lists, those of models within it in their places. For a model that `readModel` could read. */
export function listLeaves(modelTopology: unknown): readonly Leaf[] {
  const list = (model: unknown, within: string, top: string | undefined, trains: boolean, depth = 0): readonly Leaf[] =>
    entriesAt(depth, model, within).entries.flatMap((entry, index): readonly Leaf[] => {
      const { class_name: className, path = '', config } = entry
      const name = nameOf(entry, index)
      const own = trains && config['trainable'] !== false
      if (KINDS.has(className)) return list(entry, `${path}/`, top ?? name, own, depth + 1)
      return [{ name, path, top: top ?? name, trains: own }]
    })
  return list(modelTopology, '', undefined, true)
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
