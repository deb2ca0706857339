/** A stack as plain TensorFlow.js has it: of layers that it knows and computes as Strata does, wherever such layers can be found. */
import { inputIdsAt } from '../../model/graph/inputs'
import { analyseStack, type DataShape } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import type { Shape } from '../../model/layers/define'
import type { Layer } from '../../model/layers/registry'
import { freeName, toTopology, type Topology } from '../keras/topology'
import { plainFormOf } from './plainForms'
import type { Spreading } from './spreadKernel'

export interface PlainLayers {
  /** All of them have names. */
  readonly layers: readonly Layer[]
  /** The kernels that are spread, by `layer name/weight name`. All other weights are the stack's own. */
  readonly kernels: ReadonlyMap<string, Spreading>
  /** The names of the layers that others stand for. */
  readonly replaced: readonly string[]
}

export interface PlainStack extends PlainLayers {
  readonly stack: Stack
}

/** Layers that have weights keep their names, and their weights keep theirs. A layer with an error stays as it is. */
export function toPlainStack(stack: Stack, data: DataShape): PlainStack {
  const facts = analyseStack(stack, data).layers
  const plain = toPlainLayers(
    stack.layers,
    facts.map(({ name }) => name),
    facts.map(({ inputs, output }) => output && inputs),
  )
  return { ...plain, stack: { ...stack, layers: plain.layers } }
}

/** The topology of what `toPlainStack` gives. */
export function toPlainTopology(plain: Stack, data: DataShape): Topology {
  return withThresholds(toTopology(plain, data))
}

/** TensorFlow.js's ReLU has no threshold, and Keras 2's ThresholdedReLU, which it has, has nothing else. */
export function withThresholds(topology: Topology): Topology {
  const layers = topology.config.layers.map((entry) => {
    const { max_value: _max, negative_slope: slope, threshold: theta, ...config } = entry.config
    if (entry.class_name !== 'ReLU' || theta === 0 || slope !== 0) return entry
    return { ...entry, class_name: 'ThresholdedReLU', config: { ...config, theta } }
  })
  return { ...topology, config: { ...topology.config, layers } } as Topology
}

/** @param inputs the shapes that each layer reads, without the batch axis; undefined where they are not known. */
export function toPlainLayers(
  layers: readonly Layer[],
  names: readonly string[],
  inputs: readonly (readonly Shape[] | undefined)[],
): PlainLayers {
  const taken = [...names]
  const kernels = new Map<string, Spreading>()
  const replaced: string[] = []
  const plain = layers.flatMap((layer, at): readonly Layer[] => {
    const name = names[at]!
    const shapes = inputs[at]
    const form = shapes && plainFormOf(layer, { shapes, ids: inputIdsAt(layers, at) })
    if (!form) return [{ ...layer, name }]
    replaced.push(name)
    if (form.kernel) kernels.set(`${name}/${form.kernel.name}`, form.kernel.spreading)
    const last = form.layers.length - 1
    const main = form.layers[0]!.className === layer.className ? 0 : last
    // Those that read the layer read the last one.
    const idOf = (place: number): string => (place === last ? layer.id : `${layer.id} part ${place}`)
    return form.layers.map(({ className, args, from }, place): Layer => {
      const own = place === main ? name : freeName(`${name}_${className.toLowerCase()}`, taken)
      taken.push(own)
      const inside = from?.map((each) => (typeof each === 'string' ? each : idOf(form.layers.indexOf(each))))
      const reads = inside ?? (place === 0 ? layer.from : undefined)
      return { className, args, id: idOf(place), name: own, ...(reads && { from: reads }) } as Layer
    })
  })
  return { layers: plain, kernels, replaced }
}
