/** Conv2D forward: convolution, bias, activation and, when a MaxPooling2D follows at once, its maximum with a code of where it was. */
import { keepsSum } from '../../plan/activations'
import { valuesOf } from '../../plan/geometry'
import type { Conv2dForward } from '../../plan/operations/conv2d'
import { activate } from '../activations'
import { behind, i32, type I32 } from '../assembler/expressions'
import type { Local } from '../assembler/functionBuilder'
import { VALUE, vectorsOf, type Kernel, type KernelBuilder } from '../kernel'
import { convolveRow, type Convolution } from './convolve'
import { poolWindows, type PooledForward } from './poolWindows'
import { layOut } from './window'
import { convolveWinograd, suitsWinograd } from './winograd'

export const conv2dForward: Kernel<Conv2dForward> = (spec, k) => {
  const { activation, pool } = spec
  // Where all that a window sees is 0, plain products make exactly 0, and tiles a little more or less. An activation or a maximum would tell
  // the two apart, and whole backgrounds would get gradients; a normalisation doesn't.
  const isNormalised = activation === 'linear' && !pool && k.isNormalised(spec.output)
  if (isNormalised && suitsWinograd(spec.geometry)) byTiles(k, spec)
  else if (pool) pooledRows(k, { ...spec, pool })
  else plainRows(k, spec)
}

/** Stores four sums and what the activation makes of them. @param at their place among the values of all images, in bytes. */
function storeSums(k: KernelBuilder, spec: Conv2dForward, sums: Local<'v128'>, at: I32, lanes: number): void {
  const { f } = k
  const { activation } = spec
  if (keepsSum(activation)) f.storeLanes(behind(k.buffer(spec.sums), at), sums, lanes)
  f.storeLanes(behind(k.buffer(spec.output), at), f.let(activate(f, activation, sums)), lanes)
}

function convolutionOf(k: KernelBuilder, { geometry, kernelOffset, biasOffset }: Conv2dForward): Convolution {
  return {
    geometry,
    weights: k.weights(kernelOffset),
    ...(biasOffset !== undefined && { bias: k.weights(biasOffset) }),
  }
}

function plainRows(k: KernelBuilder, spec: Conv2dForward): void {
  const { f } = k
  const { geometry } = spec
  const { height, width, channels } = geometry.output
  const layout = layOut(k, geometry)
  const convolution = convolutionOf(k, spec)
  k.eachImage((behindFirst) => {
    const image = layout.lay(behind(k.buffer(spec.input), behindFirst(valuesOf(geometry.input))))
    f.loop(height, (y) => {
      const row = f.let(i32.add(behindFirst(valuesOf(geometry.output)), i32.mul(y, VALUE * width * channels)))
      convolveRow(k, convolution, image, { y, columns: width, filters: channels }, ({ value, at, offset, lanes }) => {
        storeSums(k, spec, value, f.let(i32.add(i32.add(row, at), offset)), lanes)
      })
    })
  })
}

/** Rows of sums, as many as a window has, are made first, and then the windows' maxima. */
function pooledRows(k: KernelBuilder, spec: PooledForward): void {
  const { f } = k
  const { geometry, pool } = spec
  const [rows, columns] = pool.size
  const filters = 4 * vectorsOf(geometry.output.channels)
  const pitch = pool.output.width * columns * filters
  const sums = k.scratch(rows * pitch)
  const layout = layOut(k, geometry)
  const convolution = convolutionOf(k, spec)
  f.loop(k.images, (image) => {
    const laid = layout.lay(behind(k.buffer(spec.input), i32.mul(image, VALUE * valuesOf(geometry.input))))
    f.loop(pool.output.height, (pooledRow) => {
      f.loop(rows, (row) => {
        const y = f.let(i32.add(i32.mul(pooledRow, rows), row))
        const target = k.pointer(behind(sums, i32.mul(row, VALUE * pitch)))
        const place = { y, columns: pool.output.width * columns, filters }
        convolveRow(k, convolution, laid, place, ({ value, at, offset }) => {
          f.storeV128({ base: i32.add(target, at), offset }, value)
        })
      })
      poolWindows(k, spec, sums, { filters, pitch }, { image, row: pooledRow })
    })
  })
}

function byTiles(k: KernelBuilder, spec: Conv2dForward): void {
  const { f } = k
  const { geometry, batchSize } = spec
  const { input, output, before } = geometry
  const { weights, bias } = convolutionOf(k, spec)
  const convolution = {
    source: k.buffer(spec.input),
    size: input,
    start: { top: -before[0], left: -before[1] },
    output,
    batchSize,
    weights,
    ...(bias && { bias }),
  }
  convolveWinograd(k, convolution, (value, at, image) => {
    storeSums(k, spec, value, f.let(i32.add(i32.mul(image, VALUE * valuesOf(output)), at)), 4)
  })
}
