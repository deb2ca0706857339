/**
 * Functions of four values at a time, as code. Sources: the range reductions and coefficients of `expf`, `tanhf` and `logf` in Moshier's Cephes
 * library (netlib.org/cephes), which err by at most about two units in the last place.
 */
import type { FunctionBuilder } from './assembler/functionBuilder'
import { f32x4, i32x4, v128, type V128 } from './assembler/expressions'

const { add, sub, mul, div, splat } = f32x4

/** A polynomial by Horner's rule, its coefficients from the highest power down. */
function polynomial(x: V128, [highest = 0, ...rest]: readonly number[]): V128 {
  return rest.reduce<V128>((sum, coefficient) => add(mul(sum, x), splat(coefficient)), splat(highest))
}

export function clamp(value: V128, lowest: number, highest: number): V128 {
  return f32x4.min(f32x4.max(value, splat(lowest)), splat(highest))
}

/** e^x. Below -87 it is next to nothing, above 88 the largest that it gives; NaN stays NaN. */
export function exp(f: FunctionBuilder, value: V128): V128 {
  const x = f.let(clamp(value, -87, 88))
  const n = f.let(f32x4.nearest(mul(x, splat(Math.LOG2E))))
  const r = f.let(sub(sub(x, mul(n, splat(0.693359375))), mul(n, splat(-2.1219444e-4))))
  const p = polynomial(
    r,
    [1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1],
  )
  const power = i32x4.shl(i32x4.add(i32x4.truncate(n), i32x4.splat(127)), 23)
  return f.let(mul(add(add(mul(mul(p, r), r), r), splat(1)), power))
}

/** ln x of a normal number above 0; NaN stays NaN. */
export function log(f: FunctionBuilder, value: V128): V128 {
  const x = f.let(value)
  // x = 2^e m, with m from sqrt(1/2) to sqrt(2).
  const bits = f.let(i32x4.sub(x, i32x4.splat(0x3f3504f3)))
  const e = f.let(f32x4.fromS(i32x4.shrS(bits, 23)))
  const m = f.let(sub(i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3)), splat(1)))
  const z = f.let(mul(m, m))
  const p = polynomial(
    m,
    [
      7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
      2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
    ],
  )
  const y = add(mul(mul(p, m), z), sub(mul(e, splat(-2.1219444e-4)), mul(z, splat(0.5))))
  return f.let(v128.select(f32x4.ne(x, x), x, add(add(m, y), mul(e, splat(0.693359375)))))
}

/** tanh x. */
export function tanh(f: FunctionBuilder, value: V128): V128 {
  const x = f.let(value)
  const z = f.let(mul(x, x))
  const near = add(
    mul(
      mul(
        polynomial(z, [-5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1]),
        z,
      ),
      x,
    ),
    x,
  )
  const a = f.let(f32x4.abs(x))
  const e = exp(f, add(a, a))
  const far = f.let(sub(splat(1), div(splat(2), add(e, splat(1)))))
  const signed = v128.or(far, v128.and(x, i32x4.splat(0x80000000 | 0)))
  return f.let(v128.select(f32x4.lt(a, splat(0.625)), near, signed))
}

/** Abramowitz and Stegun 7.1.26: the absolute error is below 1.5e-7. */
export function erf(f: FunctionBuilder, value: V128): V128 {
  const x = f.let(value)
  const a = f.let(f32x4.min(f32x4.abs(x), splat(10)))
  const t = f.let(div(splat(1), add(splat(1), mul(splat(0.3275911), a))))
  const p = mul(t, polynomial(t, [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592]))
  const y = sub(splat(1), mul(p, exp(f, f32x4.neg(mul(a, a)))))
  return f.let(v128.or(y, v128.and(x, i32x4.splat(0x80000000 | 0))))
}
