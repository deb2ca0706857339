/** The Keras config in a model.json as a stack. */
import * as v from 'valibot'
import type { KerasConfig, Shape } from '../../model/layers/define'
import { LayerConfigError } from '../../model/layers/kerasConfig'
import { findDefinition, LAYERS } from '../../model/layers/registry'
import type { NewLayer } from '../../model/layers/registry'
import { createLayerFrom } from '../../model/graph/stack'
import { InteropError } from '../interopError'

const configSchema = v.record(v.string(), v.unknown())
const entrySchema = v.object({ class_name: v.string(), config: configSchema })
const layersSchema = v.array(entrySchema)
const topologySchema = v.object({
  class_name: v.string(),
  // Keras 2.2 and earlier wrote a Sequential model's config as the bare list.
  config: v.union([layersSchema, v.object({ layers: layersSchema })]),
})
const batchShapeSchema = v.tupleWithRest([v.nullable(v.number())], v.pipe(v.number(), v.integer(), v.minValue(1)))

export interface ReadTopology {
  /** Without the batch axis; one axis or three. */
  readonly input: Shape
  readonly layers: readonly NewLayer[]
  /** The layers' names in the file, by which it names their weights. */
  readonly names: readonly string[]
}

/** The shape of a batch: Keras 2 and TensorFlow.js write it at the first layer, Keras 3 as `batch_shape` at an InputLayer. */
function readInputShape(config: KerasConfig): Shape {
  const shape = v.safeParse(batchShapeSchema, config['batch_input_shape'] ?? config['batch_shape'])
  if (!shape.success) throw new InteropError('The model file does not say what shape of input the model takes.')
  const [, ...input] = shape.output
  if (input.length === 1 || input.length === 3) return input
  throw new InteropError(
    `The model takes inputs with ${input.length} axes, where Strata has rows of values or images of height × width × channels.`,
  )
}

function readLayer(className: string, config: KerasConfig, name: string): NewLayer {
  const definition = findDefinition(className)
  if (!definition) {
    const known = LAYERS.map((layer) => layer.className).join(', ')
    throw new InteropError(
      `The model has a layer of the type “${className}” (“${name}”), which Strata does not have; it has ${known}.`,
    )
  }
  try {
    return createLayerFrom(definition.className, definition.fromConfig(config))
  } catch (error) {
    if (!(error instanceof LayerConfigError)) throw error
    throw new InteropError(`The model’s layer “${name}” (${className}) ${error.message}.`)
  }
}

/** The settings by which Keras would train the layer in another way than Strata does, under Keras's names. */
function findIgnored(config: KerasConfig): readonly string[] {
  const ignored = Object.keys(config).filter((key) => /_(regularizer|constraint)$/.test(key) && config[key] !== null)
  return config['trainable'] === false ? [...ignored, 'trainable: false'] : ignored
}

/** The layers as the file lists them. */
function readEntries(modelTopology: unknown): v.InferOutput<typeof layersSchema> {
  // Keras's own converter nests the config once more.
  const nested = v.safeParse(v.object({ model_config: v.unknown() }), modelTopology)
  const model = nested.success ? nested.output.model_config : modelTopology
  const kind = v.safeParse(v.object({ class_name: v.string() }), model)
  if (kind.success && kind.output.class_name !== 'Sequential') {
    throw new InteropError(
      `The model is of the kind “${kind.output.class_name}”, and Strata opens Sequential models, whose layers form one line.`,
    )
  }
  const topology = v.safeParse(topologySchema, model)
  if (!topology.success) throw new InteropError('The model file has no list of layers that can be read.')
  const { config } = topology.output
  return Array.isArray(config) ? config : config.layers
}

/** Throws `InteropError`. `notes` takes sentences on what was left out. */
export function readTopology(modelTopology: unknown, notes: string[]): ReadTopology {
  const entries = readEntries(modelTopology)
  const [first] = entries
  const own = first?.class_name === 'InputLayer' ? entries.slice(1) : entries
  if (!first || own.length === 0) throw new InteropError('The model in the file has no layers.')
  const input = readInputShape(first.config)
  const names: string[] = []
  const layers: NewLayer[] = []
  for (const [index, { class_name: className, config }] of own.entries()) {
    const name = typeof config['name'] === 'string' ? config['name'] : `layer ${index + 1}`
    names.push(name)
    layers.push(readLayer(className, config, name))
    const ignored = findIgnored(config)
    if (ignored.length > 0) notes.push(`What the file says of training “${name}” is left out: ${ignored.join(', ')}.`)
  }
  return { input, layers, names }
}
