/** Layers as the blocks of Ludwig's stacked CNN. */
import { quoted } from '../../common/text'
import { isLine } from '../../model/graph/inputs'
import { layerNames } from '../../model/graph/names'
import type { Pair } from '../../model/layers/pair'
import type { Layer } from '../../model/layers/registry'
import { InteropError } from '../interopError'
import type { Plan } from '../target'
import { LEAKY_RELU, TO_LUDWIG } from './activations'

type Settings = Record<string, unknown>

/** The layers that are left to be written, taken from the first on. */
class Line {
  private readonly names: readonly string[]
  private readonly layers: readonly Layer[]
  private at = 0

  constructor(plan: Plan) {
    this.layers = plan.stack.layers
    this.names = layerNames(plan.stack)
  }

  /** The next layer, where it is of one of these types. */
  take<Name extends Layer['className']>(
    ...classNames: readonly Name[]
  ): Extract<Layer, { className: Name }> | undefined {
    const layer = this.layers[this.at]
    if (!layer || !(classNames as readonly string[]).includes(layer.className)) return undefined
    this.at++
    return layer as Extract<Layer, { className: Name }>
  }

  get isEmpty(): boolean {
    return this.at === this.layers.length
  }

  /** Whether but one layer is left, besides a softmax. */
  get isAtLast(): boolean {
    const rest = this.layers.slice(this.at)
    return rest.length === 1 || (rest.length === 2 && (rest[1]!.className === 'Softmax' || isSoftmax(rest[1]!)))
  }

  /** The next layer stands where Ludwig has none of its kind. */
  refuse(): InteropError {
    const layer = this.layers[this.at]
    if (!layer) return new InteropError('Ludwig’s model ends in a dense layer with one unit a class: add it.')
    return new InteropError(
      `${quoted(this.names[this.at]!)} stands where Ludwig has no ${layer.className}. Its order is convolution, norm, activation, dropout and pooling, again and again, then Flatten, then dense layers, each with a norm, an activation and dropout: move it, or write the model for another tool.`,
    )
  }
}

function isSoftmax(layer: Layer): boolean {
  return layer.className === 'Activation' && layer.args.activation === 'softmax'
}

/** @throws InteropError for layers in an order that Ludwig does not have. */
export function writeEncoder(plan: Plan): Settings {
  const { stack, data } = plan
  if (!isLine(stack.layers))
    throw new InteropError('Ludwig’s stacked CNN is a line of layers, and this model has branches.')
  const line = new Line(plan)
  const [first] = stack.layers
  if (first?.className === 'Reshape') {
    const isImage = [data.height, data.width, data.channels].every(
      (length, axis) => first.args.targetShape[axis] === length,
    )
    if (!isImage) throw line.refuse()
    line.take('Reshape')
  }
  const convolutions: Settings[] = []
  for (let block = takeBlock(line); block; block = takeBlock(line)) convolutions.push(block)
  // Rows of values are flat already.
  if (!line.take('Flatten') && (stack.input === 'image' || convolutions.length > 0)) throw line.refuse()
  const before = line.take('Dropout')
  const dense: Settings[] = []
  while (!line.isAtLast) {
    const layer = takeDense(line)
    if (!layer) throw line.refuse()
    dense.push(layer)
  }
  const last = line.take('Dense')
  if (!last) throw line.refuse()
  if (!last.args.useBias) throw new InteropError('Ludwig’s last dense layer has a bias: turn it on.')
  line.take('Softmax', 'Activation')
  if (!line.isEmpty) throw line.refuse()
  return {
    type: 'stacked_cnn',
    conv_layers: convolutions,
    // Ludwig drops out before the first dense layer what is said for all of them; each has its own besides.
    ...(before && { fc_dropout: before.args.rate }),
    fc_layers: dense,
  }
}

function takeBlock(line: Line): Settings | undefined {
  const margin = line.take('ZeroPadding2D')
  const convolution = line.take('Conv2D')
  if (!convolution) {
    if (margin) throw line.refuse()
    return undefined
  }
  const { filters, kernelSize, strides, dilationRate, padding, useBias, activation } = convolution.args
  if (margin && padding === 'same') throw line.refuse()
  return {
    out_channels: filters,
    kernel_size: plain(kernelSize),
    ...(isOne(strides) ? {} : { stride: plain(strides) }),
    ...(isOne(dilationRate) ? {} : { dilation: plain(dilationRate) }),
    padding: margin ? plain([margin.args.rows[0], margin.args.columns[0]]) : padding,
    ...(!useBias && { use_bias: false }),
    ...takeNormAndActivation(line, activation),
    ...takeDropout(line),
    ...takePool(line),
  }
}

function takeDense(line: Line): Settings | undefined {
  const dense = line.take('Dense')
  if (!dense) return undefined
  const { units, useBias, activation } = dense.args
  return {
    output_size: units,
    ...(!useBias && { use_bias: false }),
    ...takeNormAndActivation(line, activation),
    ...takeDropout(line),
  }
}

/** A norm comes before the activation, so it can't follow a layer that has one. */
function takeNormAndActivation(line: Line, own: string): Settings {
  if (own !== 'linear') return { activation: activationOf(own) }
  const norm = line.take('BatchNormalization', 'LayerNormalization')
  const activation = line.take('Activation', 'ReLU', 'LeakyReLU', 'ELU')
  return { ...(norm ? normOf(norm) : {}), activation: activation ? layerActivation(activation) : null }
}

function normOf(layer: Extract<Layer, { className: 'BatchNormalization' | 'LayerNormalization' }>): Settings {
  if (layer.className === 'LayerNormalization') return { norm: 'layer', norm_params: { eps: layer.args.epsilon } }
  const { epsilon, momentum, center } = layer.args
  // PyTorch says which share of the new goes in, and Keras which share of the old stays.
  const share = Number((1 - momentum).toPrecision(12))
  return { norm: 'batch', norm_params: { eps: epsilon, momentum: share, ...(!center && { affine: false }) } }
}

function layerActivation(
  layer: Extract<Layer, { className: 'Activation' | 'ReLU' | 'LeakyReLU' | 'ELU' }>,
): string | null {
  if (layer.className === 'Activation') return activationOf(layer.args.activation)
  return { ReLU: 'relu', LeakyReLU: LEAKY_RELU, ELU: 'elu' }[layer.className]
}

function activationOf(activation: string): string | null {
  const known = [...TO_LUDWIG].find(([name]) => name === activation)
  if (known) return known[1]
  throw new InteropError(`Ludwig has ${activation} at the end of a model alone: choose another activation.`)
}

function takeDropout(line: Line): Settings {
  return { dropout: line.take('Dropout')?.args.rate ?? 0 }
}

/** A block without a pooling says so, as Ludwig would pool by its own. */
function takePool(line: Line): Settings {
  const pool = line.take('MaxPooling2D', 'AveragePooling2D')
  if (!pool) return { pool_kernel_size: null }
  const { poolSize, strides } = pool.args
  return {
    ...(pool.className === 'AveragePooling2D' && { pool_function: 'average' }),
    pool_kernel_size: plain(poolSize),
    pool_stride: plain(strides ?? poolSize),
  }
}

/** One number for two that are the same. */
function plain([height, width]: Pair): number | readonly number[] {
  return height === width ? height : [height, width]
}

function isOne([height, width]: Pair): boolean {
  return height === 1 && width === 1
}
