/** A stack as the Keras config that TensorFlow.js builds a layers-model from. */
import { inputIdsOf, isLine } from '../../model/graph/inputs'
import { layerNames } from '../../model/graph/names'
import { inputShape, type DataShape } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import { INPUT, type KerasConfig, type Shape } from '../../model/layers/define'
import { definitionOf } from '../../model/layers/registry'

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

/**
 * What `tf.models.modelFromJSON` builds the stack's model from: Sequential where every layer reads the one above it, and Functional
 * otherwise. Layers have the names of `layerNames`.
 */
export function toTopology(stack: Stack, data: DataShape): Topology {
  const names = layerNames(stack)
  const shape = inputShape(stack, data)
  const entries = stack.layers.map(({ className, args }, index) => ({
    class_name: className,
    config: {
      name: names[index]!,
      trainable: true,
      dtype: 'float32',
      ...definitionOf(className).toConfig(args),
    },
  }))
  return isLine(stack.layers) ? sequential(entries, shape) : functional(stack, entries, names, shape)
}

/** The first layer carries the shape of a batch. */
function sequential(entries: readonly Entry[], shape: Shape): Sequential {
  const layers = entries.map(({ class_name, config: { name, trainable, ...config } }, index) => ({
    class_name,
    config: { name, trainable, ...(index === 0 && { batch_input_shape: [null, ...shape] }), ...config },
  }))
  return { class_name: 'Sequential', config: { name: 'sequential', layers }, ...WRITTEN }
}

function functional(stack: Stack, entries: readonly Entry[], names: readonly string[], shape: Shape): Functional {
  const input = freeName('input_1', names)
  const nameOf = new Map([[INPUT as string, input], ...stack.layers.map(({ id }, at) => [id, names[at]!] as const)])
  const reads = inputIdsOf(stack.layers)
  const reference = (id: string): Reference => [nameOf.get(id) ?? id, 0, 0, {}]
  return {
    class_name: 'Functional',
    config: {
      name: 'model',
      layers: [
        {
          class_name: 'InputLayer',
          config: { batch_input_shape: [null, ...shape], dtype: 'float32', sparse: false, name: input },
          name: input,
          inbound_nodes: [],
        },
        ...entries.map((entry, at) => ({
          ...entry,
          name: names[at]!,
          inbound_nodes: [(reads.get(stack.layers[at]!.id) ?? []).map(reference)],
        })),
      ],
      input_layers: [[input, 0, 0]],
      output_layers: [[names.at(-1)!, 0, 0]],
    },
    ...WRITTEN,
  }
}

function freeName(wanted: string, names: readonly string[]): string {
  return names.includes(wanted) ? freeName(`${wanted}_`, names) : wanted
}
