/** Dropout, forward and backward: the same kernel on values and on their gradients. */
import type { Dropout } from '../../plan/operations/dropout'
import { timesDerivative } from '../activations'
import { behind, f32x4, i32, i32x4, v128, type I32 } from '../assembler/expressions'
import type { Kernel } from '../kernel'
import { layerKey, placeDraws, shareOf } from '../random'

export const dropout: Kernel<Dropout> = ({ index, rate, values, from, to, kept }, k) => {
  const { f } = k
  const key = layerKey(k, index)
  const first = f.let(i32.mul(k.first, values))
  const each = (body: (at: I32) => ReturnType<typeof v128.load>): void => {
    k.eachFour(i32.mul(k.images, values), (at) => {
      const value = body(at)
      const result = kept
        ? timesDerivative(f, kept.activation, value, v128.load(behind(k.buffer(kept.buffer), at)))
        : value
      f.storeV128(behind(k.buffer(to), at), result)
    })
  }
  const load = (at: I32) => v128.load(behind(k.buffer(from), at))
  f.when(
    k.stateI32('training'),
    () =>
      each((at) => {
        const drawn = placeDraws(k, key, i32.add(first, i32.shrU(at, 2)))
        const isDropped = i32x4.ltU(drawn, i32x4.splat(shareOf(rate)))
        return v128.andNot(f32x4.mul(load(at), f32x4.splat(1 / (1 - rate))), isDropped)
      }),
    () => each(load),
  )
}
