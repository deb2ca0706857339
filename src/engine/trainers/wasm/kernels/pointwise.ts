/** A function of one value at a time. */
import type { PointwiseForward } from '../../plan/operations/pointwise'
import { activate } from '../activations'
import { behind, i32, v128 } from '../assembler/expressions'
import type { Kernel } from '../kernel'

export const pointwiseForward: Kernel<PointwiseForward> = ({ activation, values, input, output }, k) => {
  k.eachFour(i32.mul(k.images, values), (at) => {
    const value = activate(k.f, activation, v128.load(behind(k.buffer(input), at)))
    k.f.storeV128(behind(k.buffer(output), at), value)
  })
}
