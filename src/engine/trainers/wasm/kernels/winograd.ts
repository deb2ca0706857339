/** Convolutions of 3 x 3, tile by tile (`winogradTransforms.ts`): transformed inputs and weights are multiplied, and their sums become outputs. */
import type { Geometry, ImageSize } from '../../plan/geometry'
import { behind, f32x4, i32, v128, type Address, type I32 } from '../assembler/expressions'
import type { Local } from '../assembler/functionBuilder'
import { VALUE, VECTOR, type KernelBuilder } from '../kernel'
import { blocksOf, chooseTile, type Tile } from '../tiles'
import { accumulate, clearSums, openSums, storeSums } from './accumulate'
import { layOutFrame, type Frame } from './window'
import { apart, eachGroup, tilingOf, transformTiles } from './winogradTiles'
import { transformSquare, type Filtering } from './winogradTransforms'

/** Fewer channels are sooner multiplied as they are than transformed. */
const FEWEST_CHANNELS = 16

/** Whether a convolution of this geometry is made like this. */
export function suitsWinograd({ input, output, kernel, strides, dilation }: Geometry): boolean {
  const isOne = (pair: readonly number[]): boolean => pair.every((value) => value === 1)
  const areMany = [input, output].every(({ channels }) => channels >= FEWEST_CHANNELS && channels % 4 === 0)
  return areMany && kernel.every((length) => length === 3) && isOne(strides) && isOne(dilation)
}

export interface WinogradConvolution {
  /** Of the images that the window slides over. */
  readonly source: Address
  readonly size: ImageSize
  /** Where the window begins; its height and width follow from the output. */
  readonly start: Pick<Frame, 'top' | 'left'>
  readonly output: ImageSize
  readonly batchSize: number
  /** 3 x 3 x channels x filters. */
  readonly weights: Address
  /** A value for each filter, which is added to each sum. */
  readonly bias?: Address
}

/** @param at where the four sums lie in the image of sums, in bytes. */
type Store = (value: Local<'v128'>, at: I32, image: I32) => void

export function convolveWinograd(
  k: KernelBuilder,
  { source, size, start, output, batchSize, weights, bias }: WinogradConvolution,
  store: Store,
): void {
  const { f } = k
  const { channels } = size
  const filters = output.channels
  const tiling = tilingOf(output, batchSize)
  const { filtering, down, across, tiles, all } = tiling
  const { outputs } = filtering
  const tile = chooseTile(all, filters, k.registers)
  const room = Math.ceil(all / tile.rows) * tile.rows
  const frame = { ...start, height: down * outputs + 2, width: across * outputs + 2 }
  const layout = layOutFrame(k, size, frame)
  const kernel = k.scratch(filtering.products * apart(channels * filters))
  const inputs = k.scratch(filtering.products * apart(room * channels))
  const products = k.scratch(filtering.products * apart(room * filters))
  transformKernel(k, { filtering, weights, channels, filters, vectors: tile.vectors, to: kernel })
  const packing = { block: VALUE * channels, channels, room }

  eachGroup(k, tiling, (first, count) => {
    f.loop(count, (index) => {
      const image = i32.mul(i32.add(first, index), VALUE * size.height * size.width * channels)
      const laid = layout.lay(behind(source, image))
      const transform = { side: filtering.inputs, transform: filtering.transformInputs }
      transformTiles(k, tiling, laid, packing, transform, f.let(i32.mul(index, tiles)), inputs)
    })
    f.loop(filtering.products, (product) => {
      multiply(k, {
        tile,
        rows: f.let(i32.mul(count, tiles)),
        row: behind(inputs, i32.mul(product, VALUE * apart(room * channels))),
        inner: channels,
        column: behind(kernel, i32.mul(product, VALUE * apart(channels * filters))),
        columns: filters,
        to: behind(products, i32.mul(product, VALUE * apart(room * filters))),
      })
    })
    f.loop(count, (index) => {
      const image = f.let(i32.add(first, index))
      const from = k.pointer(behind(products, i32.mul(index, VALUE * tiles * filters)))
      f.loop(down, (tileRow) => {
        f.loop(across, (tileColumn) => {
          const [y, x] = [f.let(i32.mul(tileRow, outputs)), f.let(i32.mul(tileColumn, outputs))]
          finishTile(k, { filtering, from, room, output, y, x, ...(bias && { bias }) }, (value, at) =>
            store(value, at, image),
          )
          f.increase(from, VALUE * filters)
        })
      })
    })
  })
}

interface KernelTransform {
  readonly filtering: Filtering
  readonly weights: Address
  readonly channels: number
  readonly filters: number
  /** Of filters in a block. */
  readonly vectors: number
  readonly to: Address
}

/** From 3 x 3 x channels x filters to products x blocks of filters x channels x filters of a block. */
function transformKernel(
  k: KernelBuilder,
  { filtering, weights, channels, filters, vectors: ofBlock, to }: KernelTransform,
): void {
  const { f } = k
  const bytes = VALUE * channels * filters
  for (const { column, vectors, count } of blocksOf(filters, ofBlock)) {
    const block = VECTOR * vectors
    f.loop(count, (index) => {
      const first = f.let(i32.add(i32.mul(index, block), VALUE * column))
      const from = k.pointer(behind(weights, first))
      const target = k.pointer(behind(to, i32.mul(first, channels)))
      f.loop(channels, () => {
        for (let vector = 0; vector < vectors; vector++) {
          const square = Array.from({ length: 9 }, (_, tap) =>
            v128.load({ base: from, offset: tap * bytes + VECTOR * vector }),
          )
          for (const [product, value] of transformSquare(k, square, filtering.transformWeights).entries()) {
            f.storeV128({ base: target, offset: product * VALUE * apart(channels * filters) + VECTOR * vector }, value)
          }
        }
        f.increase(from, VALUE * filters)
        f.increase(target, block)
      })
    })
  }
}

interface Product {
  readonly tile: Tile
  /** How many rows; a tile's are computed even where fewer are left, and room for them is there. */
  readonly rows: I32
  /** rows x inner. */
  readonly row: Address
  readonly inner: number
  /** blocks of columns x inner x columns of a block. */
  readonly column: Address
  readonly columns: number
  readonly to: Address
}

function multiply(k: KernelBuilder, { tile, rows, row, inner, column, columns, to }: Product): void {
  const { f } = k
  for (const block of blocksOf(columns, tile.vectors)) {
    const sums = openSums(k, tile.rows, block.vectors)
    f.loop(block.count, (index) => {
      const at = f.let(i32.add(i32.mul(index, block.vectors * VECTOR), VALUE * block.column))
      f.loop(
        rows,
        (first) => {
          clearSums(k, sums)
          const factors = {
            row: k.pointer(behind(row, i32.mul(first, VALUE * inner))),
            rowStep: VALUE * inner,
            rowStride: VALUE,
            column: k.pointer(behind(column, i32.mul(at, inner))),
            columnStride: VECTOR * block.vectors,
          }
          accumulate(k, sums, factors, inner)
          const target = { base: k.pointer(behind(to, i32.add(i32.mul(first, VALUE * columns), at))), offset: 0 }
          storeSums(k, sums, target, VALUE * columns, block.lastLanes)
        },
        { by: tile.rows },
      )
    })
  }
}

interface FinishedTile {
  readonly filtering: Filtering
  readonly from: I32
  readonly room: number
  readonly output: ImageSize
  readonly y: I32
  readonly x: I32
  readonly bias?: Address
}

function finishTile(
  k: KernelBuilder,
  { filtering, from, room, output, y, x, bias }: FinishedTile,
  store: (value: Local<'v128'>, at: I32) => void,
): void {
  const { f } = k
  const { height, width, channels } = output
  const start = f.let(i32.mul(i32.add(i32.mul(y, width), x), VALUE * channels))
  f.loop(
    VALUE * channels,
    (channel) => {
      const place = f.let(i32.add(from, channel))
      const square = Array.from({ length: filtering.products }, (_, product) =>
        v128.load({ base: place, offset: product * VALUE * apart(room * channels) }),
      )
      const level = bias && f.let(v128.load(behind(bias, channel)))
      const at = f.let(i32.add(start, channel))
      const sums = transformSquare(k, square, filtering.transformOutputs).map((sum) =>
        f.let(level ? f32x4.add(sum, level) : sum),
      )
      const { outputs } = filtering
      for (let row = 0; row < outputs; row++) {
        within(k, i32.add(y, row), height, outputs, () => {
          for (let column = 0; column < outputs; column++) {
            within(k, i32.add(x, column), width, outputs, () => {
              store(sums[row * outputs + column]!, f.let(i32.add(at, VALUE * channels * (row * width + column))))
            })
          }
        })
      }
    },
    { by: VECTOR },
  )
}

/** Does something where a place of a tile lies in the image. */
function within(k: KernelBuilder, place: I32, length: number, outputs: number, body: () => void): void {
  if (length % outputs === 0) body()
  else k.f.when(i32.ltS(place, length), body)
}
