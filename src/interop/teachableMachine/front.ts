/** A model behind the numbers that Teachable Machine's library makes of an image. */
import { inputIdsAt } from '../../model/graph/inputs'
import { layerNames } from '../../model/graph/names'
import { endsInScores } from '../../model/graph/output'
import type { DataShape } from '../../model/graph/shapes'
import { createLayer, type Stack } from '../../model/graph/stack'
import type { Weights } from '../../model/graph/weights'
import { INPUT } from '../../model/layers/define'
import type { Layer, NewLayer } from '../../model/layers/registry'
import { isSameValue } from '../../model/sameValue'
import type { Normalisation } from '../../model/training/normalisation'
import { freeName, type Topology } from '../keras/topology'
import { teachablePixels } from './pixels'

interface Behind {
  /** Takes images, and ends in the classes' shares. */
  readonly stack: Stack
  /** Those of the layer in front. */
  readonly weights: Weights
}

/** A power of two, which float32 adds to the rest of 1 without a rounding. */
const EPSILON = 2 ** -10

/**
 * The stack with a BatchNormalization in front that makes of the library's numbers those that the stack was trained with: TensorFlow.js has had
 * that layer since its first versions. A stack of rows has a Flatten there too, and one that ends in scores a Softmax at its end. All layers
 * have names, and those of the stack keep theirs.
 */
export function behindTeachable(stack: Stack, data: DataShape, normalisation: Normalisation): Behind {
  const names = layerNames(stack)
  const given = teachablePixels(data.channels)
  const isScaled = !isSameValue(given, normalisation)
  const taken = [...names, ...stack.layers.map(({ id }) => id)]
  const add = (layer: NewLayer, wanted: string): Layer => {
    const name = freeName(wanted, taken)
    return { ...layer, name, id: name }
  }
  const scale = add(createLayer('BatchNormalization', { epsilon: EPSILON }), 'from_teachable_machine')
  const flatten = add(createLayer('Flatten'), 'flatten_image')
  const softmax = add(createLayer('Softmax'), 'shares')
  const front = [...(isScaled ? [scale] : []), ...(stack.input === 'flat' ? [flatten] : [])]
  const input = front.at(-1)?.id ?? INPUT
  const own = stack.layers.map((layer, at): Layer => {
    const from = inputIdsAt(stack.layers, at).map((id) => (id === INPUT ? input : id))
    return { ...layer, name: names[at]!, ...((layer.from !== undefined || at === 0) && { from }) }
  })
  return {
    stack: { ...stack, input: 'image', layers: [...front, ...own, ...(endsInScores(stack) ? [softmax] : [])] },
    weights: isScaled ? weightsBetween(scale.name!, given, normalisation) : new Map(),
  }
}

/** The topology by the name that the library's own TensorFlow.js, 1.3.1, has for Functional models. Later ones know it too. */
export function asOlderTopology(topology: Topology): object {
  return topology.class_name === 'Functional' ? { ...topology, class_name: 'Model' } : topology
}

/** `(x - moving mean) × gamma` for numbers `x` of the one kind gives those of the other. */
function weightsBetween(name: string, given: Normalisation, wanted: Normalisation): Weights {
  const { mean, deviation } = wanted
  const byChannel = (value: (channel: number) => number): Float32Array<ArrayBuffer> =>
    Float32Array.from(mean, (_, channel) => value(channel))
  return new Map([
    [`${name}/gamma`, byChannel((channel) => given.deviation[channel]! / deviation[channel]!)],
    [`${name}/beta`, byChannel(() => 0)],
    [`${name}/moving_mean`, byChannel((at) => (mean[at]! - given.mean[at]!) / given.deviation[at]!)],
    [`${name}/moving_variance`, byChannel(() => 1 - EPSILON)],
  ])
}
