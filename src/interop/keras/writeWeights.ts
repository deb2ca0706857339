/** A model's weights as Keras's HDF5 files have them. */
import { layerNames } from '../../model/graph/names'
import { weightSpecsOfLayers, type NamedWeightSpec } from '../../model/graph/weights'
import { sizeOf } from '../../model/layers/define'
import type { TrainedModel } from '../../model/trainedModel'
import type { Hdf5Dataset, Hdf5Group } from './hdf5/writeHdf5'
import { listLeaves } from './modelEntries'
import type { Topology } from './topology'

type Model = Pick<TrainedModel, 'stack' | 'data' | 'weights'>

/** Keras 3's: `layers/conv2d/vars/0`. @param model its stack in Keras's order. */
export function weightsOfKeras3(model: Model, topology: Topology): Hdf5Group {
  const paths = new Map(listLeaves(topology).map(({ name, path }) => [name, path]))
  const groups = datasetsOfLayers(model).map(
    ([name, datasets]) =>
      [
        `${paths.get(name)}/vars`,
        { attributes: { name }, datasets: new Map(datasets.map(([, dataset], at) => [String(at), dataset])) },
      ] as const,
  )
  return { groups: new Map(groups) }
}

/** Keras 2's: a group a layer, with lists of names. @param model its stack in Keras's order. */
export function weightsOfKeras2(
  model: Model,
  versions: { readonly keras_version: string; readonly backend: string },
): Hdf5Group {
  const layers = datasetsOfLayers(model)
  const groups = layers.map(([name, datasets]) => {
    const named = datasets.map(([key, dataset]) => [`${key}:0`, dataset] as const)
    return [name, { attributes: { weight_names: named.map(([key]) => key) }, datasets: new Map(named) }] as const
  })
  return {
    attributes: { layer_names: layers.map(([name]) => name), ...versions },
    groups: new Map(groups),
  }
}

type Datasets = readonly (readonly [key: string, dataset: Hdf5Dataset])[]

/** Of each layer that has weights. Throws for weights that are missing or of another size, which is a mistake of the program. */
function datasetsOfLayers({ stack, data, weights }: Model): readonly (readonly [name: string, datasets: Datasets])[] {
  const names = layerNames(stack)
  const datasetOf = ({ key, shape }: NamedWeightSpec): readonly [string, Hdf5Dataset] => {
    const values = weights.get(key)
    if (values?.length !== sizeOf(shape))
      throw new Error(`The weights of ${key} are missing or of another size than the stack's`)
    return [key, { shape, values }]
  }
  return weightSpecsOfLayers(stack, data).flatMap((specs, at) =>
    specs.length === 0 ? [] : [[names[at]!, specs.map(datasetOf)] as const],
  )
}
