/** PyTorch code of single layers. Images go through as channels x height x width, and all else as in Strata. */
import { definitionOf, type Layer } from '../../../model/layers/registry'
import type { Activation } from '../../../model/layers/activations'
import type { Shape } from '../../../model/layers/define'
import type { Pair } from '../../../model/layers/pair'
import { pythonValue } from '../pythonValue'

export interface LayerCode {
  /** What the model has for the layer, under the layer's variable: a module or a parameter. Absent for a layer without. */
  readonly member?: string
  /** Lines of the constructor that come behind them. */
  readonly after?: readonly string[]
  /** Code of the output. */
  readonly call: string
  /** By Strata's name of a weight: the member's weight, and the order of its axes. */
  readonly weights: Readonly<Record<string, Weight>>
}

export interface Weight {
  /** Behind the layer's variable: `.weight`. */
  readonly path: string
  readonly axes?: readonly number[]
}

interface Place {
  /** The attribute of the module: `self.conv2d`. */
  readonly self: string
  readonly sources: readonly string[]
  readonly inputs: readonly Shape[]
  readonly output: Shape
}

const KERNEL = [3, 2, 0, 1]
const DEPTHWISE = [2, 3, 0, 1]

export function layerCode(layer: Layer, place: Place): LayerCode {
  const { self, sources, inputs, output } = place
  const [x = ''] = sources
  const [input = []] = inputs
  const channels = input.at(-1) ?? 0
  const isImage = input.length === 3
  /** Of a layer without weights. */
  const plain = (call: string): LayerCode => ({ call, weights: {} })
  const module = (member: string): LayerCode => ({ member, call: `${self}(${x})`, weights: {} })
  const bias = (path: string, useBias: boolean): Readonly<Record<string, Weight>> => (useBias ? { bias: { path } } : {})

  switch (layer.className) {
    case 'Conv2D': {
      const { filters, activation, useBias, ...window } = layer.args
      const { source, options } = padded(x, input, window)
      return {
        member: `nn.Conv2d(${channels}, ${filters}, ${options}${useBias ? '' : ', bias=False'})`,
        call: activated(`${self}(${source})`, activation, output),
        weights: { kernel: { path: '.weight', axes: KERNEL }, ...bias('.bias', useBias) },
      }
    }
    case 'DepthwiseConv2D': {
      const { depthMultiplier, activation, useBias, ...window } = layer.args
      const { source, options } = padded(x, input, window)
      const sizes = `${channels}, ${channels * depthMultiplier}, ${options}, groups=${channels}`
      return {
        member: `nn.Conv2d(${sizes}${useBias ? '' : ', bias=False'})`,
        call: activated(`${self}(${source})`, activation, output),
        weights: { depthwise_kernel: { path: '.weight', axes: DEPTHWISE }, ...bias('.bias', useBias) },
      }
    }
    case 'SeparableConv2D': {
      const { filters, depthMultiplier, activation, useBias, ...window } = layer.args
      const { source, options } = padded(x, input, window)
      const between = channels * depthMultiplier
      return {
        member: `nn.Sequential(nn.Conv2d(${channels}, ${between}, ${options}, groups=${channels}, bias=False), nn.Conv2d(${between}, ${filters}, 1${useBias ? '' : ', bias=False'}))`,
        call: activated(`${self}(${source})`, activation, output),
        weights: {
          depthwise_kernel: { path: '.0.weight', axes: DEPTHWISE },
          pointwise_kernel: { path: '.1.weight', axes: KERNEL },
          ...bias('.1.bias', useBias),
        },
      }
    }
    case 'Conv2DTranspose': {
      const { filters, activation, useBias, kernelSize, strides, dilationRate } = layer.args
      const options = windowOptions({ kernelSize, strides, dilationRate })
      return {
        member: `nn.ConvTranspose2d(${channels}, ${filters}, ${options}${useBias ? '' : ', bias=False'})`,
        call: activated(cutTransposed(`${self}(${x})`, layer.args, input, output), activation, output),
        weights: { kernel: { path: '.weight', axes: KERNEL }, ...bias('.bias', useBias) },
      }
    }
    case 'MaxPooling2D':
    case 'AveragePooling2D':
      return plain(pooled(x, input, layer))
    case 'GlobalAveragePooling2D':
      return plain(`${x}.mean((2, 3)${layer.args.keepdims ? ', keepdim=True' : ''})`)
    case 'GlobalMaxPooling2D':
      return plain(`${x}.amax((2, 3)${layer.args.keepdims ? ', keepdim=True' : ''})`)
    case 'BatchNormalization': {
      const { epsilon, momentum, center, scale } = layer.args
      // PyTorch says which share of the new goes in, and Keras which share of the old stays.
      const share = Number((1 - momentum).toPrecision(12))
      const source = input.length === 2 ? `${x}.transpose(1, 2)` : x
      return {
        member: `nn.BatchNorm${isImage ? 2 : 1}d(${channels}, eps=${epsilon}, momentum=${share})`,
        after: fixed(self, center, scale),
        call: `${self}(${source})${input.length === 2 ? '.transpose(1, 2)' : ''}`,
        weights: {
          gamma: { path: '.weight' },
          beta: { path: '.bias' },
          moving_mean: { path: '.running_mean' },
          moving_variance: { path: '.running_var' },
        },
      }
    }
    case 'LayerNormalization': {
      const { epsilon, center, scale } = layer.args
      const [{ shape }] = [
        definitionOf('LayerNormalization').weights({ ...layer.args, center: true, scale: true }, inputs)[0]!,
      ]
      const call = `${self}(${isImage ? `channels_last(${x})` : x})`
      return {
        member: `nn.LayerNorm(${pythonValue(shape)}, eps=${epsilon})`,
        after: fixed(self, center, scale),
        call: isImage ? `channels_first(${call})` : call,
        weights: { gamma: { path: '.weight' }, beta: { path: '.bias' } },
      }
    }
    case 'Dense': {
      const { units, useBias, activation } = layer.args
      return {
        member: `nn.Linear(${channels}, ${units}${useBias ? '' : ', bias=False'})`,
        call: activated(`${self}(${x})`, activation, output),
        weights: { kernel: { path: '.weight', axes: [1, 0] }, ...bias('.bias', useBias) },
      }
    }
    case 'Rescaling':
      return plain(`${x} * ${layer.args.scale} + ${layer.args.offset}`)
    case 'Dropout':
      return module(`nn.Dropout(${layer.args.rate})`)
    case 'SpatialDropout2D':
      return module(`nn.Dropout2d(${layer.args.rate})`)
    case 'GaussianDropout': {
      const { rate } = layer.args
      return plain(`${x} * (1 + ${Math.sqrt(rate / (1 - rate))} * torch.randn_like(${x})) if self.training else ${x}`)
    }
    case 'GaussianNoise':
      return plain(`${x} + ${layer.args.stddev} * torch.randn_like(${x}) if self.training else ${x}`)
    case 'Activation':
      return plain(activated(x, layer.args.activation, output))
    case 'Softmax':
      return plain(activated(x, 'softmax', output))
    case 'ReLU': {
      const { maxValue, negativeSlope, threshold } = layer.args
      if (maxValue === null && negativeSlope === 0 && threshold === 0) return plain(`F.relu(${x})`)
      const above = maxValue === null ? x : `${x}.clamp(max=${maxValue})`
      return plain(`torch.where(${x} >= ${threshold}, ${above}, ${negativeSlope} * (${x} - ${threshold}))`)
    }
    case 'LeakyReLU':
      return plain(`F.leaky_relu(${x}, ${layer.args.negativeSlope})`)
    case 'ELU':
      return plain(`F.elu(${x}, ${layer.args.alpha})`)
    case 'PReLU': {
      const [{ shape }] = [definitionOf('PReLU').weights(layer.args, inputs)[0]!]
      const axes = isImage ? [2, 0, 1] : undefined
      const ordered = axes ? axes.map((axis) => shape[axis]!) : shape
      return {
        member: `nn.Parameter(torch.zeros${pythonValue(ordered)})`,
        call: `F.relu(${x}) - ${self} * F.relu(-${x})`,
        weights: { alpha: { path: '', ...(axes && { axes }) } },
      }
    }
    case 'Flatten':
      return plain(`${isImage ? `channels_last(${x})` : x}.flatten(1)`)
    case 'Reshape':
      return plain(relaid(x, isImage, `.reshape${pythonValue([-1, ...output])}`, output))
    case 'Permute':
      return plain(relaid(x, isImage, `.permute${pythonValue([0, ...layer.args.dims])}`, output))
    case 'ZeroPadding2D': {
      const { rows, columns } = layer.args
      return plain(`F.pad(${x}, ${pythonValue([...columns, ...rows])})`)
    }
    case 'Cropping2D': {
      const { rows, columns } = layer.args
      return plain(cut(x, [rows[0], columns[0]], output))
    }
    case 'UpSampling2D': {
      const { size, interpolation } = layer.args
      return plain(`F.interpolate(${x}, scale_factor=${pythonValue(size)}, mode=${pythonValue(interpolation)})`)
    }
    case 'Add':
      return plain(sources.join(' + '))
    case 'Subtract':
      return plain(sources.join(' - '))
    case 'Multiply':
      return plain(sources.join(' * '))
    case 'Average':
      return plain(`(${sources.join(' + ')}) / ${sources.length}`)
    case 'Maximum':
      return plain(sources.reduce((largest, source) => `torch.maximum(${largest}, ${source})`))
    case 'Concatenate': {
      const { axis } = layer.args
      // Counted from the batch on.
      const counted = axis < 0 ? axis + input.length + 1 : axis
      const dim = isImage ? [0, 2, 3, 1][counted]! : counted
      return plain(`torch.cat([${sources.join(', ')}], dim=${dim})`)
    }
  }
}

/** Laid out anew in the order of Strata, in which the channel is last. */
function relaid(x: string, isImage: boolean, method: string, output: Shape): string {
  const call = `${isImage ? `channels_last(${x})` : x}${method}`
  return output.length === 3 ? `channels_first(${call})` : call
}

/** Scale and shift that a norm does not have stay as they are made: 1 and 0. */
function fixed(self: string, center: boolean, scale: boolean): readonly string[] {
  return [
    ...(scale ? [] : [`${self}.weight.requires_grad_(False)`]),
    ...(center ? [] : [`${self}.bias.requires_grad_(False)`]),
  ]
}

interface Window {
  readonly kernelSize: Pair
  readonly strides: Pair
  readonly dilationRate: Pair
}

function windowOptions({ kernelSize, strides, dilationRate }: Window): string {
  const isOne = ([height, width]: Pair): boolean => height === 1 && width === 1
  return [
    pythonValue(kernelSize),
    ...(isOne(strides) ? [] : [`stride=${pythonValue(strides)}`]),
    ...(isOne(dilationRate) ? [] : [`dilation=${pythonValue(dilationRate)}`]),
  ].join(', ')
}

/** Before and after, along one axis, as TensorFlow pads for “same”. */
function samePadding(length: number, span: number, stride: number): Pair {
  const total = Math.max(0, (Math.ceil(length / stride) - 1) * stride + span - length)
  return [Math.floor(total / 2), Math.ceil(total / 2)]
}

/** Left, right, above and below, as `F.pad` takes them. */
function paddingOf(input: Shape, spans: Pair, strides: Pair): readonly number[] {
  const [rows, columns] = [0, 1].map((axis) => samePadding(input[axis]!, spans[axis]!, strides[axis]!))
  return [...columns!, ...rows!]
}

function spanOf({ kernelSize, dilationRate }: Pick<Window, 'kernelSize' | 'dilationRate'>): Pair {
  const span = (axis: 0 | 1): number => (kernelSize[axis] - 1) * dilationRate[axis] + 1
  return [span(0), span(1)]
}

/** PyTorch pads for “same” where nothing is stepped over; elsewhere it is done before. */
function padded(
  x: string,
  input: Shape,
  window: Window & { readonly padding: 'valid' | 'same' },
): { readonly source: string; readonly options: string } {
  const options = windowOptions(window)
  if (window.padding === 'valid') return { source: x, options }
  if (Math.max(...window.strides) === 1) return { source: x, options: `${options}, padding="same"` }
  return { source: `F.pad(${x}, ${pythonValue(paddingOf(input, spanOf(window), window.strides))})`, options }
}

function pooled(
  x: string,
  input: Shape,
  { className, args }: Extract<Layer, { className: 'MaxPooling2D' | 'AveragePooling2D' }>,
): string {
  const { poolSize, padding } = args
  const strides = args.strides ?? poolSize
  const [name, filler] = className === 'MaxPooling2D' ? ['F.max_pool2d', '-torch.inf'] : ['F.avg_pool2d', '0']
  const sides = padding === 'valid' ? [0, 0, 0, 0] : paddingOf(input, poolSize, strides)
  const window = `${pythonValue(poolSize)}${args.strides ? `, stride=${pythonValue(strides)}` : ''}`
  if (Math.max(...sides) === 0) return `${name}(${x}, ${window})`
  const around = (source: string): string => `F.pad(${source}, ${pythonValue(sides)}, value=${filler})`
  const pool = (source: string): string => `${name}(${around(source)}, ${window})`
  // A mean is that of the pixels alone.
  return className === 'MaxPooling2D' ? pool(x) : `${pool(x)} / ${pool(`torch.ones_like(${x})`)}`
}

function cut(x: string, [top, left]: Pair, [height = 0, width = 0]: Shape): string {
  return `${x}[:, :, ${top}:${top + height}, ${left}:${left + width}]`
}

/** PyTorch gives all that the windows reach; Keras cuts off, or adds zeros, to get its size. */
function cutTransposed(
  call: string,
  { padding, ...window }: Window & { readonly padding: 'valid' | 'same' },
  input: Shape,
  output: Shape,
): string {
  const spans = spanOf(window)
  const { strides } = window
  const before = (axis: 0 | 1): number =>
    padding === 'same' ? Math.max(0, Math.floor((spans[axis] - strides[axis]) / 2)) : 0
  const reached = (axis: 0 | 1): number => (input[axis]! - 1) * strides[axis] + spans[axis]
  const missing = (axis: 0 | 1): number => Math.max(0, before(axis) + output[axis]! - reached(axis))
  const whole = missing(0) + missing(1) > 0 ? `F.pad(${call}, ${pythonValue([0, missing(1), 0, missing(0)])})` : call
  const isWhole = ([0, 1] as const).every((axis) => before(axis) === 0 && reached(axis) <= output[axis]!)
  return isWhole ? whole : cut(whole, [before(0), before(1)], output)
}

const ACTIVATIONS: Readonly<Record<Activation, string>> = {
  linear: '',
  relu: 'F.relu',
  relu6: 'F.relu6',
  elu: 'F.elu',
  selu: 'F.selu',
  gelu: 'F.gelu',
  swish: 'F.silu',
  mish: 'F.mish',
  softplus: 'F.softplus',
  softsign: 'F.softsign',
  sigmoid: 'torch.sigmoid',
  hard_sigmoid: 'F.hardsigmoid',
  tanh: 'torch.tanh',
  softmax: 'F.softmax',
  log_softmax: 'F.log_softmax',
}

/** @param output what goes in, and comes out. */
function activated(x: string, activation: Activation, output: Shape): string {
  if (activation === 'linear') return x
  const isRow = activation === 'softmax' || activation === 'log_softmax'
  return `${ACTIVATIONS[activation]}(${x}${isRow ? `, dim=${output.length === 3 ? 1 : -1}` : ''})`
}
