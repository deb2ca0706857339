/**
 * Ludwig's stacked CNN as layers: `ludwig/modules/convolutional_modules.py` (Conv2DStack, Conv2DLayer) and `fully_connected_modules.py`
 * (FCStack, FCLayer) of 0.11 and 0.17. Within a block the order is convolution, norm, activation, dropout, pool.
 */
import { joinWords, quoted } from '../../common/text'
import { createLayer } from '../../model/graph/stack'
import type { Activation } from '../../model/layers/activations'
import type { Pair } from '../../model/layers/pair'
import { isSameValue } from '../../model/sameValue'
import type { NewLayer } from '../../model/layers/registry'
import { InteropError } from '../interopError'
import { FROM_LUDWIG, LEAKY_RELU, LEAKY_SLOPE } from './activations'
import type { Fields } from './fields'

export const MAX_LAYERS = 100

/** The names of today, and those of older versions, in the order in which they are told of. */
const OLDER: Readonly<Record<string, readonly string[]>> = {
  out_channels: ['num_filters'],
  kernel_size: ['filter_size'],
  stride: ['strides'],
  dilation: ['dilation_rate'],
  pool_kernel_size: ['pool_size'],
  pool_stride: ['pool_strides'],
  output_size: ['fc_size'],
  conv_activation: ['activation'],
  conv_dropout: ['dropout'],
  conv_norm: ['norm'],
  conv_use_bias: ['use_bias'],
}

/** PyTorch's own for norms. */
const EPSILON = 1e-5
const MOMENTUM = 0.1

interface Reading {
  readonly notes: string[]
  /** The older names that were read. */
  readonly older: Set<string>
}

/** @returns the layers up to the last, which follows from the output feature. Throws `InteropError`. */
export function readEncoder(encoder: Fields, notes: string[]): readonly NewLayer[] {
  const reading: Reading = { notes, older: new Set() }
  const convolutions = readConvolutions(encoder, reading)
  const dense = readDense(encoder, reading)
  if (reading.older.size > 0) {
    const names = Object.values(OLDER)
      .flat()
      .filter((name) => reading.older.has(name))
    notes.push(
      `The config has older names for its layers: ${joinWords(names.map(quoted))}. They are read as they were meant. Ludwig of today passes over them and takes its own sizes instead: 32 filters, kernels of 3 and pools of 2.`,
    )
  }
  return [...convolutions, createLayer('Flatten'), ...dense]
}

/** The name under which the fields say it; today's counts, where both are there. */
function nameIn(fields: Fields, name: string, { older, notes }: Reading): string {
  const before = fields.nameOf(...(OLDER[name] ?? []))
  if (before === undefined) return name
  if (fields.has(name)) {
    if (!isSameValue(fields.take(before), fields.take(name)))
      notes.push(`${quoted(fields.pathOf(name))} counts, and ${quoted(before)}, which says otherwise, does not.`)
    return name
  }
  older.add(before)
  return before
}

/** What the encoder says for all blocks. */
function readDefaults(encoder: Fields, reading: Reading) {
  const pair = (name: string, missing: Pair) => encoder.pair(nameIn(encoder, name, reading), missing)
  const pool = pair('pool_kernel_size', [2, 2])
  return {
    filters: encoder.whole(nameIn(encoder, 'out_channels', reading), 32, 1),
    kernel: pair('kernel_size', [3, 3]),
    stride: pair('stride', [1, 1]),
    dilation: pair('dilation', [1, 1]),
    padding: encoder.take('padding') ?? 'valid',
    useBias: encoder.flag(nameIn(encoder, 'conv_use_bias', reading), true),
    norm: encoder.take(nameIn(encoder, 'conv_norm', reading)),
    normParams: encoder.map('conv_norm_params'),
    activation: takeActivation(encoder, nameIn(encoder, 'conv_activation', reading), 'relu'),
    dropout: encoder.number(nameIn(encoder, 'conv_dropout', reading), 0),
    poolFunction: encoder.text('pool_function', 'max'),
    pool,
    // Ludwig takes the encoder's pool for it, also for blocks with a pool of their own.
    poolStride: pair('pool_stride', pool),
  }
}

type Defaults = ReturnType<typeof readDefaults>

function readConvolutions(encoder: Fields, reading: Reading): readonly NewLayer[] {
  const defaults = readDefaults(encoder, reading)
  const count = encoder.has('num_conv_layers') ? encoder.whole('num_conv_layers', 0) : undefined
  const blocks = encoder.list('conv_layers', MAX_LAYERS) ?? encoder.list('conv_blocks', MAX_LAYERS)
  if (blocks) return blocks.flatMap((block) => readBlock(block, defaults, reading))
  if (count !== undefined && count > MAX_LAYERS)
    throw new InteropError(`The config asks for ${count} convolutions, and ${MAX_LAYERS} are the most that are read.`)
  const filters = count === undefined ? [32, 64] : new Array<number>(count).fill(defaults.filters)
  return filters.flatMap((each) => blockLayers({ ...defaults, filters: each }, 'the encoder', reading))
}

/** A block has its own, and the encoder's where it says nothing. A null is a value of its own: no pool, no activation. */
function readBlock(block: Fields, defaults: Defaults, reading: Reading): readonly NewLayer[] {
  const pair = (name: string, missing: Pair) => block.pair(nameIn(block, name, reading), missing)
  const poolName = nameIn(block, 'pool_kernel_size', reading)
  const hasPool = !block.isNull('pool_kernel_size') && !block.isNull('pool_size')
  const pool = pair(poolName, defaults.pool)
  const own = {
    filters: block.whole(nameIn(block, 'out_channels', reading), defaults.filters, 1),
    kernel: pair('kernel_size', defaults.kernel),
    stride: pair('stride', defaults.stride),
    dilation: pair('dilation', defaults.dilation),
    padding: block.take('padding') ?? defaults.padding,
    useBias: block.flag('use_bias', defaults.useBias),
    norm: block.isNull('norm') ? undefined : (block.take('norm') ?? defaults.norm),
    normParams: block.map('norm_params') ?? defaults.normParams,
    activation: takeActivation(block, 'activation', defaults.activation),
    dropout: block.number('dropout', defaults.dropout),
    poolFunction: block.text('pool_function', defaults.poolFunction),
    pool: hasPool ? pool : undefined,
    poolStride: block.isNull('pool_stride') ? pool : pair('pool_stride', defaults.poolStride),
  }
  return blockLayers(own, block.where, reading)
}

type Block = Omit<Defaults, 'pool'> & { readonly pool: Defaults['pool'] | undefined }

function blockLayers(block: Block, where: string, reading: Reading): readonly NewLayer[] {
  const { padding, margin } = readPadding(block.padding, where)
  const norm = readNorm(block.norm, block.normParams, where, 'convolution', reading.notes)
  const { activation, layers: activating } = readActivation(block.activation, where, norm !== undefined, reading.notes)
  return [
    ...(margin === undefined ? [] : [createLayer('ZeroPadding2D', margin)]),
    createLayer('Conv2D', {
      filters: block.filters,
      kernelSize: block.kernel,
      strides: block.stride,
      dilationRate: block.dilation,
      padding,
      useBias: block.useBias,
      activation,
    }),
    ...(norm ? [norm] : []),
    ...activating,
    ...readDropout(block.dropout, where),
    ...(block.pool ? [poolLayer(block, block.pool, where)] : []),
  ]
}

function poolLayer({ poolFunction, poolStride }: Block, poolSize: Defaults['pool'], where: string): NewLayer {
  const strides = isSameValue(poolStride, poolSize) ? null : poolStride
  if (poolFunction === 'max') return createLayer('MaxPooling2D', { poolSize, strides })
  if (['average', 'avg', 'mean'].includes(poolFunction)) return createLayer('AveragePooling2D', { poolSize, strides })
  throw new InteropError(`${quoted(where)} pools by ${quoted(poolFunction)}: Strata has max and average.`)
}

/** A number of rows and columns of zeros is a layer of its own in Strata. */
function readPadding(
  padding: unknown,
  where: string,
): { readonly padding: 'valid' | 'same'; readonly margin?: { readonly rows: Pair; readonly columns: Pair } } {
  if (padding === 'valid' || padding === 'same') return { padding }
  const lengths: readonly unknown[] = Array.isArray(padding) ? padding : [padding, padding]
  const [rows, columns] = lengths
  if (lengths.length === 2 && isMargin(rows) && isMargin(columns)) {
    const margin = { rows: [rows, rows], columns: [columns, columns] } as const
    return { padding: 'valid', ...(rows + columns > 0 && { margin }) }
  }
  throw new InteropError(`The padding of ${quoted(where)} is neither valid nor same, nor a number of pixels.`)
}

function isMargin(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= 1024
}

/** The dense layers before the last. */
function readDense(encoder: Fields, reading: Reading): readonly NewLayer[] {
  const { notes } = reading
  const units = encoder.whole(nameIn(encoder, 'output_size', reading), 128, 1)
  const useBias = encoder.flag('fc_use_bias', true)
  const norm = encoder.take('fc_norm')
  const normParams = encoder.map('fc_norm_params')
  const activation = takeActivation(encoder, 'fc_activation', 'relu')
  const dropout = encoder.number('fc_dropout', 0)
  const initial = encoder.text('fc_weights_initializer', 'xavier_uniform')
  const count = encoder.whole('num_fc_layers', 1)
  const layers = encoder.list('fc_layers', MAX_LAYERS)
  if (layers === undefined && count > MAX_LAYERS)
    throw new InteropError(`The config asks for ${count} dense layers, and ${MAX_LAYERS} are the most that are read.`)
  // What is said for all of them stands before the first too.
  const before = readNorm(norm, normParams, encoder.where, 'dense', notes)
  const dense = (layers ?? new Array<undefined>(count).fill(undefined)).flatMap((layer) => {
    const where = layer?.where ?? encoder.where
    const own = layer?.isNull('norm') ? undefined : (layer?.take('norm') ?? norm)
    const normed = readNorm(own, layer?.map('norm_params') ?? normParams, where, 'dense', notes)
    const asked = layer ? takeActivation(layer, 'activation', activation) : activation
    const read = readActivation(asked, where, normed !== undefined, notes)
    return [
      createLayer('Dense', {
        units: layer?.whole(nameIn(layer, 'output_size', reading), units, 1) ?? units,
        useBias: layer?.flag('use_bias', useBias) ?? useBias,
        activation: read.activation,
        kernelInitializer: readInitializer(layer?.text('weights_initializer', initial) ?? initial, where, notes),
      }),
      ...(normed ? [normed] : []),
      ...read.layers,
      ...readDropout(layer?.number('dropout', dropout) ?? dropout, where),
    ]
  })
  return [...(before ? [before] : []), ...readDropout(dropout, encoder.where), ...dense]
}

/** A text, or null for none. */
function takeActivation(fields: Fields, name: string, missing: string | null): string | null {
  if (fields.isNull(name)) return null
  return missing === null && !fields.has(name) ? null : fields.text(name, missing ?? '')
}

/** With a norm, or where a layer of its own says it, the activation follows as a layer. */
function readActivation(
  name: string | null,
  where: string,
  isApart: boolean,
  notes: string[],
): { readonly activation: Activation; readonly layers: readonly NewLayer[] } {
  if (name === null) return { activation: 'linear', layers: [] }
  if (name === LEAKY_RELU)
    return { activation: 'linear', layers: [createLayer('LeakyReLU', { negativeSlope: LEAKY_SLOPE })] }
  const known = FROM_LUDWIG.get(name)
  if (known === undefined)
    notes.push(`${quoted(where)} has the activation ${quoted(name)}, which Strata does not have: relu was taken.`)
  const activation = known ?? 'relu'
  return isApart
    ? { activation: 'linear', layers: [createLayer('Activation', { activation })] }
    : { activation, layers: [] }
}

function readDropout(rate: number, where: string): readonly NewLayer[] {
  if (rate === 0) return []
  if (rate > 0 && rate < 1) return [createLayer('Dropout', { rate })]
  throw new InteropError(`The dropout of ${quoted(where)} is ${rate}, where a number from 0 to below 1 belongs.`)
}

function readNorm(
  norm: unknown,
  params: Fields | undefined,
  where: string,
  kind: 'convolution' | 'dense',
  notes: string[],
): NewLayer | undefined {
  if (norm === undefined) return undefined
  const epsilon = params?.number('eps', EPSILON) ?? EPSILON
  if (norm === 'batch') {
    // PyTorch says which share of the new goes in, and Keras which share of the old stays.
    const momentum = 1 - (params?.number('momentum', MOMENTUM) ?? MOMENTUM)
    const isAffine = params?.flag('affine', true) ?? true
    return createLayer('BatchNormalization', { epsilon, momentum, center: isAffine, scale: isAffine })
  }
  if (norm === 'layer' && kind === 'dense') return createLayer('LayerNormalization', { epsilon })
  notes.push(
    norm === 'layer'
      ? `${quoted(where)} has a layer norm over rows and columns, channel by channel, which Strata does not have: it was left out.`
      : `${quoted(where)} has the norm ${quoted(typeof norm === 'string' ? norm : 'of another kind')}, which Strata does not have: it was left out.`,
  )
  return undefined
}

/** Ludwig's names of PyTorch's rules, as Keras calls them. */
const INITIALIZERS = {
  xavier_uniform: 'glorot_uniform',
  xavier_normal: 'glorot_normal',
  kaiming_uniform: 'he_uniform',
  kaiming_normal: 'he_normal',
  orthogonal: 'orthogonal',
  zeros: 'zeros',
  ones: 'ones',
} as const

function readInitializer(name: string, where: string, notes: string[]) {
  const found = Object.entries(INITIALIZERS).find(([key]) => key === name)?.[1]
  if (found !== undefined) return found
  notes.push(
    `${quoted(where)} begins with weights by ${quoted(name)}, which Strata does not have: glorot_uniform was taken.`,
  )
  return 'glorot_uniform'
}
