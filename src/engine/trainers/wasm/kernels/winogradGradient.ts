/** The gradient of a 3 x 3 kernel, tile by tile: the sums over all tiles are made of what is multiplied, and become weights' gradients at the end. */
import { valuesOf } from '../../plan/geometry'
import type { FilterGradient } from '../../plan/operations/filterGradient'
import { behind, i32, v128, type Address } from '../assembler/expressions'
import { VALUE, VECTOR, type KernelBuilder } from '../kernel'
import { accumulate } from './accumulate'
import { addProducts } from './addProducts'
import { layOutFrame } from './window'
import {
  eachGroup,
  INPUTS,
  OUTPUTS,
  PRODUCTS,
  tilingOf,
  transformGradients,
  transformInputs,
  transformSquare,
  transformTiles,
  transformWeightGradients,
} from './winograd'

/** @param to 3 x 3 x channels x filters. */
export function winogradFilterGradient(k: KernelBuilder, spec: FilterGradient, to: Address): void {
  const { f } = k
  const { geometry, batchSize } = spec
  const { input, output, before } = geometry
  const { channels } = input
  const filters = output.channels
  const tiling = tilingOf(output, batchSize)
  const { down, across, tiles, room } = tiling
  const seen = { top: -before[0], left: -before[1], height: down * OUTPUTS + 2, width: across * OUTPUTS + 2 }
  const images = layOutFrame(k, input, seen)
  const gradients = layOutFrame(k, output, { top: 0, left: 0, height: down * OUTPUTS, width: across * OUTPUTS })
  const inputs = k.scratch(PRODUCTS * room * channels)
  const outputs = k.scratch(PRODUCTS * room * filters)
  const sums = k.scratch(PRODUCTS * channels * filters)
  f.clear(sums, VALUE * PRODUCTS * channels * filters)

  eachGroup(k, tiling, (first, count) => {
    f.loop(count, (index) => {
      const image = i32.add(first, index)
      const tile = f.let(i32.mul(index, tiles))
      const laid = images.lay(behind(k.buffer(spec.input), i32.mul(image, VALUE * valuesOf(input))))
      transformTiles(k, tiling, laid, channels, { side: INPUTS, transform: transformInputs }, tile, inputs)
      const gradient = gradients.lay(behind(k.buffer(spec.source.buffer), i32.mul(image, VALUE * valuesOf(output))))
      transformTiles(k, tiling, gradient, filters, { side: OUTPUTS, transform: transformGradients }, tile, outputs)
    })
    const all = f.let(i32.mul(count, tiles))
    f.loop(PRODUCTS, (product) => {
      addProducts(k, {
        rows: channels,
        columns: filters,
        row: behind(inputs, i32.mul(product, VALUE * room * channels)),
        column: behind(outputs, i32.mul(product, VALUE * room * filters)),
        walk(tile, row, column) {
          const strides = { rowStride: VALUE * channels, columnStride: VALUE * filters }
          accumulate(k, tile, { row, rowStep: VALUE, column, ...strides }, all)
        },
        to: behind(sums, i32.mul(product, VALUE * channels * filters)),
      })
    })
  })

  const bytes = VALUE * channels * filters
  f.loop(
    bytes,
    (at) => {
      const [from, target] = [k.pointer(behind(sums, at)), k.pointer(behind(to, at))]
      const square = Array.from({ length: PRODUCTS }, (_, product) =>
        v128.load({ base: from, offset: product * bytes }),
      )
      for (const [tap, value] of transformSquare(k, square, transformWeightGradients).entries()) {
        f.storeV128({ base: target, offset: tap * bytes }, value)
      }
    },
    { by: VECTOR },
  )
}
