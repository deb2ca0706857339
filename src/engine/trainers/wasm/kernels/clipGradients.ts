/** Whole gradients with their penalties, how long they are, and how they are clipped: by each worker, from the same sums. */
import { COMMON } from '../../plan/buffers'
import {
  NORM_RUN,
  normRunsOf,
  type Accumulated,
  type GradientNorms,
  type SquareGradients,
  type SumGradients,
} from '../../plan/operations/clipGradients'
import type { Clipped, GradientSegment, Optimize, Penalty, Variable } from '../../plan/operations/step'
import {
  behind,
  constants,
  f32,
  f32x4,
  i32,
  i32x4,
  int,
  v128,
  type Address,
  type F32,
  type I32,
  type V128,
} from '../assembler/expressions'
import type { Local } from '../assembler/functionBuilder'
import { VALUE, VECTOR, type Kernel, type KernelBuilder } from '../kernel'
import { eachVector } from './eachVector'
import { isUpdateStep } from './updates/average'

const { add, mul, div, sqrt, splat } = f32x4

/**
 * Where all partial gradients are values of one buffer already, as they lie in a worker, only the penalties join them, and the sums of the steps
 * before.
 */
export const sumGradients: Kernel<SumGradients> = ({ segments, penalties, gradients, accumulated }, k) => {
  const { f } = k
  const accumulate = accumulated && accumulatorOf(accumulated, k)
  for (const segment of segments) {
    for (const { from, length, ...piece } of piecesOf(segment, { penalties })) {
      const first = VALUE * (segment.offset + from)
      eachVector(k, length, (at, lanes) => {
        const weight = f.let(v128.load(behind(k.weights(segment.offset + from), at)))
        const whole = f.let(wholeGradient(weight, behind(partialsAt(segment, from, k), at), piece))
        const ready = accumulate ? f.let(accumulate(whole, behind({ base: int(0), offset: first }, at), lanes)) : whole
        f.storeLanes(behind(behind(k.buffer(gradients), first), at), ready, lanes)
      })
    }
  }
}

/**
 * @returns adds gradients to those of the steps before, and gives their mean where the step ends an update's steps. It takes where they lie among
 *   all, in bytes.
 */
function accumulatorOf({ steps, offset }: Accumulated, k: KernelBuilder) {
  const { f } = k
  const ends = isUpdateStep(steps, k)
  const cleared = f.let(i32x4.splat(i32.sub(0, ends)))
  const divisor = f.let(splat(f32.select(ends, steps, 1)))
  return (gradient: V128, at: Address, lanes: number): V128 => {
    const all = k.buffer(COMMON.moments)
    const place = { base: i32.add(all.base, at.base), offset: all.offset + VALUE * offset + at.offset }
    const sum = f.let(add(gradient, v128.load(place)))
    f.storeLanes(place, f.let(v128.andNot(sum, cleared)), lanes)
    return div(sum, divisor)
  }
}

/** Sums that are added one after another, before they are one of the next level. */
const CHAIN = 128

export const squareGradients: Kernel<SquareGradients> = ({ gradients, variables, squares }, k) => {
  const { f } = k
  let done = 0
  for (const variable of variables) {
    const first = behind(k.buffer(gradients), VALUE * variable.offset)
    const store = (run: I32 | number, values: number): void => {
      const sum = f.let(splat(0))
      addAll(behind(first, i32.mul(run, VALUE * NORM_RUN)), values, (value) => mul(value, value), sum, k)
      f.storeF32(behind(behind(k.buffer(squares), VALUE * done), i32.mul(run, VALUE)), joinLanes(sum))
    }
    const whole = Math.floor(variable.length / NORM_RUN)
    f.loop(whole, (run) => store(run, NORM_RUN))
    if (variable.length > whole * NORM_RUN) store(whole, variable.length - whole * NORM_RUN)
    done += normRunsOf(variable)
  }
}

export const gradientNorms: Kernel<GradientNorms> = ({ squares, runs, norms }, k) => {
  const { f } = k
  let done = 0
  for (const [index, count] of runs.entries()) {
    const sum = f.let(splat(0))
    addAll(behind(k.buffer(squares), VALUE * done), count, (value) => value, sum, k)
    f.storeF32(behind(k.buffer(norms), VALUE * index), f32.lane(sqrt(splat(joinLanes(sum))), 0))
    done += count
  }
}

/**
 * Adds to `sum` every fourth value in each of its lanes: runs, then runs of runs, and so on, so that no sum is of many small ones.
 *
 * @param of what is added of four values: 0 of 0.
 */
function addAll(
  at: Address,
  values: number,
  of: (value: Local<'v128'>) => V128,
  sum: Local<'v128'>,
  k: KernelBuilder,
): void {
  const { f } = k
  const addRuns = (from: Address, bytes: number, run: number, to: Local<'v128'>): void => {
    if (run === VECTOR) {
      f.loop(bytes, (place) => f.set(to, add(to, of(f.let(v128.load(behind(from, place)))))), { by: VECTOR })
      return
    }
    const addRun = (place: Address, ofRun: number): void => {
      const own = f.let(splat(0))
      addRuns(place, ofRun, run / CHAIN, own)
      f.set(to, add(to, own))
    }
    const rest = bytes % run
    f.loop(bytes - rest, (place) => addRun(behind(from, place), run), { by: run })
    if (rest > 0) addRun(behind(from, bytes - rest), rest)
  }
  const left = values % 4
  const bytes = VALUE * (values - left)
  let run = VECTOR
  while (run * CHAIN < bytes) run *= CHAIN
  addRuns(at, bytes, run, sum)
  if (left === 0) return
  const mask = constants(Int32Array.from({ length: 4 }, (_, lane) => (lane < left ? -1 : 0)))
  f.set(sum, add(sum, of(f.let(v128.and(v128.load(behind(at, bytes)), mask)))))
}

function joinLanes(sum: Local<'v128'>): F32 {
  const lane = (index: number): F32 => f32.lane(sum, index)
  return f32.add(f32.add(lane(0), lane(1)), f32.add(lane(2), lane(3)))
}

/** Neighbouring weights of a segment, of one variable where each is clipped by its own norm, with one penalty, or none. */
export interface Piece extends Omit<Penalty, 'offset'> {
  /** Where the first lies in the segment, in values. */
  readonly from: number
  /** The number of the variable, where that counts. */
  readonly variable: number
}

export function piecesOf(
  { offset, length }: GradientSegment,
  { penalties, clip }: Pick<Optimize, 'penalties' | 'clip'>,
): readonly Piece[] {
  const variables = clip?.by === 'norm' ? clip.variables : []
  const ends = [...penalties, ...variables].flatMap((each) => [
    each.offset - offset,
    each.offset + each.length - offset,
  ])
  const cuts = [...new Set([0, ...ends.filter((end) => end > 0 && end < length), length])].toSorted((a, b) => a - b)
  return cuts.slice(1).map((end, index) => {
    const from = cuts[index]!
    const isIn = (each: Variable): boolean => each.offset - offset <= from && each.offset + each.length - offset >= end
    const penalty = penalties.find(isIn)
    return { from, length: end - from, l1: penalty?.l1 ?? 0, l2: penalty?.l2 ?? 0, variable: variables.findIndex(isIn) }
  })
}

/** Where the partial gradients of a segment begin, so many values behind its first. */
export function partialsAt({ partials, partialsOffset = 0 }: GradientSegment, from: number, k: KernelBuilder): Address {
  return behind(k.buffer(partials), VALUE * (partialsOffset + from))
}

/** A gradient with the derivative of its penalty. */
export function wholeGradient(weight: V128, gradient: Address, { l1, l2 }: Pick<Penalty, 'l1' | 'l2'>): V128 {
  const terms = [
    v128.load(gradient),
    ...(l1 > 0 ? [mul(splat(l1), signOf(weight))] : []),
    ...(l2 > 0 ? [mul(splat(2 * l2), weight)] : []),
  ]
  return terms.reduce((sum, term) => add(sum, term))
}

/** 1, 0 or -1. */
function signOf(value: V128): V128 {
  const one = v128.or(v128.and(value, i32x4.splat(0x80000000 | 0)), splat(1))
  return v128.andNot(one, f32x4.eq(value, splat(0)))
}

/** Clips the gradients of a piece, as Keras's `_clip_gradients`: what is not a number stays so. */
export function clipperOf(
  clip: Clipped | undefined,
  { variable }: Pick<Piece, 'variable'>,
  k: KernelBuilder,
): (gradient: V128) => V128 {
  const { f } = k
  if (!clip) return (gradient) => gradient
  const most = splat(clip.most)
  const normAt = (index: number): V128 =>
    v128.loadSplat(behind(k.buffer(clip.by === 'value' ? '' : clip.norms), VALUE * index))
  switch (clip.by) {
    case 'value':
      return (gradient) => f32x4.max(f32x4.min(gradient, most), splat(-clip.most))
    case 'norm': {
      const longer = f.let(f32x4.max(normAt(variable), most))
      return (gradient) => div(mul(gradient, most), longer)
    }
    case 'globalNorm': {
      const norm = f.let(normAt(0))
      const scale = mul(most, f32x4.min(div(splat(1), norm), splat(1 / clip.most)))
      // An infinite norm leaves nothing that is a number.
      const factor = f.let(add(scale, f32x4.sub(norm, norm)))
      return (gradient) => mul(gradient, factor)
    }
  }
}
