/** LayerNormalization, forward and the input's gradient: row by row. */
import { keepsSum } from '../../plan/activations'
import {
  LAYER_STATISTICS,
  type LayerNormalizationForward,
  type LayerNormalizationInputGradient,
} from '../../plan/operations/layerNormalization'
import { activate, timesDerivative } from '../activations'
import { behind, f32, f32x4, i32, v128, type Address, type I32 } from '../assembler/expressions'
import { VALUE, type Kernel, type KernelBuilder } from '../kernel'
import { eachVector } from './eachVector'
import { sumRow } from './rows'

const { add, sub, mul, div, splat } = f32x4

/** @param body with where a row's values and its statistics lie, in bytes. */
function eachRow(
  k: KernelBuilder,
  { rows, length }: { readonly rows: number; readonly length: number },
  body: (start: I32, statistics: I32) => void,
): void {
  const { f } = k
  f.loop(i32.mul(k.images, rows), (row) => {
    body(f.let(i32.mul(row, VALUE * length)), f.let(i32.mul(row, VALUE * LAYER_STATISTICS.values)))
  })
}

export const layerNormalizationForward: Kernel<LayerNormalizationForward> = (spec, k) => {
  const { f } = k
  const { length, epsilon, gammaOffset, betaOffset, activation } = spec
  eachRow(k, spec, (start, statistics) => {
    const [input, output] = [spec.input, spec.output].map((buffer) => k.pointer(behind(k.buffer(buffer), start)))
    const first = f.let(v128.loadSplat({ base: input!, offset: 0 }))
    const x = ({ base, offset }: Address) => sub(v128.load({ base: i32.add(input!, base), offset }), first)
    const [total] = sumRow(k, { length, count: 1 }, (at) => [x(at)])
    const mean = f.let(mul(total!, splat(1 / length)))
    const [squares] = sumRow(k, { length, count: 1 }, (at) => {
      const apart = f.let(sub(x(at), mean))
      return [mul(apart, apart)]
    })
    const variance = mul(squares!, splat(1 / length))
    const inverse = f.let(div(splat(1), f32x4.sqrt(add(variance, splat(epsilon)))))
    const own = behind(k.buffer(spec.statistics), statistics)
    f.storeF32(behind(own, VALUE * LAYER_STATISTICS.mean), f32.lane(mean, 0))
    f.storeF32(behind(own, VALUE * LAYER_STATISTICS.inverse), f32.lane(inverse, 0))
    eachVector(k, length, (at, lanes) => {
      const weight = (offset: number) => v128.load(behind(k.weights(offset), at))
      const scale = gammaOffset === undefined ? inverse : mul(inverse, weight(gammaOffset))
      const centred = sub(x({ base: at, offset: 0 }), mean)
      const z = f.let(betaOffset === undefined ? mul(centred, scale) : k.madd(centred, scale, weight(betaOffset)))
      if (keepsSum(activation)) f.storeLanes(behind(behind(k.buffer(spec.sums), start), at), z, lanes)
      f.storeLanes({ base: i32.add(output!, at), offset: 0 }, f.let(activate(f, activation, z)), lanes)
    })
  })
}

export const layerNormalizationInputGradient: Kernel<LayerNormalizationInputGradient> = (spec, k) => {
  const { f } = k
  const { length, gammaOffset, kept } = spec
  eachRow(k, spec, (start, statistics) => {
    const [input, source] = [spec.input, spec.source].map((buffer) => k.pointer(behind(k.buffer(buffer), start)))
    const own = behind(k.buffer(spec.statistics), statistics)
    const first = f.let(v128.loadSplat({ base: input!, offset: 0 }))
    const mean = f.let(v128.loadSplat(behind(own, VALUE * LAYER_STATISTICS.mean)))
    const inverse = f.let(v128.loadSplat(behind(own, VALUE * LAYER_STATISTICS.inverse)))
    const at = ({ base, offset }: Address) => {
      const x = v128.load({ base: i32.add(input!, base), offset })
      const dy = v128.load({ base: i32.add(source!, base), offset })
      const gamma = (by: number) => v128.load(behind(behind(k.weights(by), base), offset))
      return {
        normalised: f.let(mul(sub(sub(x, first), mean), inverse)),
        dy: f.let(gammaOffset === undefined ? dy : mul(dy, gamma(gammaOffset))),
      }
    }
    const [level, slope] = sumRow(k, { length, count: 2 }, (place) => {
      const { dy, normalised } = at(place)
      return [dy, mul(dy, normalised)]
    }).map((total) => f.let(mul(total, splat(1 / length))))
    eachVector(k, length, (place, lanes) => {
      const { dy, normalised } = at({ base: place, offset: 0 })
      const value = mul(sub(sub(dy, level!), mul(normalised, slope!)), inverse)
      const load = (buffer: string) => v128.load(behind(behind(k.buffer(buffer), start), place))
      const gradient = kept ? timesDerivative(f, kept.activation, value, load(kept.buffer)) : value
      f.storeLanes(behind(behind(k.buffer(spec.gradient), start), place), f.let(gradient), lanes)
    })
  })
}
