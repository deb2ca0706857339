/**
 * What takes the gradients as a whole before the update: clipping by norms, which asks how long they are, and accumulation over steps. Clipping
 * by value is the update's own.
 */
import { COMMON } from '../buffers'
import type { Facts } from './facts'
import { chainOf, lanesOf, type GradientSegment, type Penalty, type Variable } from './step'

/** The facts of each kind. */
export const clipGradientsOperations = { sumGradients, squareGradients, gradientNorms }

/** Adds up the partial gradients of each weight, as `lanesOf` says, and their penalties. */
export interface SumGradients {
  /** In the order of their offsets. */
  readonly segments: readonly GradientSegment[]
  readonly penalties: readonly Penalty[]
  /** A value for each weight, at its place among the weights. Places of weights in no segment are not written. */
  readonly gradients: string
  /** Set where gradients are accumulated: those of the step that ends an update's steps are then the mean of all of them. */
  readonly accumulated?: Accumulated
}

export interface Accumulated {
  /** Of an update. */
  readonly steps: number
  /** Where the sums of the steps so far begin among the moments, in values. */
  readonly offset: number
}

function sumGradients({ segments, penalties, gradients, accumulated }: SumGradients): Facts {
  return {
    name: accumulated ? 'sum and accumulation of gradients' : 'sum of gradients',
    reads: [
      ...segments.map(({ partials }) => partials),
      ...(penalties.length > 0 ? [COMMON.weights] : []),
      ...(accumulated ? [COMMON.state] : []),
    ],
    writes: [gradients, ...(accumulated ? [COMMON.moments] : [])],
    flops: 0,
    chain: Math.max(0, ...segments.map(({ splits }) => chainOf(splits, lanesOf(splits)))),
  }
}

/** Adds up the squares of each variable's gradient, run by run. */
export interface SquareGradients {
  readonly gradients: string
  /** In the order of their offsets. */
  readonly variables: readonly Variable[]
  /** The sum of each run of `NORM_RUN` values, the last run of a variable a short one. */
  readonly squares: string
}

/** The Euclidean lengths of gradients, from the sums of their squares. What is infinite or not a number goes on. */
export interface GradientNorms {
  readonly squares: string
  /** The neighbouring runs that each norm is of: those of a variable, or of all. */
  readonly runs: readonly number[]
  readonly norms: string
}

/** Threads that share a run, and values that each of them adds up. */
export const NORM_LANES = 64
const LANE_VALUES = 64
export const NORM_RUN = NORM_LANES * LANE_VALUES

/** Runs of a variable. */
export function normRunsOf({ length }: Variable): number {
  return Math.ceil(length / NORM_RUN)
}

/** Threads that add up the runs of a norm: more of them where otherwise one would add up many. */
export function lanesOfRuns(runs: readonly number[]): number {
  return Math.max(...runs) > NORM_LANES * LANE_VALUES ? 256 : NORM_LANES
}

function squareGradients({ gradients, variables, squares }: SquareGradients): Facts {
  return {
    name: 'squares of gradients',
    reads: [gradients],
    writes: [squares],
    flops: 2 * variables.reduce((sum, { length }) => sum + length, 0),
    chain: chainOf(NORM_RUN, NORM_LANES),
  }
}

function gradientNorms({ squares, runs, norms }: GradientNorms): Facts {
  return {
    name: runs.length > 1 ? 'norms of gradients' : 'norm of gradients',
    reads: [squares],
    writes: [norms],
    flops: 0,
    chain: chainOf(Math.max(...runs), lanesOfRuns(runs)),
  }
}
