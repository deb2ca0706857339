/** A model's layers in the form of Keras 3, as `model.to_json()` writes it there and as `.keras` has it. */
import { endsInScores } from '../../model/graph/output'
import type { DataShape } from '../../model/graph/shapes'
import { analyseStack, inputShape } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import type { KerasConfig, Shape } from '../../model/layers/define'
import { layerNames } from '../../model/graph/names'
import type { Recipe } from '../../model/training/recipe'
import { freeName, toTopology, type Topology } from './topology'
import { writeLoss, writeOptimizer } from './training/writeTraining'

/** What Keras 3 makes anything of again. */
export interface Serialised {
  readonly module: string
  readonly class_name: string
  readonly config: KerasConfig
  readonly registered_name: null
}

export interface Keras3Config extends Serialised {
  readonly compile_config?: KerasConfig
}

function serialise(module: string, className: string, config: KerasConfig): Serialised {
  return { module, class_name: className, config, registered_name: null }
}

const FLOAT32 = serialise('keras', 'DTypePolicy', { name: 'float32' })

/** @param stack in Keras's order. */
export function toKeras3(stack: Stack, data: DataShape, recipe: Recipe | undefined): Keras3Config {
  const topology = toTopology(stack, data)
  const image = inputShape(stack, data)
  const { class_name: className } = topology
  const config = className === 'Sequential' ? sequential(topology, image) : functional(topology, shapesOf(stack, data))
  return {
    ...serialise(className === 'Sequential' ? 'keras' : 'keras.src.models.functional', className, config),
    ...(recipe && { compile_config: toCompileConfig(stack, recipe) }),
  }
}

type Sequential = Extract<Topology, { readonly class_name: 'Sequential' }>
type Functional = Extract<Topology, { readonly class_name: 'Functional' }>

function sequential({ config: { name, layers } }: Sequential, shape: Shape): KerasConfig {
  const input = freeName(
    'input_1',
    layers.map(({ config }) => String(config['name'])),
  )
  return {
    name,
    trainable: true,
    dtype: FLOAT32,
    layers: [inputLayer(input, shape), ...layers.map((entry) => layerOf(entry.class_name, entry.config))],
    build_input_shape: [null, ...shape],
  }
}

function functional({ config }: Functional, shapes: ReadonlyMap<string, Shape>): KerasConfig {
  const [input] = config.input_layers
  const [output] = config.output_layers
  const inputName = input![0]
  const shapeOf = (name: string): Shape => shapes.get(name) ?? shapes.get(INPUT_SHAPE)!
  const tensor = (name: string): unknown => ({
    class_name: '__keras_tensor__',
    config: { shape: [null, ...shapeOf(name)], dtype: 'float32', keras_history: [name, 0, 0] },
  })
  const layers = config.layers.map(({ class_name: className, name, config: own, inbound_nodes: nodes }) => {
    if (name === inputName) return { ...inputLayer(name, shapeOf(name)), name, inbound_nodes: [] }
    const tensors = (nodes[0] ?? []).map(([read]) => tensor(read))
    // Layers of several inputs take a list of them.
    const args = MERGING.has(className) ? [tensors] : tensors
    return { ...layerOf(className, own), name, inbound_nodes: [{ args, kwargs: {} }] }
  })
  return { name: config.name, trainable: true, layers, input_layers: input, output_layers: output }
}

const MERGING: ReadonlySet<string> = new Set(['Add', 'Subtract', 'Multiply', 'Average', 'Maximum', 'Concatenate'])
/** No layer has such a name. */
const INPUT_SHAPE = ''

/** What each layer gives, by its name, and what the images are. */
function shapesOf(stack: Stack, data: DataShape): ReadonlyMap<string, Shape> {
  const names = layerNames(stack)
  const outputs = analyseStack(stack, data).layers.map(({ output }, at) => [names[at]!, output ?? []] as const)
  return new Map([...outputs, [INPUT_SHAPE, inputShape(stack, data)]])
}

function inputLayer(name: string, shape: Shape): Serialised {
  return serialise('keras.layers', 'InputLayer', {
    batch_shape: [null, ...shape],
    dtype: 'float32',
    sparse: false,
    ragged: false,
    name,
  })
}

function layerOf(className: string, config: KerasConfig): Serialised {
  // SpatialDropout2D refuses to be told that it trains, which is Keras's default.
  const { batch_input_shape: _shape, dtype: _dtype, trainable, ...own } = config
  const entries = Object.entries(own).map(([key, value]) => [
    RENAMED.get(`${className}.${key}`) ?? key,
    nested(key, value),
  ])
  return serialise('keras.layers', className, {
    ...(Object.fromEntries(entries) as KerasConfig),
    ...(trainable === false && { trainable }),
    dtype: FLOAT32,
  })
}

/** Arguments that have other names in Keras 3. */
const RENAMED: ReadonlyMap<string, string> = new Map([['LeakyReLU.alpha', 'negative_slope']])

interface Named {
  readonly class_name: string
  readonly config: KerasConfig
}

/** Initialisers and regularisers. */
function nested(key: string, value: unknown): unknown {
  const module = /_(initializer|regularizer)$/.exec(key)?.[1]
  if (module === undefined || typeof value !== 'object' || value === null) return value
  const { class_name: className, config } = value as Named
  return serialise(`keras.${module}s`, className.replace('LeCun', 'Lecun'), config)
}

function toCompileConfig(stack: Stack, recipe: Recipe): KerasConfig {
  const optimizer = writeOptimizer(recipe)
  const loss = writeLoss(recipe, endsInScores(stack))
  return {
    optimizer: serialise('keras.optimizers', optimizer.class_name, optimizer.config),
    loss: typeof loss === 'string' ? loss : serialise('keras.losses', loss.class_name, loss.config),
    metrics: ['accuracy'],
  }
}
