/**
 * The operations of PReLU: values above 0 stay, and values below are multiplied by alpha, which is trained. Alpha has the input's shape, with
 * length 1 along the axes that share it.
 */
import { sizeOf, type Shape } from '../../../../model/layers/define'
import { COMMON } from '../buffers'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'

/** The facts of each kind. */
export const preluOperations = { preluForward, preluInputGradient, preluAlphaGradient }

interface Prelu {
  readonly batchSize: number
  /** Of one image. */
  readonly shape: Shape
  /** Each length is 1, or the one of `shape`. */
  readonly alphaShape: Shape
  readonly input: string
}

export interface PreluForward extends Prelu {
  /** Where alpha lies in the weights. */
  readonly alphaOffset: number
  readonly output: string
}

function preluForward({ input, output }: PreluForward): Facts {
  return { name: 'forward', reads: [COMMON.state, input, COMMON.weights], writes: [output], flops: 0 }
}

export interface PreluInputGradient extends Prelu, InputGradientTarget {
  readonly alphaOffset: number
  /** The gradient of the output. */
  readonly source: string
}

function preluInputGradient(spec: PreluInputGradient): Facts {
  const { input, source, gradient } = spec
  return {
    name: 'input gradient',
    reads: [COMMON.state, input, source, COMMON.weights, ...keptBuffer(spec)],
    writes: [gradient],
    flops: 0,
  }
}

/**
 * The gradient of alpha, a sum over all images and over the places that share a value. They are split into runs, each of which writes partial
 * sums of its own.
 */
export interface PreluAlphaGradient extends Prelu {
  /** The gradient of the output. */
  readonly source: string
  /** splits x alpha. */
  readonly partials: string
  readonly splits: number
}

function preluAlphaGradient({ input, source, partials, ...spec }: PreluAlphaGradient): Facts {
  return {
    name: 'alpha gradient',
    reads: [COMMON.state, input, source],
    writes: [partials],
    flops: 2 * spec.batchSize * sizeOf(spec.shape),
  }
}

/** How many runs the images and the places that share alpha are split into. */
export function alphaSplitsFor({
  batchSize,
  shape,
  alphaShape,
}: Pick<Prelu, 'batchSize' | 'shape' | 'alphaShape'>): number {
  const alphas = sizeOf(alphaShape)
  const terms = (batchSize * sizeOf(shape)) / alphas
  const byParallelism = Math.ceil(MOST_PARALLEL / Math.max(alphas, 64))
  return Math.max(1, Math.min(byParallelism, Math.ceil(terms / FEWEST_TERMS)))
}

/** Invocations that keep a large device busy. */
const MOST_PARALLEL = 16_384
/** The fewest terms that a run adds up for a value of alpha. */
const FEWEST_TERMS = 64
