/** The activations that work on one value at a time, as WGSL: the function, and its derivative from the value that a layer keeps. */
import type { PointwiseActivation, PointwiseName } from '../../plan/activations'
import { float } from '../wgsl'

interface Definition {
  /** WGSL statements of `fn activate(z: f32) -> f32`. */
  readonly function: string
  /** WGSL statements of `fn derivative(kept: f32) -> f32`. `keepsSum` says which value is kept. */
  readonly derivative: string
  readonly needsErf?: true
}

// Klambauer et al., 2017.
const SELU_SCALE = 1.0507009873554805
const SELU_ALPHA = 1.6732632423543772

/** Beyond it, exp(z) leaves the range of f32 while the functions below have long reached their limits. */
const FAR = '80.0'

const SIGMOID = `1.0 / (1.0 + exp(clamp(-z, -${FAR}, ${FAR})))`

const DEFINITIONS: Readonly<Record<PointwiseName, Definition>> = {
  linear: { function: 'return z;', derivative: 'return 1.0;' },
  // NaN stays NaN in these, so that the run loop hears of it.
  relu: {
    function: 'return select(z, 0.0, z <= 0.0);',
    derivative: 'return select(1.0, 0.0, kept <= 0.0);',
  },
  relu6: reluOf({ maxValue: 6, negativeSlope: 0, threshold: 0 }),
  elu: {
    function: 'return select(z, exp(min(z, 0.0)) - 1.0, z <= 0.0);',
    derivative: 'return select(1.0, kept + 1.0, kept <= 0.0);',
  },
  selu: {
    function: `return ${float(SELU_SCALE)} * select(z, ${float(SELU_ALPHA)} * (exp(min(z, 0.0)) - 1.0), z <= 0.0);`,
    derivative: `return select(${float(SELU_SCALE)}, kept + ${float(SELU_SCALE * SELU_ALPHA)}, kept <= 0.0);`,
  },
  gelu: {
    function: `return 0.5 * z * (1.0 + erf(z * ${float(Math.SQRT1_2)}));`,
    derivative: `let z = clamp(kept, -12.0, 12.0);
  return 0.5 * (1.0 + erf(z * ${float(Math.SQRT1_2)})) + z * exp(-0.5 * z * z) * ${float(1 / Math.sqrt(2 * Math.PI))};`,
    needsErf: true,
  },
  swish: {
    function: `return z * (${SIGMOID});`,
    derivative: `let z = kept;
  let s = ${SIGMOID};
  return s + z * s * (1.0 - s);`,
  },
  mish: {
    // With w = exp(z) and n = w (w + 2), tanh(softplus(z)) is n / (n + 2). From 20 on, it is 1.
    function: `let w = exp(min(z, 20.0));
  let n = w * (w + 2.0);
  return z * (n / (n + 2.0));`,
    derivative: `let z = min(kept, 20.0);
  let w = exp(z);
  let n = w * (w + 2.0);
  return n / (n + 2.0) + z * w * (4.0 * (1.0 + w) / ((n + 2.0) * (n + 2.0)));`,
  },
  softplus: {
    function: 'return max(z, 0.0) + log(1.0 + exp(-abs(z)));',
    derivative: 'return 1.0 - exp(-kept);',
  },
  softsign: {
    function: 'return z / (1.0 + abs(z));',
    derivative: 'let rest = 1.0 - abs(kept);\n  return rest * rest;',
  },
  sigmoid: { function: `return ${SIGMOID};`, derivative: 'return kept * (1.0 - kept);' },
  hard_sigmoid: {
    function: 'return select(select(z / 6.0 + 0.5, 1.0, z >= 3.0), 0.0, z <= -3.0);',
    derivative: `return select(${float(1 / 6)}, 0.0, (kept <= 0.0) | (kept >= 1.0));`,
  },
  // tanh of a large argument is not a number on some drivers.
  tanh: {
    function: 'return tanh(clamp(z, -15.0, 15.0));',
    derivative: 'return 1.0 - kept * kept;',
  },
}

function definitionOf(activation: PointwiseActivation): Definition {
  if (typeof activation === 'string') return DEFINITIONS[activation]
  switch (activation.kind) {
    case 'relu':
      return reluOf(activation)
    case 'elu':
      return {
        function: `return select(z, ${float(activation.alpha)} * (exp(min(z, 0.0)) - 1.0), z <= 0.0);`,
        derivative: `return select(1.0, kept + ${float(activation.alpha)}, kept <= 0.0);`,
      }
    case 'affine':
      return {
        function: `return z * ${float(activation.scale)} + ${float(activation.offset)};`,
        derivative: `return ${float(activation.scale)};`,
      }
  }
}

type Relu = Omit<Extract<PointwiseActivation, { readonly kind: 'relu' }>, 'kind'>

/** The output is above 0 exactly where the sum is above the threshold. */
function reluOf({ maxValue, negativeSlope, threshold }: Relu): Definition {
  const slope = float(negativeSlope)
  const below = negativeSlope === 0 ? '0.0' : `${slope} * (z - ${float(threshold)})`
  const above = maxValue === null ? 'z' : `select(z, ${float(maxValue)}, z >= ${float(maxValue)})`
  const rise = maxValue === null ? '1.0' : `select(1.0, 0.0, kept >= ${float(maxValue)})`
  return {
    function: `return select(${above}, ${below}, z <= ${float(threshold)});`,
    derivative: `return select(${rise}, ${slope}, kept <= 0.0);`,
  }
}

/** Abramowitz and Stegun 7.1.26: the absolute error is below 1.5e-7. */
const ERF = `fn erf(x: f32) -> f32 {
  let a = min(abs(x), 10.0);
  let t = 1.0 / (1.0 + 0.3275911 * a);
  let p = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return sign(x) * (1.0 - p * exp(-a * a));
}
`

/** WGSL of `fn activate(z: f32) -> f32`, and for units of four of `fn activates(z: vec4f) -> vec4f`. */
export function activationFunction(activation: PointwiseActivation, unit: 1 | 4 = 1): string {
  const { function: body, needsErf } = definitionOf(activation)
  const ofFour = `fn activates(z: vec4f) -> vec4f {
  return vec4f(activate(z.x), activate(z.y), activate(z.z), activate(z.w));
}
`
  return `${needsErf ? ERF : ''}fn activate(z: f32) -> f32 {\n  ${body}\n}\n${unit === 4 ? ofFour : ''}`
}

/** WGSL that calls it. */
export function activate(value: string, unit: 1 | 4): string {
  return `${unit === 4 ? 'activates' : 'activate'}(${value})`
}

/** WGSL of `fn derivative(kept: f32) -> f32`. */
export function derivativeFunction(activation: PointwiseActivation): string {
  const { derivative, needsErf } = definitionOf(activation)
  return `${needsErf ? ERF : ''}fn derivative(kept: f32) -> f32 {\n  ${derivative}\n}\n`
}
