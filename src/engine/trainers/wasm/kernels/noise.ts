/** SpatialDropout2D, GaussianDropout and GaussianNoise. Those that multiply are the same kernel on values and on their gradients. */
import { NORMAL_SCALE } from '../../../../model/training/augmentImage'
import type { GaussianDropout, GaussianNoise, SpatialDropout } from '../../plan/operations/noise'
import { timesDerivative } from '../activations'
import { behind, f32x4, i32, i32x4, int, v128, type Address, type V128 } from '../assembler/expressions'
import { VALUE, vectorsOf, type Kernel, type KernelBuilder } from '../kernel'
import { layerKey, normalDraws, placeDraws, shareOf } from '../random'
import { eachVector } from './eachVector'
import { overRows, placeIn } from './rows'

const { add, mul, splat } = f32x4

type Passed = Pick<GaussianDropout, 'from' | 'to' | 'kept'>

/** Passes four values on. @param at where they lie, in bytes. */
function pass(
  k: KernelBuilder,
  { from, to, kept }: Passed,
  at: Address,
  lanes: number,
  change: (value: V128) => V128 = (value) => value,
): void {
  const load = (buffer: string): V128 => v128.load(placeIn(k, buffer, at))
  const value = change(load(from))
  const result = kept ? timesDerivative(k.f, kept.activation, value, load(kept.buffer)) : value
  k.f.storeLanes(placeIn(k, to, at), k.f.let(result), lanes)
}

function passAll(k: KernelBuilder, spec: Passed, values: number): void {
  k.eachFour(i32.mul(k.images, values), (base) => pass(k, spec, { base, offset: 0 }, 4))
}

export const spatialDropout: Kernel<SpatialDropout> = (spec, k) => {
  const { f } = k
  const { index, rate, places, channels } = spec
  const dropped = k.scratch(4 * vectorsOf(channels))
  const dropSome = (): void => {
    const key = layerKey(k, index)
    f.loop(k.images, (image) => {
      const map = f.let(i32.mul(i32.add(k.first, image), channels))
      eachVector(k, channels, (column) => {
        const drawn = placeDraws(k, key, i32.add(map, i32.shrU(column, 2)))
        f.storeV128(behind(dropped, column), i32x4.ltU(drawn, i32x4.splat(shareOf(rate))))
      })
      const first = f.let(i32.mul(image, VALUE * places * channels))
      overRows(
        k,
        { rows: int(places), columns: channels },
        (column) => f.let(v128.load(behind(dropped, column))),
        (isDropped, { base, offset }, lanes) => {
          pass(k, spec, { base: i32.add(first, base), offset }, lanes, (value) =>
            v128.andNot(mul(value, splat(1 / (1 - rate))), isDropped),
          )
        },
      )
    })
  }
  f.when(k.stateI32('training'), dropSome, () => passAll(k, spec, places * channels))
}

/** @param change what draws from the normal distribution, not yet scaled, make of values. */
function drawNormal(
  k: KernelBuilder,
  spec: Passed & { readonly index: number; readonly values: number },
  change: (value: V128, draws: V128) => V128,
): void {
  const { f } = k
  const { index, values } = spec
  const drawEach = (): void => {
    const key = layerKey(k, index)
    const first = f.let(i32.mul(k.first, values))
    k.eachFour(i32.mul(k.images, values), (base) => {
      const draws = normalDraws(f, placeDraws(k, key, i32.add(first, i32.shrU(base, 2))))
      pass(k, spec, { base, offset: 0 }, 4, (value) => change(value, draws))
    })
  }
  f.when(k.stateI32('training'), drawEach, () => passAll(k, spec, values))
}

export const gaussianDropout: Kernel<GaussianDropout> = (spec, k) => {
  const deviation = splat(Math.sqrt(spec.rate / (1 - spec.rate)) * NORMAL_SCALE)
  drawNormal(k, spec, (value, draws) => mul(value, add(splat(1), mul(deviation, draws))))
}

export const gaussianNoise: Kernel<GaussianNoise> = (spec, k) => {
  drawNormal(k, spec, (value, draws) => add(value, mul(splat(spec.stddev * NORMAL_SCALE), draws)))
}
