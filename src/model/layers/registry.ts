/** The layer types that Strata has, in the order of the menu that adds one. A new type is one line here, and its file. */
import { activation } from './activation/activation'
import { elu } from './activation/elu'
import { leakyRelu } from './activation/leakyRelu'
import { prelu } from './activation/prelu'
import { relu } from './activation/relu'
import { softmax } from './activation/softmax'
import { conv2d } from './convolution/conv2d'
import type { From, LayerDefinition } from './define'
import { dense } from './core/dense'
import { rescaling } from './core/rescaling'
import { dropout } from './regularization/dropout'
import { gaussianDropout } from './regularization/gaussianDropout'
import { gaussianNoise } from './regularization/gaussianNoise'
import { spatialDropout2d } from './regularization/spatialDropout2d'
import { flatten } from './reshaping/flatten'
import { concatenate } from './merging/concatenate'
import { add, average, maximum, multiply, subtract } from './merging/elementwise'
import { batchNormalization } from './normalization/batchNormalization'
import { layerNormalization } from './normalization/layerNormalization'
import { maxPooling2d } from './pooling/maxPooling2d'
import { reshape } from './reshaping/reshape'

export const LAYERS = [
  conv2d,
  maxPooling2d,
  batchNormalization,
  layerNormalization,
  flatten,
  dense,
  dropout,
  spatialDropout2d,
  gaussianDropout,
  gaussianNoise,
  activation,
  relu,
  leakyRelu,
  prelu,
  elu,
  softmax,
  reshape,
  rescaling,
  add,
  subtract,
  multiply,
  average,
  maximum,
  concatenate,
] as const

type Definition = (typeof LAYERS)[number]

export type LayerClassName = Definition['className']

/** Each layer type's arguments, by its class name. */
export type LayerArgsOf = { readonly [D in Definition as D['className']]: D['defaults'] }

/** A layer that is not in a stack yet, and so has no id. */
export type NewLayer = {
  [Name in LayerClassName]: { readonly className: Name; readonly args: LayerArgsOf[Name] }
}[LayerClassName]

/** What a person decided about one layer of a stack, beside its arguments. */
interface Placing {
  /** The layer's Keras name, where a person gave it one. */
  readonly name?: string
  /** Where the layer's inputs come from, in order. Absent: from the layer above. */
  readonly from?: readonly From[]
  /** The block that the layer is in, by its name. Neighbours of the same block are one block. */
  readonly block?: string
}

/** A layer of a stack. The id is its own within the stack and stays with it through edits. */
export type Layer = NewLayer & Placing & { readonly id: string }

/** A layer that is not in a stack yet, and may read others of the list that it comes in: those come before it. */
export type DrawnLayer = NewLayer & Omit<Placing, 'from'> & { readonly from?: readonly (From | DrawnLayer)[] }

// Methods are compared bivariantly, so every definition is one of any arguments; `Layer` pairs each class name with its own.
const definitions: ReadonlyMap<string, LayerDefinition<LayerClassName>> = new Map(
  LAYERS.map((definition) => [definition.className, definition]),
)

/** The definition of a layer type. */
export function definitionOf(className: LayerClassName): LayerDefinition<LayerClassName> {
  const definition = findDefinition(className)
  if (!definition) throw new Error(`No layer type ${className}`)
  return definition
}

/** The definition under a class name that came from outside, if there is one. */
export function findDefinition(className: string): LayerDefinition<LayerClassName> | undefined {
  return definitions.get(className)
}
