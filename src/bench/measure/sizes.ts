/** How much is measured. What computes slowly gets less of it, so that a bench ends while a person still looks. */
import type { BlockName } from '../report/report'
import type { Machine } from './machine'
import { REFERENCE_MODEL } from './makeTask'

export interface Sizes {
  /** Of the reference model in whole steps, and of its kernels. */
  readonly batches: readonly number[]
  /** What the variants of kernels are tried on; none where it would take too long. */
  readonly tuned: { readonly model: string; readonly batches: readonly number[] }
  /** Of the small model, and of the contest with other libraries. */
  readonly smallBatch: number
  readonly contestBatch: number
  readonly rounds: number
  readonly contestRounds: number
  /** A round takes about so long. */
  readonly roundMilliseconds: number
  readonly copyBytes: number
  readonly dispatches: number
  readonly roundTrips: number
  readonly limitSeconds: Readonly<Record<BlockName, number>>
  readonly shrunk: Readonly<Partial<Record<BlockName, string>>>
}

const ON_GPU: Sizes = {
  batches: [64, 500],
  tuned: { model: REFERENCE_MODEL, batches: [64] },
  smallBatch: 64,
  contestBatch: 64,
  rounds: 5,
  contestRounds: 3,
  roundMilliseconds: 300,
  copyBytes: 256 * 2 ** 20,
  dispatches: 1000,
  roundTrips: 50,
  limitSeconds: { machine: 15, steps: 25, kernels: 20, tuner: 20, others: 25 },
  shrunk: {},
}

const WHY = 'because an adapter that computes on the processor is slow'

export const ON_SOFTWARE: Sizes = {
  batches: [16],
  tuned: { model: REFERENCE_MODEL, batches: [] },
  smallBatch: 32,
  contestBatch: 4,
  rounds: 3,
  contestRounds: 2,
  roundMilliseconds: 200,
  copyBytes: 32 * 2 ** 20,
  dispatches: 100,
  roundTrips: 20,
  limitSeconds: { machine: 15, steps: 30, kernels: 25, tuner: 20, others: 40 },
  shrunk: {
    machine: `Measured with 32 MB, 100 dispatches and 20 round trips instead of 256 MB, 1,000 and 50, ${WHY}.`,
    steps: `Measured with batches of 16 and 32 images instead of 64 and 500, ${WHY}.`,
    kernels: `Measured with batches of 16 images instead of 64 and 500, ${WHY}.`,
    others: `Measured with batches of 4 images instead of 64, ${WHY}.`,
  },
}

const ON_PROCESSOR: Sizes = {
  ...ON_GPU,
  contestBatch: 8,
  contestRounds: 2,
  limitSeconds: { machine: 5, steps: 30, kernels: 20, tuner: 20, others: 40 },
  shrunk: {
    others:
      'Measured with batches of 8 images instead of 64, because there is no GPU. Strata computes on all cores, the others on one.',
  },
}

export function sizesFor({ gpu }: Machine): Sizes {
  if (!gpu) return ON_PROCESSOR
  return gpu.figures.software ? ON_SOFTWARE : ON_GPU
}
