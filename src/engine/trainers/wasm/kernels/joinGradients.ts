/** Adds up the gradients that the readers of a value left for it, in the order of the readers. */
import type { JoinGradients } from '../../plan/operations/joinGradients'
import { timesDerivative } from '../activations'
import { behind, f32x4, i32, v128 } from '../assembler/expressions'
import type { Kernel } from '../kernel'

export const joinGradients: Kernel<JoinGradients> = ({ values, sources, scale, gradient, kept }, k) => {
  k.eachFour(i32.mul(k.images, values), (at) => {
    const load = (buffer: string) => v128.load(behind(k.buffer(buffer), at))
    const sum = sources.map(load).reduce((total, source) => f32x4.add(total, source))
    const scaled = scale === 1 ? sum : f32x4.mul(sum, f32x4.splat(scale))
    const result = kept ? timesDerivative(k.f, kept.activation, scaled, load(kept.buffer)) : scaled
    k.f.storeV128(behind(k.buffer(gradient), at), result)
  })
}
