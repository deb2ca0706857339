/** The gradient of a kernel and its bias: over all pixels, products of what the window saw and of the output's gradient. */
import { valuesOf, type Geometry } from '../../plan/geometry'
import type { FilterGradient } from '../../plan/operations/filterGradient'
import type { PooledSource } from '../../plan/operations/conv2d'
import { behind, i32, v128, type Address, type I32 } from '../assembler/expressions'
import { VALUE, VECTOR, vectorsOf, type Kernel, type KernelBuilder } from '../kernel'
import { accumulate } from './accumulate'
import { addProducts } from './addProducts'
import { eachEntry, listEntries, openEntries } from './entries'
import { sumPixels } from './sumPixels'
import { layOut, runsOf, type Laid } from './window'
import { suitsWinograd } from './winograd'
import { winogradFilterGradient } from './winogradGradient'

export const filterGradient: Kernel<FilterGradient> = (spec, k) => {
  const { geometry, source, bias } = spec
  const { input, output, kernel } = geometry
  const { pooled } = source
  const partials = k.buffer(spec.partials)
  const weights = kernel[0] * kernel[1] * input.channels * output.channels
  if (pooled) ofEntries(k, spec, pooled, partials)
  else if (input.height * input.width === 1 && kernel[0] * kernel[1] === 1) ofRows(k, spec, partials)
  else if (suitsWinograd(geometry)) winogradFilterGradient(k, spec, partials)
  else ofImages(k, spec, partials)
  if (bias) {
    const { height, width } = pooled ?? output
    sumPixels(k, {
      from: k.buffer(source.buffer),
      rows: i32.mul(k.images, height),
      width,
      channels: output.channels,
      to: behind(partials, VALUE * weights),
    })
  }
}

/** Of images of one pixel, which lie side by side: of all of them at once. */
function ofRows(k: KernelBuilder, { geometry, input, source }: FilterGradient, partials: Address): void {
  const rows = geometry.input.channels
  const columns = geometry.output.channels
  const pixel = { row: VALUE * rows, column: VALUE * columns }
  addProducts(k, {
    rows,
    columns,
    row: k.buffer(input),
    column: k.buffer(source.buffer),
    walk: (sums, row, column) =>
      accumulate(k, sums, { row, rowStep: VALUE, rowStride: pixel.row, column, columnStride: pixel.column }, k.images),
    to: partials,
    isFirst: true,
  })
}

/** Of images, each by itself. */
function ofImages(k: KernelBuilder, { geometry, input, source }: FilterGradient, partials: Address): void {
  const { f } = k
  const { output, strides, kernel } = geometry
  const { channels } = geometry.input
  const columns = output.channels
  f.clear(partials, VALUE * kernel[0] * kernel[1] * channels * columns)
  const layout = layOut(k, geometry)
  k.eachImage((behindFirst) => {
    const image = layout.lay(behind(k.buffer(input), behindFirst(valuesOf(geometry.input))))
    const gradient = behind(k.buffer(source.buffer), behindFirst(valuesOf(output)))
    eachRun(k, geometry, image, (run, row, length) => {
      addProducts(k, {
        rows: length,
        columns,
        row: run,
        column: gradient,
        to: behind(partials, i32.mul(row, VALUE * columns)),
        walk(sums, from, column) {
          f.loop(output.height, () => {
            accumulate(
              k,
              sums,
              {
                row: from,
                rowStep: VALUE,
                rowStride: VALUE * strides[1] * channels,
                column,
                columnStride: VALUE * columns,
              },
              output.width,
            )
            f.increase(from, strides[0] * image.pitch - VALUE * output.width * strides[1] * channels)
          })
        },
      })
    })
  })
}

/** Goes over the window's stretches. @param body with where a stretch begins for the first pixel, and its first row of the kernel. */
function eachRun(
  k: KernelBuilder,
  geometry: Geometry,
  { at, pitch }: Laid,
  body: (run: Address, row: I32, length: number) => void,
): void {
  const { f } = k
  const { down, across, length } = runsOf(geometry, pitch)
  f.loop(down.count, (y) => {
    f.loop(across.count, (x) => {
      const place = f.let(i32.add(i32.mul(y, VALUE * down.step), i32.mul(x, VALUE * across.step)))
      const row = f.let(i32.mul(i32.add(i32.mul(y, across.count), x), length))
      body(behind(at, place), row, length)
    })
  })
}

/** Vectors of sums that are held in registers while the list is gone over. */
const HELD = 12

/** Behind a pool, filter by filter: the sums of each lie side by side in working memory, and are put in their places at the end. */
function ofEntries(k: KernelBuilder, spec: FilterGradient, pooled: PooledSource, partials: Address): void {
  const { f } = k
  const { geometry, source } = spec
  const { input, output, strides } = geometry
  const { channels } = input
  const filters = output.channels
  const entries = openEntries(k, pooled)
  const layout = layOut(k, geometry)
  const { perRun, runs, length } = stretchesOf(geometry, layout.pitch)
  const perFilter = 4 * perRun * runs.length
  const sums = k.scratch(filters * perFilter)
  f.clear(sums, VALUE * filters * perFilter)

  k.eachImage((behindFirst) => {
    const image = layout.lay(behind(k.buffer(spec.input), behindFirst(valuesOf(input))))
    const values = behindFirst(pooled.height * pooled.width * filters)
    const list = {
      source: pooled,
      filters,
      gradients: behind(k.buffer(source.buffer), values),
      codes: behind(k.buffer(pooled.codes), values),
    }
    const start = k.pointer(image.at)
    f.loop(
      VALUE * filters,
      (filter) => {
        listEntries(k, entries, list, filter, {
          start,
          step: [strides[0] * image.pitch, strides[1] * VALUE * channels],
        })
        const own = k.pointer(behind(sums, i32.mul(filter, perFilter)))
        const runsHeld = Math.max(1, Math.floor(HELD / perRun))
        for (let first = 0; first < runs.length; first += runsHeld) {
          for (let vector = 0; vector < perRun; vector += HELD) {
            const held = runs.slice(first, first + runsHeld).flatMap((place, i) =>
              Array.from({ length: Math.min(HELD, perRun - vector) }, (_, j) => {
                const at = { base: own, offset: VECTOR * ((first + i) * perRun + vector + j) }
                return { at, sum: f.let(v128.load(at)), offset: VALUE * place + VECTOR * (vector + j) }
              }),
            )
            eachEntry(k, entries, (place, gradient, apart) => {
              const factor = f.let(v128.loadSplat(gradient))
              for (const { sum, offset } of held) {
                f.set(sum, k.madd(factor, v128.load({ base: place, offset }), sum))
                apart()
              }
            })
            for (const { at, sum } of held) f.storeV128(at, sum)
          }
        }
      },
      { by: VALUE },
    )
  })

  // From filters x stretches x values to weights x filters.
  const row = VALUE * filters
  f.loop(runs.length, (run) => {
    f.loop(length, (value) => {
      const from = k.pointer(behind(sums, i32.add(i32.mul(run, VECTOR * perRun), i32.mul(value, VALUE))))
      const to = k.pointer(behind(partials, i32.mul(i32.add(i32.mul(run, length), value), row)))
      f.loop(
        row,
        (filter) => {
          f.storeI32({ base: i32.add(to, filter), offset: 0 }, i32.load({ base: from, offset: 0 }))
          f.increase(from, VALUE * perFilter)
        },
        { by: VALUE },
      )
    })
  })
}

/** The window's stretches as places known beforehand, in values. */
function stretchesOf(geometry: Geometry, pitch: number) {
  const { down, across, length } = runsOf(geometry, pitch)
  const runs = Array.from(
    { length: down.count * across.count },
    (_, i) => Math.floor(i / across.count) * down.step + (i % across.count) * across.step,
  )
  return { runs, length, perRun: vectorsOf(length) }
}
