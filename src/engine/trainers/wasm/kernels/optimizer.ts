/** The optimizers as Keras 3 defines them, over all weights of the model: each worker makes the same update from the same sums. */
import { COMMON } from '../../plan/buffers'
import type { GradientSegment, Optimize, Penalty } from '../../plan/operations/step'
import { behind, f32x4, i32x4, int, v128, type I32, type V128 } from '../assembler/expressions'
import { VALUE, VECTOR, type Kernel } from '../kernel'
import { updateOf } from './updates/updates'

const { add, mul, splat } = f32x4

export const optimize: Kernel<Optimize> = (spec, k) => {
  const { f } = k
  const update = updateOf(spec, k)
  for (const segment of spec.segments) {
    for (const { from, length, l1, l2 } of piecesOf(segment, spec.penalties)) {
      const first = VALUE * (segment.offset + from)
      const step = (at: I32, lanes: number): void => {
        const place = behind(behind(k.buffer(COMMON.weights), first), at)
        const weight = f.let(v128.load(place))
        const terms = [
          v128.load(behind(behind(k.buffer(segment.partials), VALUE * from), at)),
          ...(l1 > 0 ? [mul(splat(l1), signOf(weight))] : []),
          ...(l2 > 0 ? [mul(splat(2 * l2), weight)] : []),
        ]
        const gradient = f.let(terms.reduce((sum, term) => add(sum, term)))
        f.storeLanes(place, f.let(update(weight, gradient, { base: at, offset: first }, lanes)), lanes)
      }
      const whole = length - (length % 4)
      f.loop(VALUE * whole, (at) => step(at, 4), { by: VECTOR })
      if (length > whole) step(int(VALUE * whole), length - whole)
    }
  }
}

/** 1, 0 or -1. */
function signOf(value: V128): V128 {
  const one = v128.or(v128.and(value, i32x4.splat(0x80000000 | 0)), splat(1))
  return v128.andNot(one, f32x4.eq(value, splat(0)))
}

/** Neighbouring weights of a segment with one penalty, or none. */
interface Piece extends Omit<Penalty, 'offset'> {
  /** Where the first lies in the segment, in values. */
  readonly from: number
}

function piecesOf({ offset, length }: GradientSegment, penalties: readonly Penalty[]): readonly Piece[] {
  const own = penalties.filter(
    (penalty) => penalty.offset < offset + length && penalty.offset + penalty.length > offset,
  )
  const ends = own.flatMap((penalty) => [penalty.offset - offset, penalty.offset + penalty.length - offset])
  const cuts = [...new Set([0, ...ends.filter((end) => end > 0 && end < length), length])].toSorted((a, b) => a - b)
  return cuts.slice(1).map((end, index) => {
    const from = cuts[index]!
    const penalty = own.find((each) => each.offset - offset <= from && each.offset + each.length - offset >= end)
    return { from, length: end - from, l1: penalty?.l1 ?? 0, l2: penalty?.l2 ?? 0 }
  })
}
