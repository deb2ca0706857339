/** The gradient of DepthwiseConv2D's kernel and its bias, if any: sums of some taps are held in registers while some rows are walked. */
import { valuesOf } from '../../plan/geometry'
import { multiplierOf, type DepthwiseFilterGradient } from '../../plan/operations/depthwiseConv2d'
import { behind, f32x4, i32, v128, type Address } from '../assembler/expressions'
import type { Local } from '../assembler/functionBuilder'
import { VALUE, type Kernel, type KernelBuilder } from '../kernel'
import { eachVector } from './eachVector'
import { layOut } from './window'

/** Taps whose sums are held in registers. */
const HELD = 10
/** Pixels of the gradient that are walked at least before the sums go back to memory. */
const FEWEST_PIXELS = 64
/** Pixels taken at once, which share what they read. */
const AT_ONCE = 2

/** Taps whose sums are held at a time. */
interface Block {
  readonly row: number
  readonly column: number
  readonly rows: number
  readonly columns: number
}

function blocksOfTaps(rows: number, columns: number): readonly Block[] {
  const across = Math.min(columns, HELD)
  const down = Math.max(1, Math.floor(HELD / across))
  const blocks: Block[] = []
  for (let row = 0; row < rows; row += down) {
    for (let column = 0; column < columns; column += across) {
      blocks.push({ row, column, rows: Math.min(down, rows - row), columns: Math.min(across, columns - column) })
    }
  }
  return blocks
}

export const depthwiseFilterGradient: Kernel<DepthwiseFilterGradient> = (spec, k) => {
  const { f } = k
  const { geometry, bias } = spec
  const { input, output, strides } = geometry
  const [rows, columns] = geometry.kernel
  const { channels } = output
  const pixel = VALUE * channels
  const partials = k.buffer(spec.partials)
  const layout = layOut(k, geometry, multiplierOf(geometry))
  const walked = Math.min(output.height, Math.ceil(FEWEST_PIXELS / output.width))
  f.clear(partials, (rows * columns + (bias ? 1 : 0)) * pixel)

  k.eachImage((behindFirst) => {
    const image = layout.lay(behind(k.buffer(spec.input), behindFirst(valuesOf(input))))
    const gradients = behind(k.buffer(spec.source), behindFirst(valuesOf(output)))
    f.loop(
      output.height,
      (top) => {
        const left = i32.sub(output.height, top)
        const count = output.height % walked === 0 ? walked : f.let(i32.select(i32.ltS(left, walked), left, walked))
        const from = k.pointer(behind(image.at, i32.mul(top, strides[0] * image.pitch)))
        const gradient = k.pointer(behind(gradients, i32.mul(top, output.width * pixel)))
        eachVector(k, channels, (vector, lanes) => {
          for (const [index, block] of blocksOfTaps(rows, columns).entries()) {
            const places = Array.from(
              { length: block.rows * block.columns },
              (_, i) => (block.row + Math.floor(i / block.columns)) * columns + block.column + (i % block.columns),
            )
            if (bias && index === 0) places.push(rows * columns)
            const sums = places.map((place) => {
              const at = behind(behind(partials, vector), place * pixel)
              return { at, sum: f.let(v128.load(at)) }
            })
            addProducts(k, spec, {
              block,
              pitch: image.pitch,
              image: { base: i32.add(from, vector), offset: 0 },
              gradient: { base: i32.add(gradient, vector), offset: 0 },
              rows: count,
              sums: sums.map(({ sum }) => sum),
            })
            for (const { at, sum } of sums) f.storeLanes(at, sum, lanes)
          }
        })
      },
      { by: walked },
    )
  })
}

interface Walk {
  readonly block: Block
  readonly pitch: number
  readonly image: Address
  readonly gradient: Address
  readonly rows: Parameters<KernelBuilder['f']['loop']>[0]
  /** Of the block's taps, and of the bias behind them. */
  readonly sums: readonly Local<'v128'>[]
}

/** Adds the products of some rows of gradients with what the taps of a block saw. */
function addProducts(
  k: KernelBuilder,
  { geometry }: DepthwiseFilterGradient,
  { block, pitch, image, gradient, rows, sums }: Walk,
): void {
  const { f } = k
  const { output, strides, dilation } = geometry
  const pixel = VALUE * output.channels
  const bias = sums[block.rows * block.columns]
  const [seen, own] = [k.pointer(image), k.pointer(gradient)]
  const take = (pixels: number): void => {
    const gradientsOf = Array.from({ length: pixels }, (_, i) => f.let(v128.load({ base: own, offset: i * pixel })))
    if (bias) for (const each of gradientsOf) f.set(bias, f32x4.add(bias, each))
    for (let row = 0; row < block.rows; row++) {
      const values = new Map<number, Local<'v128'>>()
      for (const [index, each] of gradientsOf.entries()) {
        for (let column = 0; column < block.columns; column++) {
          const at = index * strides[1] + (block.column + column) * dilation[1]
          const value =
            values.get(at) ??
            f.let(v128.load({ base: seen, offset: (block.row + row) * dilation[0] * pitch + at * pixel }))
          values.set(at, value)
          const sum = sums[row * block.columns + column]!
          f.set(sum, k.madd(value, each, sum))
        }
      }
    }
    f.increase(own, pixels * pixel)
    f.increase(seen, pixels * strides[1] * pixel)
  }
  const atOnce = Math.min(AT_ONCE, output.width)
  const rest = output.width % atOnce
  f.loop(rows, () => {
    f.loop(output.width - rest, () => take(atOnce), { by: atOnce })
    if (rest > 0) take(rest)
    f.increase(seen, strides[0] * pitch - output.width * strides[1] * pixel)
  })
}
