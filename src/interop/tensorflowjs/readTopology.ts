/** The Keras config in a model.json as a stack. */
import * as v from 'valibot'
import type { KerasConfig, Shape } from '../../model/layers/define'
import { LayerConfigError } from '../../model/layers/kerasConfig'
import { findDefinition, LAYERS } from '../../model/layers/registry'
import type { NewLayer } from '../../model/layers/registry'
import { createLayerFrom } from '../../model/stack'
import { InteropError } from './interopError'

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
function readInputShape(config: KerasConfig | undefined): Shape {
  const shape = v.safeParse(batchShapeSchema, config?.['batch_input_shape'] ?? config?.['batch_shape'])
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
    if (error instanceof LayerConfigError)
      throw new InteropError(`The model’s layer “${name}” (${className}) ${error.message}.`)
    throw error
  }
}

/** What trains the layer in another way than Strata does, under Keras's names. */
function findIgnored(config: KerasConfig): readonly string[] {
  const ignored = Object.keys(config).filter((key) => /_(regularizer|constraint)$/.test(key) && config[key] !== null)
  return config['trainable'] === false ? [...ignored, 'trainable: false'] : ignored
}

/** Throws `InteropError`. `notes` takes what was left out on the way in, in sentences. */
export function readTopology(modelTopology: unknown, notes: string[]): ReadTopology {
  // Keras's own converter nests the config once more.
  const nested = v.safeParse(v.object({ model_config: v.unknown() }), modelTopology)
  const topology = v.safeParse(topologySchema, nested.success ? nested.output.model_config : modelTopology)
  const kind = v.safeParse(
    v.object({ class_name: v.string() }),
    nested.success ? nested.output.model_config : modelTopology,
  )
  if (kind.success && kind.output.class_name !== 'Sequential') {
    throw new InteropError(
      `The model is of the kind “${kind.output.class_name}”, and Strata opens Sequential models, whose layers form one line.`,
    )
  }
  if (!topology.success) throw new InteropError('The model file has no list of layers that can be read.')

  const { config } = topology.output
  const entries = Array.isArray(config) ? config : config.layers
  const input = readInputShape(entries[0]?.config)
  const names: string[] = []
  const layers: NewLayer[] = []
  for (const [index, entry] of entries.entries()) {
    if (entry.class_name === 'InputLayer' && index === 0) continue
    const name = typeof entry.config['name'] === 'string' ? entry.config['name'] : `layer ${index + 1}`
    layers.push(readLayer(entry.class_name, entry.config, name))
    names.push(name)
    const ignored = findIgnored(entry.config)
    if (ignored.length > 0) notes.push(`What the file says of training “${name}” is left out: ${ignored.join(', ')}.`)
  }
  if (layers.length === 0) throw new InteropError('The model in the file has no layers.')
  return { input, layers, names }
}
