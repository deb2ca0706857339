/** Kernels that write one image from others, each invocation one pixel's channel, or four of them at once where the channels allow it. */
import { COMMON } from '../../plan/buffers'
import { valuesOf, type ImageSize } from '../../plan/geometry'
import type { InputGradientTarget } from '../../plan/operations/inputGradient'
import type { Binding, Kernel } from '../kernel'
import { entryPoint, spreadWorkgroups, STATE_STRUCT } from '../wgsl'
import { derivativeFunction } from './activations'
import { valueType } from './imageSource'

export interface PixelKernel {
  /** The image that is written. */
  readonly size: ImageSize
  readonly batchSize: number
  /** Channels of one invocation. */
  readonly vector: 1 | 4
  readonly bindings: readonly Binding[]
  /** WGSL declarations that `body` uses. */
  readonly functions?: string
  /**
   * WGSL statements. In scope: `at` (u32), where the value lies among those that are written, and its `image`, `row`, `column` and `channel`
   * (i32). Values and channels are counted in vectors.
   */
  readonly body: string
}

const GROUP_SIZE = 64

export function eachPixel({ size, batchSize, vector, bindings, functions = '', body }: PixelKernel): Kernel {
  const vectors = size.channels / vector
  const values = valuesOf(size) / vector
  return {
    bindings: [{ as: 'state', buffer: COMMON.state, type: 'State', access: 'read' }, ...bindings],
    code: `${STATE_STRUCT}${functions}
${entryPoint(GROUP_SIZE)}
  let at = group * ${GROUP_SIZE}u + local.x;
  if (at >= state.count * ${values}u) { return; }
  let channel = i32(at % ${vectors}u);
  let column = i32((at / ${vectors}u) % ${size.width}u);
  let row = i32((at / ${vectors * size.width}u) % ${size.height}u);
  let image = i32(at / ${values}u);
${body}
}
`,
    workgroups: spreadWorkgroups(Math.ceil((batchSize * values) / GROUP_SIZE)),
  }
}

/** A buffer of values as a kernel binds it. */
export function valuesAt(as: string, buffer: string, vector: 1 | 4, access: Binding['access']): Binding {
  return { as, buffer, type: `array<${valueType(vector)}>`, access }
}

/** What a kernel needs to multiply a gradient by the derivative of the activation that made the input. */
export interface KeptDerivative {
  readonly bindings: readonly Binding[]
  /** WGSL declarations. */
  readonly functions: string
  /** WGSL to put behind the gradient at `at`; empty where the input has no activation. */
  readonly factor: string
}

/** @param as the variable of the kept values. */
export function keptDerivative(kept: InputGradientTarget['kept'], vector: 1 | 4, as = 'kept'): KeptDerivative {
  if (!kept) return { bindings: [], functions: '', factor: '' }
  const functions = derivativeFunction(kept.activation)
  const bindings = [valuesAt(as, kept.buffer, vector, 'read')]
  if (vector === 1) return { bindings, functions, factor: ` * derivative(${as}[at])` }
  return {
    bindings,
    functions: `${functions}fn derivatives(kept: vec4f) -> vec4f {
  return vec4f(derivative(kept.x), derivative(kept.y), derivative(kept.z), derivative(kept.w));
}
`,
    factor: ` * derivatives(${as}[at])`,
  }
}
