/**
 * The gradients of gamma and beta: sums over all rows of a batch, split into runs of rows. Every run writes sums of its own, which are added
 * up in a fixed order.
 */
import { COMMON } from '../buffers'
import type { Facts } from './facts'

/** The facts of each kind. */
export const normalizationSumsOperations = { normalizationGradientSums, sumRuns }

export interface NormalizationGradientSums {
  readonly batchSize: number
  /** Rows of one image. */
  readonly positions: number
  /** Values of a row: gamma and beta have as many. */
  readonly channels: number
  readonly input: string
  /** The gradient of the normalised values, before the activation. */
  readonly source: string
  /** `BATCH_STATISTICS` of each channel, or `LAYER_STATISTICS` of each row. */
  readonly statistics: string
  readonly statisticsOf: 'channel' | 'row'
  readonly runs: number
  /** runs x `length`. */
  readonly partials: string
  readonly length: number
  /** Where in a run's sums those for gamma and for beta begin; each is left out where it is absent. */
  readonly gammaAt?: number
  readonly betaAt?: number
}

function normalizationGradientSums({ gammaAt, ...spec }: NormalizationGradientSums): Facts {
  const normalised = gammaAt === undefined ? [] : [spec.input, spec.statistics]
  return {
    name: 'weight gradients',
    reads: [COMMON.state, spec.source, ...normalised],
    writes: [spec.partials],
    flops: 0,
  }
}

/** Adds up the sums of all runs. */
export interface SumRuns {
  readonly runs: number
  /** Where each run is a part of the batch: its images. Runs that begin behind the batch's last image have no sums. */
  readonly imagesOfRun?: number
  readonly length: number
  /** runs x length. */
  readonly partials: string
  readonly sums: string
}

function sumRuns({ partials, sums, imagesOfRun }: SumRuns): Facts {
  const state = imagesOfRun === undefined ? [] : [COMMON.state]
  return { name: 'sum of runs', reads: [...state, partials], writes: [sums], flops: 0 }
}

/** How many runs the rows of a batch are split into: enough to fill a device, each long enough to be worth its sums. */
export function runsFor(rows: number, channels: number): number {
  const shortest = Math.max(FEWEST_ROWS, Math.ceil(FEWEST_VALUES / channels))
  return Math.max(1, Math.min(MOST_RUNS, Math.ceil(rows / shortest)))
}

const FEWEST_ROWS = 128
const FEWEST_VALUES = 8192
const MOST_RUNS = 1024
