/** A copy of a kernel (taps x inputs x outputs) with inputs and outputs swapped, for input gradients; on demand with the taps in reverse. */
import { COMMON } from '../buffers'
import type { Facts } from './facts'

/** The facts of each kind. */
export const transposeKernelOperations = { transposeKernel }

export interface TransposeKernel {
  readonly taps: number
  readonly inputs: number
  readonly outputs: number
  readonly turned: boolean
  readonly kernelOffset: number
  /** taps x outputs x inputs. */
  readonly transposed: string
}

function transposeKernel({ transposed }: TransposeKernel): Facts {
  return { name: 'transposed kernel', reads: [COMMON.weights], writes: [transposed], flops: 0 }
}
