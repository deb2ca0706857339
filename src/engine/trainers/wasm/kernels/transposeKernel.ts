/** A copy of a kernel with inputs and outputs swapped, on demand with the taps in reverse. */
import type { TransposeKernel } from '../../plan/operations/transposeKernel'
import { behind, i32 } from '../assembler/expressions'
import { VALUE, type Kernel } from '../kernel'
import { transposeRows } from './transposeRows'

export const transposeKernel: Kernel<TransposeKernel> = (spec, k) => {
  const { taps, inputs, outputs, turned, kernelOffset } = spec
  const { f } = k
  const tapBytes = VALUE * inputs * outputs
  f.loop(taps, (tap) => {
    const target = turned ? i32.sub(taps - 1, tap) : tap
    const from = k.pointer(behind(k.weights(kernelOffset), i32.mul(tap, tapBytes)))
    const to = k.pointer(behind(k.buffer(spec.transposed), i32.mul(target, tapBytes)))
    transposeRows(
      k,
      {
        rows: inputs,
        columns: outputs,
        from: { base: from, offset: 0 },
        rowStep: VALUE * outputs,
        columnStep: VALUE * inputs,
      },
      (value, at, offset, lanes) => f.storeLanes({ base: i32.add(to, at), offset }, f.let(value), lanes),
    )
  })
}
