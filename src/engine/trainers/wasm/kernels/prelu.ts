/** PReLU, forward and backward. NaN stays NaN, so that the run loop hears of it. */
import { sizeOf } from '../../../../model/layers/define'
import type { PreluAlphaGradient, PreluForward, PreluInputGradient } from '../../plan/operations/prelu'
import { timesDerivative } from '../activations'
import { f32x4, v128, type V128 } from '../assembler/expressions'
import { VALUE, type Kernel, type KernelBuilder } from '../kernel'
import { beginnings, eachPlace, joinAxes, readPlace, sumPlaces, type Place } from './axes'
import { placeIn } from './rows'

const { gt, mul, splat } = f32x4

/** @param body with where the values of four places lie, and those of alpha. */
function eachPlaceWithAlpha(
  k: KernelBuilder,
  { shape, alphaShape }: Pick<PreluForward, 'shape' | 'alphaShape'>,
  body: (place: Place, alpha: Place, lanes: number) => void,
): void {
  const axes = joinAxes(shape, [shape, alphaShape])
  const values = sizeOf(shape)
  k.eachImage((behindFirst) => {
    const starts = [k.f.let(behindFirst(values)), ...beginnings(1)]
    eachPlace(k, axes, starts, ([place, alpha], lanes) => body(place!, alpha!, lanes))
  })
}

export const preluForward: Kernel<PreluForward> = (spec, k) => {
  const { f } = k
  eachPlaceWithAlpha(k, spec, (place, alpha, lanes) => {
    const z = f.let(readPlace(k.buffer(spec.input), place))
    const below = mul(z, readPlace(k.weights(spec.alphaOffset), alpha))
    f.storeLanes(placeIn(k, spec.output, place.at), f.let(v128.select(gt(z, splat(0)), z, below)), lanes)
  })
}

export const preluInputGradient: Kernel<PreluInputGradient> = (spec, k) => {
  const { f } = k
  const { kept } = spec
  eachPlaceWithAlpha(k, spec, (place, alpha, lanes) => {
    const load = (buffer: string): V128 => readPlace(k.buffer(buffer), place)
    const dy = f.let(load(spec.source))
    const below = mul(dy, readPlace(k.weights(spec.alphaOffset), alpha))
    const value = v128.select(gt(load(spec.input), splat(0)), dy, below)
    const gradient = kept ? timesDerivative(f, kept.activation, value, load(kept.buffer)) : value
    f.storeLanes(placeIn(k, spec.gradient, place.at), f.let(gradient), lanes)
  })
}

/** Sums over the images of the part and over the places that share a value. */
export const preluAlphaGradient: Kernel<PreluAlphaGradient> = (spec, k) => {
  const { f } = k
  const { shape, alphaShape } = spec
  sumPlaces(k, {
    axes: joinAxes(shape, [alphaShape, shape]),
    starts: beginnings(2),
    images: { count: k.images, apart: [0, VALUE * sizeOf(shape)] },
    term: ([, place]) => {
      const z = f.let(readPlace(k.buffer(spec.input), place!))
      return mul(readPlace(k.buffer(spec.source), place!), v128.andNot(z, gt(z, splat(0))))
    },
    finish: (sum, at, lanes) => f.storeLanes(placeIn(k, spec.partials, at), sum, lanes),
  })
}
