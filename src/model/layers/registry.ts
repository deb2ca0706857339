/** The layer types that Strata has, in the order of the menu that adds one. A new type is one line here, and its file. */
import type { From, LayerDefinition } from './define'
import { activation } from './activation/activation'
import { elu } from './activation/elu'
import { leakyRelu } from './activation/leakyRelu'
import { prelu } from './activation/prelu'
import { relu } from './activation/relu'
import { softmax } from './activation/softmax'
import { conv2d } from './convolution/conv2d'
import { conv2dTranspose } from './convolution/conv2dTranspose'
import { depthwiseConv2d } from './convolution/depthwiseConv2d'
import { separableConv2d } from './convolution/separableConv2d'
import { dense } from './core/dense'
import { rescaling } from './core/rescaling'
import { concatenate } from './merging/concatenate'
import { add, average, maximum, multiply, subtract } from './merging/elementwise'
import { batchNormalization } from './normalization/batchNormalization'
import { layerNormalization } from './normalization/layerNormalization'
import { globalAveragePooling2d, globalMaxPooling2d } from './pooling/globalPooling2d'
import { averagePooling2d, maxPooling2d } from './pooling/pooling2d'
import { dropout } from './regularization/dropout'
import { gaussianDropout } from './regularization/gaussianDropout'
import { gaussianNoise } from './regularization/gaussianNoise'
import { spatialDropout2d } from './regularization/spatialDropout2d'
import { cropping2d, zeroPadding2d } from './reshaping/border'
import { flatten } from './reshaping/flatten'
import { permute } from './reshaping/permute'
import { reshape } from './reshaping/reshape'
import { upSampling2d } from './reshaping/upSampling2d'

export const LAYERS = [
  conv2d,
  depthwiseConv2d,
  separableConv2d,
  conv2dTranspose,
  maxPooling2d,
  averagePooling2d,
  globalAveragePooling2d,
  globalMaxPooling2d,
  batchNormalization,
  layerNormalization,
  dense,
  rescaling,
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
  flatten,
  reshape,
  permute,
  zeroPadding2d,
  cropping2d,
  upSampling2d,
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
  /** Set where its weights stay as they are while others train, as by Keras's `trainable=False`. */
  readonly frozen?: true
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

/** Whether layers of these arguments have weights, whatever they read. */
export function hasWeights({ className, args }: NewLayer): boolean {
  return definitionOf(className).weights(args, [[1, 1, 1]]).length > 0
}

/** The definition under a class name that came from outside, if there is one. */
export function findDefinition(className: string): LayerDefinition<LayerClassName> | undefined {
  return definitions.get(className)
}
