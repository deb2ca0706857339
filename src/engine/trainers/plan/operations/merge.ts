/**
 * The operations of the layers that join values place by place: Add, Subtract, Multiply, Average, Maximum. An axis along which an input has
 * length 1 is stretched, as in Keras. The gradient of such an input is a sum over all places that it was stretched to.
 */
import type { Shape } from '../../../../model/layers/define'
import { keepsSum, type PointwiseActivation } from '../activations'
import { COMMON } from '../buffers'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'

/** The facts of each kind. */
export const mergeOperations = { mergeForward, mergeInputGradient }

export type MergeMethod = 'add' | 'subtract' | 'multiply' | 'average' | 'maximum'

/** A value that takes part, for one image. */
export interface MergeInput {
  readonly buffer: string
  /** As many axes as the output, each as long as the output's or of length 1. */
  readonly shape: Shape
}

export interface MergeForward {
  readonly method: MergeMethod
  readonly batchSize: number
  /** Of the output, for one image. */
  readonly shape: Shape
  /** One or more. What is subtracted is all but the first. */
  readonly inputs: readonly MergeInput[]
  readonly activation: PointwiseActivation
  readonly output: string
  /** The buffer of the values before the activation, for activations whose derivative needs them. */
  readonly sums: string
  /** For a maximum that has gradients. u32, for each output value: which input was the largest, the first where several are equal. */
  readonly codes?: string
}

function mergeForward({ inputs, activation, ...spec }: MergeForward): Facts {
  return {
    name: 'forward',
    reads: [...new Set([COMMON.state, ...inputs.map(({ buffer }) => buffer)])],
    writes: [spec.output, ...(keepsSum(activation) ? [spec.sums] : []), ...(spec.codes ? [spec.codes] : [])],
    flops: 0,
  }
}

/** The gradient of one input: that of the output, times what the output's value was multiplied by, where the input decided it. */
export interface MergeInputGradient extends InputGradientTarget {
  readonly batchSize: number
  /** Of the output, for one image. */
  readonly shape: Shape
  /** Of the input. */
  readonly input: Shape
  /** The gradient of the output, before its activation. */
  readonly source: string
  readonly scale: number
  readonly factor?: MergeInput
  /** Only places with this code count. */
  readonly chosen?: { readonly codes: string; readonly code: number }
}

function mergeInputGradient(spec: MergeInputGradient): Facts {
  const { source, factor, chosen, gradient } = spec
  const others = [...(factor ? [factor.buffer] : []), ...(chosen ? [chosen.codes] : [])]
  return {
    name: 'input gradient',
    reads: [...new Set([COMMON.state, source, ...others, ...keptBuffer(spec)])],
    writes: [gradient],
    flops: 0,
  }
}
