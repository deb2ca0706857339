/** A model's layers in the form of Keras 2, as `model.to_json()` writes it there and as its HDF5 files have it. */
import { inputShape, type DataShape } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import type { KerasConfig } from '../../model/layers/define'
import { freeName, toTopology, type Topology } from './topology'

/**
 * Keras 3, which opens HDF5 files of this form, takes it less literally than Keras 2. It misreads a shape at the first layer, so a line of
 * layers begins with an InputLayer. Its SpatialDropout2D refuses to be told that it trains.
 */
export function toKeras2(stack: Stack, data: DataShape): Topology {
  const topology = toTopology(stack, data)
  if (topology.class_name === 'Functional') {
    return { ...topology, config: { ...topology.config, layers: topology.config.layers.map(plain) } }
  }
  const names = topology.config.layers.map(({ config }) => String(config['name']))
  const input = {
    class_name: 'InputLayer',
    config: {
      batch_input_shape: [null, ...inputShape(stack, data)],
      dtype: 'float32',
      sparse: false,
      ragged: false,
      name: freeName(`${names[0]}_input`, names),
    },
  }
  const layers = topology.config.layers.map(plain).map(({ config, ...entry }) => {
    const { batch_input_shape: _, ...own } = config
    return { ...entry, config: own }
  })
  return { ...topology, config: { ...topology.config, layers: [input, ...layers] } }
}

function plain<Entry extends { readonly class_name: string; readonly config: KerasConfig }>(entry: Entry): Entry {
  if (entry.class_name !== 'SpatialDropout2D') return entry
  const { trainable: _, ...config } = entry.config
  return { ...entry, config }
}
