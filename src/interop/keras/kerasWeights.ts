/** The weights of a model's layers in the two orders in which Keras's HDF5 files have them. */
import { quoted } from '../../common/text'
import { layerNames } from '../../model/graph/names'
import type { DataShape } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import { weightSpecs, weightSpecsOfLayers, type NamedWeightSpec, type Weights } from '../../model/graph/weights'
import { formatShape, isSameShape } from '../../model/layers/define'
import { InteropError } from '../interopError'
import type { Hdf5Object, Hdf5Values } from './hdf5/readHdf5'
import { listLeaves, type Leaf } from './modelEntries'
import type { ReadTopology } from './readTopology'

/** A layer of the stack as its file has it. */
interface FileLayer {
  readonly name: string
  /** Of Keras 3's files; undefined for a layer that is in no file, which has no weights. */
  readonly path: string | undefined
  /** In Keras's order. */
  readonly specs: readonly NamedWeightSpec[]
}

type Found = readonly (readonly [key: string, values: Float32Array<ArrayBuffer>])[]

/** @param root what holds `layers`, or, of Keras 2's whole models, `model_weights`. Throws InteropError. */
export function readKerasWeights(
  root: Hdf5Object,
  topology: unknown,
  stack: Stack,
  data: DataShape,
  { names, paths }: Pick<ReadTopology, 'names' | 'paths'>,
): Weights {
  const specs = weightSpecsOfLayers(stack, data)
  const layers = layerNames(stack).map((_, at) => ({ name: names[at]!, path: paths[at], specs: specs[at]! }))
  const withWeights = layers.filter((layer) => layer.specs.length > 0)
  const groups = root.find('model_weights') ?? root
  const listed = groups.texts('layer_names')
  const found = new Map(listed ? inGroups(groups, topology, withWeights) : inPaths(root, withWeights))
  return new Map(weightSpecs(stack, data).map(({ key }) => [key, found.get(key)!] as const))
}

/** Keras 3's order: `layers/conv2d/vars/0`. */
function inPaths(root: Hdf5Object, layers: readonly FileLayer[]): Found {
  // Keras 2.13 called them otherwise.
  const old = root.find(OLD_LAYERS) !== undefined
  return layers.flatMap(({ name, path = '', specs }): Found => {
    const vars = root.find(`${old ? path.replaceAll('layers', OLD_LAYERS) : path}/vars`)
    if (!vars) throw missing(name)
    const count = vars.names().length
    if (count !== specs.length) throw otherCount(name, count, specs.length)
    return specs.map((spec, at) => [spec.key, take(vars, String(at), spec)])
  })
}

const OLD_LAYERS = '_layer_checkpoint_dependencies'

/** Keras 2's: a group for each layer of the outermost model, whose weights stand in the order of its list `weight_names`. */
function inGroups(groups: Hdf5Object, topology: unknown, layers: readonly FileLayer[]): Found {
  const byPath = new Map(layers.map((layer) => [layer.path, layer]))
  const leaves = listLeaves(topology)
  const tops = [...new Set(leaves.map(({ top }) => top))]
  return tops.flatMap((top): Found => {
    const own = leaves.filter((leaf) => leaf.top === top && byPath.has(leaf.path))
    if (own.length === 0) return []
    const group = groups.find(top)
    if (!group) throw missing(top)
    const names = group.texts('weight_names') ?? []
    const specs = inKerasOrder(own, byPath)
    if (names.length !== specs.length) throw otherCount(top, names.length, specs.length)
    const byName = namesOf(own, byPath, names)
    return specs.map((spec, at) => [spec.key, take(group, byName?.get(spec.key) ?? names[at]!, spec)])
  })
}

/** Of a model within the model, those that train come first. Keras counts those of layers that are frozen as not trained. */
function inKerasOrder(
  leaves: readonly Leaf[],
  byPath: ReadonlyMap<string | undefined, FileLayer>,
): readonly NamedWeightSpec[] {
  const all = leaves.flatMap(({ path, trains }) =>
    byPath.get(path)!.specs.map((spec) => ({ spec, trains: trains && spec.trainable })),
  )
  return [true, false].flatMap((wanted) => all.filter(({ trains }) => trains === wanted).map(({ spec }) => spec))
}

/** The file's names by the keys of the weights, where each is told by its name alone: `norm/gamma:0`, `inner/norm/gamma`. */
function namesOf(
  leaves: readonly Leaf[],
  byPath: ReadonlyMap<string | undefined, FileLayer>,
  names: readonly string[],
): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>()
  for (const leaf of leaves) {
    for (const { key } of byPath.get(leaf.path)!.specs) {
      const own = key.slice(key.lastIndexOf('/') + 1)
      const wanted = leaves.length === 1 ? own : `${leaf.name}/${own}`
      const fitting = names.filter((name) => `/${name.replace(/:\d+$/, '')}`.endsWith(`/${wanted}`))
      if (fitting.length !== 1) return undefined
      found.set(key, fitting[0]!)
    }
  }
  return found
}

function take(group: Hdf5Object, name: string, { key, shape }: NamedWeightSpec): Float32Array<ArrayBuffer> {
  const stored: Hdf5Values | undefined = group.find(name)?.values()
  if (!stored) throw missing(key)
  if (!isSameShape(stored.shape, shape)) {
    throw new InteropError(
      `The weights of ${quoted(key)} are ${formatShape(stored.shape)}, where the layers ask for ${formatShape(shape)}: the file does not fit together.`,
    )
  }
  if (!stored.values.every(Number.isFinite)) {
    throw new InteropError(
      `The weights of ${quoted(key)} hold values that are no numbers: the training that they come from failed, so open an earlier model.`,
    )
  }
  return stored.values
}

function missing(name: string): InteropError {
  return new InteropError(
    `The file has no weights of ${quoted(name)}, which the layers need: it was cut off, or belongs to another model.`,
  )
}

function otherCount(name: string, found: number, wanted: number): InteropError {
  return new InteropError(
    `The file has ${found} weights of ${quoted(name)}, where the layers ask for ${wanted}: the file does not fit together.`,
  )
}
