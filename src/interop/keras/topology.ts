/** A stack as the Keras config that TensorFlow.js builds a layers-model from. */
import { inputIdsOf, isLine } from '../../model/graph/inputs'
import { layerNames } from '../../model/graph/names'
import { inputShape, type DataShape } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import { INPUT, type KerasConfig } from '../../model/layers/define'
import { definitionOf, type Layer } from '../../model/layers/registry'

interface Entry {
  readonly class_name: string
  readonly config: KerasConfig
}

/** A reference to a layer's output: its name, its node and its output, both 0, and arguments of the call. */
type Reference = readonly [name: string, node: 0, output: 0, call: KerasConfig]

interface ConnectedEntry extends Entry {
  readonly name: string
  /** One node: what the layer reads. */
  readonly inbound_nodes: readonly (readonly Reference[])[]
}

interface Written {
  readonly keras_version: string
  readonly backend: string
}

interface Sequential extends Written {
  readonly class_name: 'Sequential'
  readonly config: { readonly name: string; readonly layers: readonly Entry[] }
}

interface Functional extends Written {
  readonly class_name: 'Functional'
  readonly config: {
    readonly name: string
    readonly layers: readonly ConnectedEntry[]
    readonly input_layers: readonly (readonly [string, 0, 0])[]
    readonly output_layers: readonly (readonly [string, 0, 0])[]
  }
}

/** A model's config, as it stands under `modelTopology` in a model.json. */
export type Topology = Sequential | Functional

// The last Keras that reads this form.
const WRITTEN: Written = { keras_version: '2.10.0', backend: 'tensorflow' }

/** What comes into a model from outside, and the id by which its layers read it. */
export interface ModelInput {
  readonly id: string
  readonly name: string
  /** Without the batch axis. A length of null is open. */
  readonly shape: readonly (number | null)[]
}

/**
 * What `tf.models.modelFromJSON` builds the stack's model from: Sequential where every layer reads the one above it, and Functional
 * otherwise. Layers have the names of `layerNames`.
 */
export function toTopology(stack: Stack, data: DataShape): Topology {
  const names = layerNames(stack)
  const input = { id: INPUT, name: freeName('input_1', names), shape: inputShape(stack, data) }
  return writeTopology(stack.layers, names, [input], names.slice(-1))
}

/** @param outputs the names of the layers that give what the model gives. */
export function writeTopology(
  layers: readonly Layer[],
  names: readonly string[],
  inputs: readonly [ModelInput, ...ModelInput[]],
  outputs: readonly string[],
): Topology {
  const entries = layers.map(({ className, args, frozen = false }, index) => ({
    class_name: className,
    config: {
      name: names[index]!,
      trainable: !frozen,
      dtype: 'float32',
      ...definitionOf(className).toConfig(args),
    },
  }))
  return isLine(layers) ? sequential(entries, inputs[0].shape) : functional(layers, entries, names, inputs, outputs)
}

/** The first layer carries the shape of a batch. */
function sequential(entries: readonly Entry[], shape: ModelInput['shape']): Sequential {
  const layers = entries.map(({ class_name, config: { name, trainable, ...config } }, index) => ({
    class_name,
    config: { name, trainable, ...(index === 0 && { batch_input_shape: [null, ...shape] }), ...config },
  }))
  return { class_name: 'Sequential', config: { name: 'sequential', layers }, ...WRITTEN }
}

function functional(
  layers: readonly Layer[],
  entries: readonly Entry[],
  names: readonly string[],
  inputs: readonly ModelInput[],
  outputs: readonly string[],
): Functional {
  const nameOf = new Map([
    ...inputs.map(({ id, name }) => [id, name] as const),
    ...layers.map(({ id }, at) => [id, names[at]!] as const),
  ])
  const reads = inputIdsOf(layers)
  const reference = (id: string): Reference => [nameOf.get(id) ?? id, 0, 0, {}]
  return {
    class_name: 'Functional',
    config: {
      name: 'model',
      layers: [
        ...inputs.map(({ name, shape }) => ({
          class_name: 'InputLayer',
          config: { batch_input_shape: [null, ...shape], dtype: 'float32', sparse: false, name },
          name,
          inbound_nodes: [],
        })),
        ...entries.map((entry, at) => ({
          ...entry,
          name: names[at]!,
          inbound_nodes: [(reads.get(layers[at]!.id) ?? []).map(reference)],
        })),
      ],
      input_layers: inputs.map(({ name }) => [name, 0, 0]),
      output_layers: outputs.map((name) => [name, 0, 0]),
    },
    ...WRITTEN,
  }
}

/** The name, made longer until no layer has it. */
export function freeName(wanted: string, names: readonly string[]): string {
  return names.includes(wanted) ? freeName(`${wanted}_`, names) : wanted
}
