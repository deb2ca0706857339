/** The gradient of a 3 x 3 kernel, tile by tile: the sums over all tiles are made of what is multiplied, and become weights' gradients at the end. */
import { valuesOf } from '../../plan/geometry'
import type { FilterGradient } from '../../plan/operations/filterGradient'
import { behind, i32, v128, type Address, type I32 } from '../assembler/expressions'
import { VALUE, VECTOR, type KernelBuilder } from '../kernel'
import { blocksOf, mostRows } from '../tiles'
import { accumulate, loadSums, openSums, storeSums } from './accumulate'
import { layOutFrame } from './window'
import { apart, eachGroup, packedValues, tilingOf, transformTiles } from './winogradTiles'
import { transformSquare } from './winogradTransforms'

/** Vectors of filters of a tile of sums. */
const VECTORS = 2

/** Channels of a tile of sums, and how many tiles a block has, which is whole vectors of channels. */
interface Rows {
  readonly rows: number
  readonly ofBlock: number
}

function rowsFor({ registers }: KernelBuilder): Rows {
  const rows = mostRows(VECTORS, registers)
  return { rows, ofBlock: [1, 2, 4].find((tiles) => (tiles * rows) % 4 === 0)! }
}

/** @param to 3 x 3 x channels x filters. */
export function winogradFilterGradient(k: KernelBuilder, spec: FilterGradient, to: Address): void {
  const { f } = k
  const { geometry, batchSize } = spec
  const { input, output, before } = geometry
  const { channels } = input
  const filters = output.channels
  const tiling = tilingOf(output, batchSize)
  const { filtering, down, across, tiles, all: room } = tiling
  const { products } = filtering
  const [height, width] = [down * filtering.outputs, across * filtering.outputs]
  const seen = { top: -before[0], left: -before[1], height: height + 2, width: width + 2 }
  const images = layOutFrame(k, input, seen)
  const gradients = layOutFrame(k, output, { top: 0, left: 0, height, width })
  const { rows, ofBlock } = rowsFor(k)
  const ofInputs = { block: VALUE * rows * ofBlock, channels, room }
  const ofOutputs = { block: VECTOR * VECTORS, channels: filters, room }
  const ofInput = { side: filtering.inputs, transform: filtering.transformInputs }
  const ofGradient = { side: filtering.outputs, transform: filtering.transformGradients }
  const inputs = k.scratch(products * packedValues(ofInputs))
  const outputs = k.scratch(products * packedValues(ofOutputs))
  const ofSums = apart(Math.ceil(channels / rows) * rows * filters)
  const sums = k.scratch(products * ofSums)
  f.clear(sums, VALUE * products * ofSums)

  eachGroup(k, tiling, (first, count) => {
    f.loop(count, (index) => {
      const image = i32.add(first, index)
      const tile = f.let(i32.mul(index, tiles))
      const laid = images.lay(behind(k.buffer(spec.input), i32.mul(image, VALUE * valuesOf(input))))
      transformTiles(k, tiling, laid, ofInputs, ofInput, tile, inputs)
      const gradient = gradients.lay(behind(k.buffer(spec.source.buffer), i32.mul(image, VALUE * valuesOf(output))))
      transformTiles(k, tiling, gradient, ofOutputs, ofGradient, tile, outputs)
    })
    const all = f.let(i32.mul(count, tiles))
    f.loop(products, (product) => {
      addTiles(k, {
        tiles: all,
        room,
        channels,
        filters,
        inputs: behind(inputs, i32.mul(product, VALUE * packedValues(ofInputs))),
        outputs: behind(outputs, i32.mul(product, VALUE * packedValues(ofOutputs))),
        to: behind(sums, i32.mul(product, VALUE * ofSums)),
      })
    })
  })

  const bytes = VALUE * channels * filters
  f.loop(
    bytes,
    (at) => {
      const [from, target] = [k.pointer(behind(sums, at)), k.pointer(behind(to, at))]
      const square = Array.from({ length: products }, (_, product) =>
        v128.load({ base: from, offset: product * VALUE * ofSums }),
      )
      for (const [tap, value] of transformSquare(k, square, filtering.transformWeightGradients).entries()) {
        f.storeV128({ base: target, offset: tap * bytes }, value)
      }
    },
    { by: VECTOR },
  )
}

interface Tiles {
  readonly tiles: I32
  readonly room: number
  readonly channels: number
  readonly filters: number
  /** blocks of channels x tiles x channels of a block. */
  readonly inputs: Address
  /** blocks of filters x tiles x filters of a block. */
  readonly outputs: Address
  /** channels x filters, with room for whole tiles. */
  readonly to: Address
}

/** Adds the products of all tiles. */
function addTiles(k: KernelBuilder, { tiles, room, channels, filters, inputs, outputs, to }: Tiles): void {
  const { f } = k
  const { rows, ofBlock } = rowsFor(k)
  for (const columns of blocksOf(filters, VECTORS)) {
    const sums = openSums(k, rows, columns.vectors)
    f.loop(columns.count, (index) => {
      const column = f.let(i32.add(i32.mul(index, columns.vectors * VECTOR), VALUE * columns.column))
      f.loop(Math.ceil(channels / rows), (group) => {
        const first = i32.mul(group, VALUE * rows * filters)
        const target = { base: k.pointer(behind(to, i32.add(first, column))), offset: 0 }
        loadSums(k, sums, target, VALUE * filters)
        const block = i32.mul(i32.divU(group, ofBlock), VALUE * rows * ofBlock * room)
        const factors = {
          row: k.pointer(behind(behind(inputs, block), i32.mul(i32.remU(group, ofBlock), VALUE * rows))),
          rowStep: VALUE,
          rowStride: VALUE * rows * ofBlock,
          column: k.pointer(behind(outputs, i32.mul(column, room))),
          columnStride: VECTOR * VECTORS,
        }
        accumulate(k, sums, factors, tiles)
        storeSums(k, sums, target, VALUE * filters, columns.lastLanes)
      })
    })
  }
}
