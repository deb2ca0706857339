/** Conv2D's input gradient: a convolution of the output's gradient with the kernel turned round; behind a pool, a scattering of the few that are there. */
import { turnedRound, valuesOf, type ImageSize } from '../../plan/geometry'
import type { Conv2dInputGradient } from '../../plan/operations/conv2d'
import { behind, i32, v128, type Address, type I32 } from '../assembler/expressions'
import type { Local } from '../assembler/functionBuilder'
import { VALUE, VECTOR, vectorsOf, type Kernel, type KernelBuilder } from '../kernel'
import { convolveBack } from './convolveBack'
import { withDerivative } from './copyRows'
import { eachVector } from './eachVector'
import { eachEntry, listEntries, openEntries } from './entries'
import { windowedSize } from './window'
import { convolveWinograd, suitsWinograd } from './winograd'

export const conv2dInputGradient: Kernel<Conv2dInputGradient> = (spec, k) => {
  const { pooled } = spec.source
  if (pooled) {
    scatter(k, spec, pooled)
    return
  }
  const store = (sum: Local<'v128'>, at: I32, lanes: number): void => {
    const value = k.f.let(withDerivative(k, spec.kept, sum, at))
    k.f.storeLanes(behind(k.buffer(spec.gradient), at), value, lanes)
  }
  if (suitsWinograd(spec.geometry)) byTiles(k, spec, store)
  else convolveBack(k, { ...spec, source: spec.source.buffer, store })
}

/** The kernel is turned round, so that it is a convolution like another. */
function byTiles(
  k: KernelBuilder,
  { geometry, batchSize, source, kernel }: Conv2dInputGradient,
  store: (sum: Local<'v128'>, at: I32, lanes: number) => void,
): void {
  const { input, output } = geometry
  const [top, left] = turnedRound(geometry).before
  const convolution = {
    source: k.buffer(source.buffer),
    size: output,
    start: { top: -top, left: -left },
    output: input,
    batchSize,
    weights: k.buffer(kernel),
  }
  convolveWinograd(k, convolution, (value, at, image) => {
    store(value, k.f.let(i32.add(i32.mul(image, VALUE * valuesOf(input)), at)), 4)
  })
}

/** Vectors of weights that are held in registers while they are added to place after place. */
const HELD = 12

/** Adds each gradient times its filter's weights to the places of the input that its window saw. */
function scatter(
  k: KernelBuilder,
  spec: Conv2dInputGradient,
  pooled: NonNullable<Conv2dInputGradient['source']['pooled']>,
): void {
  const { f } = k
  const { geometry, source } = spec
  const { input, output, strides, dilation, before } = geometry
  const [rows, columns] = geometry.kernel
  const { channels } = input
  const perTap = vectorsOf(channels)
  const window = windowedSize(geometry)
  const size: ImageSize = {
    height: Math.max(window.height, input.height + before[0]),
    width: Math.max(window.width, input.width + before[1]),
    channels: 4 * perTap,
  }
  const pixel = VALUE * size.channels
  const pitch = size.width * pixel
  const sums = k.scratch(valuesOf(size))
  const entries = openEntries(k, pooled)
  const isTurned = Math.max(...strides) === 1
  const kernel = k.buffer(spec.kernel)
  const pooledValues = pooled.height * pooled.width * output.channels

  k.eachImage((behindFirst) => {
    f.clear(sums, VALUE * valuesOf(size))
    const values = behindFirst(pooledValues)
    const list = {
      source: pooled,
      filters: output.channels,
      gradients: behind(k.buffer(source.buffer), values),
      codes: behind(k.buffer(pooled.codes), values),
    }
    f.loop(
      VALUE * output.channels,
      (filter) => {
        listEntries(k, entries, list, filter, {
          start: k.pointer(sums),
          step: [strides[0] * pitch, strides[1] * pixel],
        })
        const weights = k.pointer(behind(kernel, i32.mul(filter, channels)))
        const tapBytes = VALUE * output.channels * channels
        const tapsHeld = Math.max(1, Math.floor(HELD / perTap))
        for (let row = 0; row < rows; row++) {
          for (let first = 0; first < columns; first += tapsHeld) {
            const taps = Array.from({ length: Math.min(tapsHeld, columns - first) }, (_, i) => {
              const column = first + i
              const tap = row * columns + column
              const at = isTurned ? rows * columns - 1 - tap : tap
              return { weights: at * tapBytes, place: row * dilation[0] * pitch + column * dilation[1] * pixel }
            })
            addToPlaces(k, entries, weights, taps, perTap)
          }
        }
      },
      { by: VALUE },
    )
    storeImage(
      k,
      spec,
      { sums: behind(sums, before[0] * pitch + before[1] * pixel), pitch, pixel },
      behindFirst(valuesOf(input)),
    )
  })
}

/** Adds to the vectors of some taps, as many at a time as are held. */
function addToPlaces(
  k: KernelBuilder,
  entries: Parameters<typeof eachEntry>[1],
  weights: I32,
  taps: readonly { readonly weights: number; readonly place: number }[],
  perTap: number,
): void {
  const { f } = k
  for (let vector = 0; vector < perTap; vector += HELD) {
    const held = taps.flatMap((tap) =>
      Array.from({ length: Math.min(HELD, perTap - vector) }, (_, i) => ({
        weight: f.let(v128.load({ base: weights, offset: tap.weights + VECTOR * (vector + i) })),
        offset: tap.place + VECTOR * (vector + i),
      })),
    )
    eachEntry(k, entries, (place, gradient) => {
      const factor = f.let(v128.loadSplat(gradient))
      for (const { weight, offset } of held) {
        const at = { base: place, offset }
        f.storeV128(at, k.madd(factor, weight, v128.load(at)))
      }
    })
  }
}

function storeImage(
  k: KernelBuilder,
  spec: Conv2dInputGradient,
  { sums, pitch, pixel }: { readonly sums: Address; readonly pitch: number; readonly pixel: number },
  image: I32,
): void {
  const { f } = k
  const { height, width, channels } = spec.geometry.input
  const target = k.buffer(spec.gradient)
  f.loop(height, (y) => {
    f.loop(width, (x) => {
      const from = k.pointer(behind(sums, i32.add(i32.mul(y, pitch), i32.mul(x, pixel))))
      const at = f.let(i32.add(image, i32.mul(i32.add(i32.mul(y, width), x), VALUE * channels)))
      eachVector(k, channels, (vector, lanes) => {
        const place = f.let(i32.add(at, vector))
        const value = f.let(withDerivative(k, spec.kept, v128.load({ base: i32.add(from, vector), offset: 0 }), place))
        f.storeLanes({ base: i32.add(target.base, place), offset: target.offset }, value, lanes)
      })
    })
  })
}
