/** Writes out what a layer does for one value of its output, for each layer type. All is in float64, on the values that the layer read. */
import type { LayerArgs, Shape } from '../layers/define'
import { countAxes } from '../layers/normalization/layerNormalization'
import { axisOf } from '../layers/merging/concatenate'
import { stretchedShape, withAxes } from '../layers/merging/stretchedShape'
import { definitionOf, type Layer, type LayerArgsOf, type LayerClassName } from '../layers/registry'
import { tapsAlong, walkWindow } from '../learn/windowWalk'
import type { Term, ValueTerms } from './valueTerms'

/** Values in row-major order of their shape. */
export interface Tensor {
  readonly shape: Shape
  readonly values: ArrayLike<number>
}

/** A layer with what it read of one image. */
export interface LayerAtWork {
  readonly layer: Layer
  readonly inputs: readonly Tensor[]
  /** By Keras's names. */
  readonly weights: ReadonlyMap<string, Tensor>
}

/** The terms, without what is known of the place alone. */
type Read = ValueTerms extends infer Each ? (Each extends ValueTerms ? Omit<Each, 'result' | 'inputs'> : never) : never

interface Reading<Args> {
  readonly args: Args
  readonly inputs: readonly Tensor[]
  readonly input: Tensor
  /** @throws when there is no such weight. */
  weight(name: string): Tensor
  /** Where: as many numbers as the output has axes. */
  readonly at: readonly number[]
  readonly layer: Layer
}

type Readers = { readonly [Name in LayerClassName]: (reading: Reading<LayerArgsOf[Name]>) => Read }

const same = ({ input, at }: Reading<LayerArgs>): Read => ({ kind: 'moved', terms: [term(input, at)] })
const unwritten = (): Read => ({ kind: 'unwritten', terms: [] })
const named =
  (name: string) =>
  ({ input, at }: Reading<LayerArgs>): Read => ({ kind: 'function', name, terms: [term(input, at)] })
/** A layer type without an entry fails to compile. */
const READERS: Readers = {
  Conv2D: (reading) => {
    const channel = reading.at[2]!
    return sumOf(
      reading,
      underWindow(reading, (row, column, from) => [row, column, from, channel], reading.weight('kernel')),
      channel,
    )
  },
  DepthwiseConv2D: (reading) => {
    const { depthMultiplier } = reading.args
    const from = Math.floor(reading.at[2]! / depthMultiplier)
    const weightAt = (row: number, column: number) => [row, column, from, reading.at[2]! % depthMultiplier]
    return sumOf(reading, underWindow(reading, weightAt, reading.weight('depthwise_kernel'), [from]), reading.at[2]!)
  },
  SeparableConv2D: (reading) => {
    const { depthMultiplier } = reading.args
    const [depthwise, pointwise] = [reading.weight('depthwise_kernel'), reading.weight('pointwise_kernel')]
    const filter = reading.at[2]!
    // Both steps are linear, so that each pixel counts by one number: over the multiplier, the sum of products of two weights.
    const taps = underWindow(reading, (row, column, from) => [row, column, from, 0], depthwise)
    const terms = taps.map(({ weightAt, ...tap }) => {
      const [row = 0, column = 0, from = 0] = weightAt
      let weight = 0
      for (let each = 0; each < depthMultiplier; each++) {
        weight +=
          valueOf(depthwise, [row, column, from, each]) *
          valueOf(pointwise, [0, 0, from * depthMultiplier + each, filter])
      }
      return { ...tap, weight }
    })
    return sumOf(reading, terms, filter)
  },
  Conv2DTranspose: (reading) => {
    const channel = reading.at[2]!
    const weightAt = (row: number, column: number, from: number) => [row, column, channel, from]
    return sumOf(reading, underWindow(reading, weightAt, reading.weight('kernel')), channel)
  },
  Dense: (reading) => {
    const { input, at } = reading
    const unit = at.at(-1)!
    const kernel = reading.weight('kernel')
    const terms = Array.from({ length: input.shape.at(-1)! }, (_, from) => ({
      ...term(input, [...at.slice(0, -1), from]),
      weight: valueOf(kernel, [from, unit]),
      weightAt: [from, unit],
    }))
    return sumOf(reading, terms, unit)
  },
  MaxPooling2D: (reading) => ({ kind: 'maximum', terms: underPool(reading) }),
  AveragePooling2D: (reading) => ({ kind: 'mean', terms: underPool(reading) }),
  GlobalMaxPooling2D: (reading) => ({ kind: 'maximum', terms: wholeChannel(reading) }),
  GlobalAveragePooling2D: (reading) => ({ kind: 'mean', terms: wholeChannel(reading) }),
  BatchNormalization: (reading) => {
    const { args, input, at } = reading
    const channel = at.at(-1)!
    const of = (name: string): number => valueOf(reading.weight(name), [channel])
    return {
      kind: 'normalised',
      terms: [term(input, at)],
      mean: of('moving_mean'),
      variance: of('moving_variance'),
      epsilon: args.epsilon,
      gamma: args.scale ? of('gamma') : 1,
      beta: args.center ? of('beta') : 0,
    }
  },
  LayerNormalization: (reading) => {
    const { args, input, at } = reading
    const axes = countAxes(args)
    const lead = at.slice(0, -axes)
    const row = placesOf(input.shape.slice(-axes)).map((place) => valueOf(input, [...lead, ...place]))
    const mean = row.reduce((sum, value) => sum + value, 0) / row.length
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length
    const of = (name: string): number => valueOf(reading.weight(name), at.slice(-axes))
    return {
      kind: 'normalised',
      terms: [term(input, at)],
      mean,
      variance,
      epsilon: args.epsilon,
      gamma: args.scale ? of('gamma') : 1,
      beta: args.center ? of('beta') : 0,
    }
  },
  Rescaling: ({ args, input, at }) => {
    const from = term(input, at)
    const sum = from.value * args.scale + args.offset
    return { kind: 'sum', terms: [{ ...from, weight: args.scale }], bias: args.offset, sum }
  },
  Dropout: same,
  SpatialDropout2D: same,
  GaussianDropout: same,
  GaussianNoise: same,
  Activation: (reading) =>
    reading.args.activation === 'softmax' || reading.args.activation === 'log_softmax'
      ? ofRow(reading, reading.args.activation)
      : named(reading.args.activation)(reading),
  ReLU: named('relu'),
  LeakyReLU: named('leaky_relu'),
  PReLU: (reading) => {
    const { input, at } = reading
    const alpha = reading.weight('alpha')
    const weightAt = at.map((place, axis) => (alpha.shape[axis] === 1 ? 0 : place))
    return {
      kind: 'function',
      name: 'prelu',
      terms: [{ ...term(input, at), weight: valueOf(alpha, weightAt), weightAt }],
    }
  },
  ELU: named('elu'),
  Softmax: (reading) => ofRow(reading, 'softmax'),
  Flatten: (reading) => sameIndex(reading),
  Reshape: (reading) => sameIndex(reading),
  Permute: ({ args, input, at }) => {
    const from = input.shape.map(() => 0)
    for (const [place, axis] of args.dims.entries()) from[axis - 1] = at[place]!
    return { kind: 'moved', terms: [term(input, from)] }
  },
  ZeroPadding2D: ({ args, input, at: [row = 0, column = 0, ...rest] }) => {
    const from = [row - args.rows[0], column - args.columns[0], ...rest]
    return isWithin(input.shape, from) ? { kind: 'moved', terms: [term(input, from)] } : { kind: 'padding', terms: [] }
  },
  Cropping2D: ({ args, input, at: [row = 0, column = 0, ...rest] }) => ({
    kind: 'moved',
    terms: [term(input, [row + args.rows[0], column + args.columns[0], ...rest])],
  }),
  UpSampling2D: (reading) => {
    const { args, input, at } = reading
    const [row = 0, column = 0, ...rest] = at
    if (args.interpolation !== 'nearest') return unwritten()
    const from = [Math.floor(row / args.size[0]), Math.floor(column / args.size[1]), ...rest]
    return { kind: 'moved', terms: [term(input, from)] }
  },
  Add: (reading) => ({ kind: 'add', terms: ofAll(reading) }),
  Subtract: (reading) => ({ kind: 'subtract', terms: ofAll(reading) }),
  Multiply: (reading) => ({ kind: 'multiply', terms: ofAll(reading) }),
  Average: (reading) => ({ kind: 'average', terms: ofAll(reading) }),
  Maximum: (reading) => ({ kind: 'larger', terms: ofAll(reading) }),
  Concatenate: ({ args, inputs, at }) => {
    const axis = axisOf(args, inputs[0]!.shape) ?? 0
    let place = at[axis]!
    const which = inputs.findIndex(({ shape }) => {
      const isHere = place < shape[axis]!
      if (!isHere) place -= shape[axis]!
      return isHere
    })
    const from = at.map((each, index) => (index === axis ? place : each))
    return { kind: 'moved', terms: [term(inputs[which]!, from, which)] }
  },
}

/**
 * @param at as many numbers as the layer's output has axes.
 * @throws RangeError when the layer's output has no such place.
 */
export function readValue({ layer, inputs, weights }: LayerAtWork, at: readonly number[]): Read {
  const { className, args } = layer
  const definition = definitionOf(className)
  const output = definition.outputShape(
    args,
    inputs.map(({ shape }) => shape),
  )
  if (!isWithin(output, at))
    throw new RangeError(`There is no value ${at.join(', ')} in an output of ${output.join(' × ')}`)
  const read = READERS[className] as (reading: Reading<LayerArgs>) => Read
  return read({
    args,
    inputs,
    input: inputs[0]!,
    at,
    layer,
    weight(name) {
      const found = weights.get(name)
      if (!found) throw new Error(`The layer has no weight ${name}`)
      return found
    },
  })
}

function term(tensor: Tensor, at: readonly number[], input = 0): Term & { readonly value: number } {
  return { input, at, value: valueOf(tensor, at) }
}

function valueOf({ shape, values }: Tensor, at: readonly number[]): number {
  return values[indexOf(shape, at)] ?? NaN
}

function indexOf(shape: Shape, at: readonly number[]): number {
  return at.reduce((index, place, axis) => index * shape[axis]! + place, 0)
}

function isWithin(shape: Shape, at: readonly number[]): boolean {
  return at.length === shape.length && at.every((place, axis) => place >= 0 && place < shape[axis]!)
}

/** All places of a shape, in row-major order. */
function placesOf(shape: Shape): readonly (readonly number[])[] {
  return shape.reduce<readonly (readonly number[])[]>(
    (places, length) => places.flatMap((place) => Array.from({ length }, (_, at) => [...place, at])),
    [[]],
  )
}

function sumOf({ args, weight }: Reading<LayerArgs>, terms: readonly Term[], channel: number): Read {
  const bias = args['useBias'] === true ? valueOf(weight('bias'), [channel]) : undefined
  const products = terms.reduce((sum, each) => sum + (each.value ?? 0) * (each.weight ?? 1), 0)
  const { activation } = args
  return {
    kind: 'sum',
    terms,
    ...(bias !== undefined && { bias }),
    sum: products + (bias ?? 0),
    ...(typeof activation === 'string' && activation !== 'linear' && { activation }),
  }
}

/** The pixels under the layer's window, channel by channel at each, with the weights that they meet. @param only channels; all where none are told. */
function underWindow(
  { layer, args, input, at: [row = 0, column = 0] }: Reading<LayerArgs>,
  weightAt: (row: number, column: number, from: number) => readonly number[],
  kernel: Tensor,
  only?: readonly number[],
): readonly (Term & { readonly weightAt: readonly number[] })[] {
  const walk = walkOf(layer, args, input)
  const channels = only ?? Array.from({ length: input.shape[2]! }, (_, channel) => channel)
  return tapsAlong(walk.rows, row, walk.window.kind).flatMap((down) =>
    tapsAlong(walk.columns, column, walk.window.kind).flatMap((across) =>
      channels.map((from) => {
        const place = weightAt(down.weight, across.weight, from)
        return {
          ...underTap(input, [down.at, across.at, from]),
          weight: valueOf(kernel, place),
          weightAt: place,
        }
      }),
    ),
  )
}

function underPool({
  layer,
  args,
  input,
  at: [row = 0, column = 0, channel = 0],
}: Reading<LayerArgs>): readonly Term[] {
  const walk = walkOf(layer, args, input)
  return tapsAlong(walk.rows, row, walk.window.kind).flatMap((down) =>
    tapsAlong(walk.columns, column, walk.window.kind).map((across) => underTap(input, [down.at, across.at, channel])),
  )
}

function wholeChannel({ input, at }: Reading<LayerArgs>): readonly Term[] {
  return placesOf(input.shape.slice(0, 2)).map((place) => term(input, [...place, at.at(-1)!]))
}

function underTap(input: Tensor, at: readonly number[]): Term {
  return { input: 0, at, value: isWithin(input.shape, at) ? valueOf(input, at) : undefined }
}

function walkOf(layer: Layer, args: LayerArgs, { shape }: Tensor) {
  const window = definitionOf(layer.className).window?.(args, [shape])
  if (!window) throw new Error(`${layer.className} has no window`)
  return walkWindow(window, [shape[0]!, shape[1]!])
}

/** Of the whole row along the last axis, the value itself first. */
function ofRow({ input, at }: Reading<LayerArgs>, name: string): Read {
  const lead = at.slice(0, -1)
  const others = Array.from({ length: input.shape.at(-1)! }, (_, place) => place).filter((each) => each !== at.at(-1))
  return { kind: 'function', name, terms: [term(input, at), ...others.map((each) => term(input, [...lead, each]))] }
}

function sameIndex({ layer, args, input, at }: Reading<LayerArgs>): Read {
  const output = definitionOf(layer.className).outputShape(args, [input.shape])
  let rest = indexOf(output, at)
  const from = input.shape.map((length, axis) => {
    const below = input.shape.slice(axis + 1).reduce((product, each) => product * each, 1)
    const place = Math.floor(rest / below) % length
    rest -= place * below
    return place
  })
  return { kind: 'moved', terms: [term(input, from)] }
}

/** The value of each input at a place, where axes of length 1 are stretched. */
function ofAll({ inputs, at }: Reading<LayerArgs>): readonly Term[] {
  const axes = stretchedShape(inputs.map(({ shape }) => shape))?.length ?? at.length
  return inputs.map((tensor, input) => {
    const whole = withAxes(tensor.shape, axes)
    const place = at.map((each, axis) => (whole[axis] === 1 ? 0 : each)).slice(axes - tensor.shape.length)
    return term(tensor, place, input)
  })
}
