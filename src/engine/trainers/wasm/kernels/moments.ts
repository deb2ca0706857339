/** Mean and variance out of blocks of values, sound however far the mean is from zero: Chan, Golub and LeVeque (1979). */
import { f32, f32x4, type V128 } from '../assembler/expressions'
import type { Local } from '../assembler/functionBuilder'
import type { KernelBuilder } from '../kernel'

const { add, mul, splat } = f32x4

/** Of so many values: their mean, and the sum of squares about it. The count is left to who counts. */
interface Moments {
  readonly count: Local<'f32'>
  readonly mean: Local<'v128'>
  readonly squares: Local<'v128'>
}

/** A block that is joined to them. */
interface Block {
  readonly count: Local<'f32'>
  /** How far its mean lies from the mean so far. */
  readonly apart: Local<'v128'>
  /** The sum of squares about its own mean. */
  readonly squares: V128
}

export function joinMoments({ f }: KernelBuilder, { count, mean, squares }: Moments, block: Block): void {
  const { apart } = block
  const share = f.let(splat(f32.div(block.count, f32.add(count, block.count))))
  const between = mul(mul(apart, apart), mul(splat(count), share))
  f.set(squares, add(squares, add(block.squares, between)))
  f.set(mean, add(mean, mul(apart, share)))
}
