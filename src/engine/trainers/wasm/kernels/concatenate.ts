/** Concatenate: an input's rows copied into those of the output, and the input's gradient out of them. */
import type { ConcatenateForward, ConcatenateInputGradient } from '../../plan/operations/concatenate'
import { behind, i32, int } from '../assembler/expressions'
import { VALUE, type Kernel } from '../kernel'
import { copyRows } from './copyRows'

export const concatenateForward: Kernel<ConcatenateForward> = ({ rows, length, whole, at, input, output }, k) => {
  copyRows(k, {
    rows: i32.mul(k.images, rows),
    length,
    from: { at: k.buffer(input), step: VALUE * length },
    to: { buffer: output, at: int(VALUE * at), step: VALUE * whole },
  })
}

export const concatenateInputGradient: Kernel<ConcatenateInputGradient> = (spec, k) => {
  const { rows, length, whole, at, source, gradient, kept } = spec
  copyRows(k, {
    rows: i32.mul(k.images, rows),
    length,
    from: { at: behind(k.buffer(source), VALUE * at), step: VALUE * whole },
    to: { buffer: gradient, at: int(0), step: VALUE * length },
    kept,
  })
}
