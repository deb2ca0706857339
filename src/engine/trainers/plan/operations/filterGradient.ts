/**
 * The gradient of a kernel and its bias, if any: a product over all places of all images, whose rows are split. It serves Conv2D and, as a 1 x 1
 * convolution of 1 x 1 images, Dense. Every split writes partial sums of its own, which the optimizer adds up in a fixed order.
 */
import { COMMON } from '../buffers'
import type { Geometry } from '../geometry'
import { convolutionFlops, sourceBuffers, type ImageSource } from './conv2d'
import type { Facts } from './facts'
import { LONGEST_CHAIN } from './step'

/** The facts of each kind. */
export const filterGradientOperations = { filterGradient }

export interface FilterGradient {
  readonly geometry: Geometry
  readonly batchSize: number
  readonly input: string
  /** The gradient of the sums before this layer's activation. */
  readonly source: ImageSource
  /** Whether the bias's gradient, the sums of `source`, is wanted too. */
  readonly bias: boolean
  /** splits x (kernel, then bias if wanted). */
  readonly partials: string
  readonly splits: number
}

function filterGradient({ geometry, batchSize, input, source, partials }: FilterGradient): Facts {
  return {
    name: 'filter gradient',
    reads: [COMMON.state, input, ...sourceBuffers(source)],
    writes: [partials],
    flops: convolutionFlops(geometry, batchSize),
  }
}

/** How many runs the rows of a batch are split into: enough to fill a device, as long as the partial sums stay small. */
export function splitsFor(geometry: Geometry, batchSize: number): number {
  const { input, output, kernel } = geometry
  const length = (kernel[0] * kernel[1] * input.channels + 1) * output.channels
  const rows = batchSize * output.height
  const fewestRows = Math.max(FEWEST_ROWS, Math.ceil(FEWEST_PLACES / output.width))
  const byParallelism = Math.ceil((MOST_PARALLEL * BLOCK) / length)
  const byMemory = Math.floor(MOST_PARTIALS / length)
  return Math.max(1, Math.min(byParallelism, byMemory, Math.ceil(rows / fewestRows), MOST_SPLITS))
}

/**
 * Of about so many splits, those that are whole images, or equal bands of one whose rows are even in number: where the layer behind a pooled
 * image has a pool too, its windows then begin where a split does.
 *
 * @param height of a pooled image.
 */
export function alignedSplits(splits: number, batchSize: number, height: number): number {
  const rows = batchSize * height
  const fewest = Math.ceil(rows / splits)
  let band = fewest
  while (band < height && (height % band !== 0 || band % 2 !== 0)) band++
  return Math.ceil(rows / (band < height ? band : height * Math.ceil(fewest / height)))
}

/** Invocations that keep a large device busy, and about how many sums each holds. */
const MOST_PARALLEL = 32_768
const BLOCK = 48
/** Of all runs together, in values. */
const MOST_PARTIALS = 4_000_000
/** The fewest rows and places of a run. With fewer, writing the sums and reading them again takes longer than making them. */
const FEWEST_ROWS = 4
const FEWEST_PLACES = 16
/** What four threads add up for a weight. With more threads, those of neighbouring weights would no longer read whole lines of memory. */
const MOST_SPLITS = 4 * (LONGEST_CHAIN - 2)
