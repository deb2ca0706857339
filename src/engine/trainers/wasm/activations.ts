/** The activations that work on one value at a time, four values at once: the function, and its derivative from the value that a layer keeps. */
import type { PointwiseActivation, PointwiseName } from '../plan/activations'
import { f32x4, v128, type V128 } from './assembler/expressions'
import type { FunctionBuilder, Local } from './assembler/functionBuilder'
import { clamp, erf, exp, log, tanh } from './math'

const { add, sub, mul, div, splat, le, ge } = f32x4

interface Definition {
  apply(f: FunctionBuilder, z: Local<'v128'>): V128
  /** `keepsSum` says which value is kept. */
  derivative(f: FunctionBuilder, kept: Local<'v128'>): V128
}

// Klambauer et al., 2017.
const SELU_SCALE = 1.0507009873554805
const SELU_ALPHA = 1.6732632423543772

const ONE = splat(1)
const ZERO = splat(0)

const DEFINITIONS: Readonly<Record<PointwiseName, Definition>> = {
  linear: { apply: (_, z) => z, derivative: () => ONE },
  // NaN stays NaN in these, so that the run loop hears of it.
  relu: {
    apply: (_, z) => f32x4.pmax(z, ZERO),
    derivative: (_, kept) => v128.andNot(ONE, le(kept, ZERO)),
  },
  relu6: reluOf({ maxValue: 6, negativeSlope: 0, threshold: 0 }),
  elu: eluOf(1),
  selu: {
    apply: (f, z) =>
      mul(
        splat(SELU_SCALE),
        v128.select(le(z, ZERO), mul(splat(SELU_ALPHA), sub(exp(f, f32x4.pmin(z, ZERO)), ONE)), z),
      ),
    derivative: (_, kept) => v128.select(le(kept, ZERO), add(kept, splat(SELU_SCALE * SELU_ALPHA)), splat(SELU_SCALE)),
  },
  gelu: {
    apply: (f, z) => mul(mul(splat(0.5), z), add(ONE, erf(f, mul(z, splat(Math.SQRT1_2))))),
    derivative(f, kept) {
      const z = f.let(clamp(kept, -12, 12))
      const cdf = f.let(mul(splat(0.5), add(ONE, erf(f, mul(z, splat(Math.SQRT1_2))))))
      const density = mul(exp(f, mul(splat(-0.5), mul(z, z))), splat(1 / Math.sqrt(2 * Math.PI)))
      return add(cdf, mul(z, density))
    },
  },
  swish: {
    apply: (f, z) => mul(z, sigmoid(f, z)),
    derivative(f, z) {
      const s = f.let(sigmoid(f, z))
      return add(s, mul(mul(z, s), sub(ONE, s)))
    },
  },
  // With w = exp(z) and n = w (w + 2), tanh(softplus(z)) is n / (n + 2). From 20 on, it is 1.
  mish: {
    apply(f, z) {
      const w = exp(f, f32x4.min(z, splat(20)))
      const n = f.let(mul(w, add(w, splat(2))))
      return mul(z, div(n, add(n, splat(2))))
    },
    derivative(f, kept) {
      const z = f.let(f32x4.min(kept, splat(20)))
      const w = exp(f, z)
      const n = f.let(mul(w, add(w, splat(2))))
      const below = f.let(add(n, splat(2)))
      const slope = div(mul(splat(4), add(ONE, w)), mul(below, below))
      return add(div(n, below), mul(mul(z, w), slope))
    },
  },
  softplus: {
    apply: (f, z) => add(f32x4.max(z, ZERO), log(f, add(ONE, exp(f, f32x4.neg(f32x4.abs(z)))))),
    derivative: (f, kept) => sub(ONE, exp(f, f32x4.neg(kept))),
  },
  softsign: {
    apply: (_, z) => div(z, add(ONE, f32x4.abs(z))),
    derivative(f, kept) {
      const rest = f.let(sub(ONE, f32x4.abs(kept)))
      return mul(rest, rest)
    },
  },
  sigmoid: {
    apply: (f, z) => sigmoid(f, z),
    derivative: (_, kept) => mul(kept, sub(ONE, kept)),
  },
  hard_sigmoid: {
    apply: (_, z) => clamp(add(mul(z, splat(1 / 6)), splat(0.5)), 0, 1),
    derivative: (_, kept) => v128.andNot(splat(1 / 6), v128.or(le(kept, ZERO), ge(kept, ONE))),
  },
  tanh: {
    apply: (f, z) => tanh(f, z),
    derivative: (_, kept) => sub(ONE, mul(kept, kept)),
  },
}

function sigmoid(f: FunctionBuilder, z: V128): V128 {
  return div(ONE, add(ONE, exp(f, f32x4.neg(z))))
}

function eluOf(alpha: number): Definition {
  return {
    apply: (f, z) => v128.select(le(z, ZERO), mul(splat(alpha), sub(exp(f, f32x4.pmin(z, ZERO)), ONE)), z),
    derivative: (_, kept) => v128.select(le(kept, ZERO), add(kept, splat(alpha)), ONE),
  }
}

type Relu = Omit<Extract<PointwiseActivation, { readonly kind: 'relu' }>, 'kind'>

/** The output is above 0 exactly where the sum is above the threshold. */
function reluOf({ maxValue, negativeSlope, threshold }: Relu): Definition {
  return {
    apply(_, z) {
      const below = negativeSlope === 0 ? ZERO : mul(splat(negativeSlope), sub(z, splat(threshold)))
      const above = maxValue === null ? z : f32x4.pmin(z, splat(maxValue))
      return v128.select(le(z, splat(threshold)), below, above)
    },
    derivative(_, kept) {
      const rise = maxValue === null ? ONE : v128.andNot(ONE, ge(kept, splat(maxValue)))
      return v128.select(le(kept, ZERO), splat(negativeSlope), rise)
    },
  }
}

function definitionOf(activation: PointwiseActivation): Definition {
  if (typeof activation === 'string') return DEFINITIONS[activation]
  switch (activation.kind) {
    case 'relu':
      return reluOf(activation)
    case 'elu':
      return eluOf(activation.alpha)
    case 'affine':
      return {
        apply: (_, z) => add(mul(z, splat(activation.scale)), splat(activation.offset)),
        derivative: () => splat(activation.scale),
      }
  }
}

/** The activation of four sums. */
export function activate(f: FunctionBuilder, activation: PointwiseActivation, z: V128): V128 {
  return activation === 'linear' ? z : definitionOf(activation).apply(f, f.let(z))
}

/** A gradient times the derivative of an activation, from the value kept. */
export function timesDerivative(f: FunctionBuilder, activation: PointwiseActivation, gradient: V128, kept: V128): V128 {
  if (activation === 'linear') return gradient
  if (activation === 'relu') return v128.andNot(gradient, le(kept, ZERO))
  return mul(gradient, definitionOf(activation).derivative(f, f.let(kept)))
}
