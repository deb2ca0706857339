/** The hash behind all draws, the same as in `model/hash.ts`, four at a time, and what is drawn from it. */
import type { FunctionBuilder } from './assembler/functionBuilder'
import { constants, f32x4, i32, i32x4, v128, type I32, type V128 } from './assembler/expressions'
import type { KernelBuilder } from './kernel'

/** 2^(15 - n) for n from 8 on, and 0 below. */
const POWERS = constants(Int32Array.of(0, 0, 0x1020_4080, 0x0102_0408))

/** Of four numbers. */
export function hash4(f: FunctionBuilder, value: V128): V128 {
  const state = f.let(i32x4.add(i32x4.mul(value, i32x4.splat(747_796_405)), i32x4.splat(2_891_336_453 | 0)))
  // Each lane is shifted by a number n of its own: multiplied by 2^(15 - n), which is looked up byte by byte, and all shifted by 15.
  const n = f.let(i32x4.shrU(state, 28))
  const bytes = i32x4.add(v128.or(n, i32x4.shl(n, 8)), i32x4.splat(0x8080_0800 | 0))
  const power = f.let(v128.swizzle(POWERS, bytes))
  const x = f.let(i32x4.shrU(state, 4))
  const low = v128.shrU64(v128.widenMultiplyLowU(x, power), 15)
  const high = v128.shrU64(v128.widenMultiplyHighU(x, power), 15)
  const shifted = v128.shuffle(low, high, [0, 2, 4, 6])
  const word = f.let(i32x4.mul(v128.xor(shifted, state), i32x4.splat(277_803_737)))
  return f.let(v128.xor(i32x4.shrU(word, 22), word))
}

/** Of one number. */
export function hash(f: FunctionBuilder, value: I32): I32 {
  const state = f.let(i32.add(i32.mul(value, 747_796_405), 2_891_336_453 | 0))
  const word = f.let(i32.mul(i32.xor(i32.shrU(state, i32.add(i32.shrU(state, 28), 4)), state), 277_803_737))
  return f.let(i32.xor(i32.shrU(word, 22), word))
}

/** What all draws of a layer in this step have in common. */
export function layerKey(k: KernelBuilder, index: number): I32 {
  const seeded = hash(k.f, i32.xor(k.stateI32('seed'), index))
  return hash(k.f, i32.xor(k.stateI32('step'), seeded))
}

/** The numbers that a layer draws for four places of its values side by side. @param place of the first, in the batch. */
export function placeDraws(k: KernelBuilder, key: I32, place: I32): V128 {
  const places = i32x4.add(i32x4.splat(place), constants(Int32Array.of(0, 1, 2, 3)))
  return hash4(k.f, v128.xor(places, i32x4.splat(key)))
}

/** The numbers below it are that share of all numbers. */
export function shareOf(rate: number): number {
  return Math.min(Math.round(rate * 2 ** 32), 2 ** 32 - 1) | 0
}

/** `NORMAL_SCALE` times it are four draws from the normal distribution, as `model/training/augmentImage.ts` makes each from a number. */
export function normalDraws(f: FunctionBuilder, numbers: V128): V128 {
  const tossed = f.let(numbers)
  const again = hash4(f, tossed)
  const heads = i32x4.sub(i32x4.popcntOfBoth(tossed, again), i32x4.splat(32))
  const spread = f32x4.mul(f32x4.fromS(i32x4.shrU(hash4(f, again), 8)), f32x4.splat(2 ** -24))
  return f32x4.add(f32x4.fromS(heads), f32x4.sub(spread, f32x4.splat(0.5)))
}
