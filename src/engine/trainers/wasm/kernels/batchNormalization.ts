/** BatchNormalization: the moments of a part, the whole batch's statistics, the normalisation, and the input's gradient. */
import { keepsSum } from '../../plan/activations'
import {
  BATCH_STATISTICS,
  PART_MOMENTS,
  type BatchMatrix,
  type BatchMoments,
  type BatchNormalizationForward,
  type BatchNormalizationInputGradient,
  type BatchStatistics,
} from '../../plan/operations/batchNormalization'
import { activate, timesDerivative } from '../activations'
import { behind, f32, f32x4, i32, num, v128, type Address, type I32 } from '../assembler/expressions'
import type { Local } from '../assembler/functionBuilder'
import { VALUE, VECTOR, vectorsOf, type Kernel, type KernelBuilder } from '../kernel'
import { overColumns } from './columns'
import { joinMoments } from './moments'
import { eachVector } from './eachVector'
import { overRows, placeIn } from './rows'

const { add, sub, mul, div, splat } = f32x4

function rowsOfPart(k: KernelBuilder, { positions }: BatchMatrix): Local<'i32'> {
  return k.f.let(i32.mul(k.images, positions))
}

/** Each run of rows is taken about the mean of those before it, which is near its own. */
export const batchMoments: Kernel<BatchMoments> = (spec, k) => {
  const { f } = k
  const { batchSize, channels } = spec
  f.when(k.stateI32('training'), () => {
    const part = i32.mul(i32.divU(k.first, batchSize), VALUE * PART_MOMENTS.rows * channels)
    const moments = k.pointer(behind(k.buffer(spec.moments), part))
    const counted = f.local('f32')
    overColumns(k, { rows: rowsOfPart(k, spec), columns: channels, count: 2 }, (column, vectors) => {
      f.set(counted, num(0))
      const all = Array.from({ length: vectors }, (_, vector) => {
        const first = v128.load(placeIn(k, spec.input, { base: column, offset: vector * VECTOR }))
        const [mean, squares] = [f.let(splat(0)), f.let(splat(0))]
        return { first: f.let(first), pivot: f.local('v128'), mean, squares }
      })
      return {
        begin(vector) {
          const { first, pivot, mean } = all[vector]!
          f.set(pivot, add(first, mean))
        },
        row: () => undefined,
        add([sum, squares], vector, at) {
          const x = f.let(sub(v128.load(placeIn(k, spec.input, at)), all[vector]!.pivot))
          f.set(sum!, add(sum!, x))
          f.set(squares!, k.madd(x, x, squares!))
        },
        end([sum, squares], vector, rows) {
          const { first, pivot, mean, squares: total } = all[vector]!
          const behindPivot = f.let(div(sum!, splat(rows)))
          const apart = f.let(sub(add(sub(pivot, first), behindPivot), mean))
          const own = sub(squares!, mul(sum!, behindPivot))
          joinMoments(k, { count: counted, mean, squares: total }, { count: rows, apart, squares: own })
          if (vector === vectors - 1) f.set(counted, f32.add(counted, rows))
        },
        close(vector, lanes) {
          const { first, mean, squares } = all[vector]!
          for (const [row, value] of [
            [PART_MOMENTS.pivot, first],
            [PART_MOMENTS.mean, mean],
            [PART_MOMENTS.squares, squares],
          ] as const) {
            const base = i32.add(moments, column)
            f.storeLanes({ base, offset: VALUE * row * channels + vector * VECTOR }, value, lanes)
          }
        },
      }
    })
  })
}

/** Joins the moments of all parts that have images, in their order. */
export const batchStatistics: Kernel<BatchStatistics> = (spec, k) => {
  const { f } = k
  const { batchSize, positions, channels, moments, frozen, momentum, epsilon } = spec
  const { gammaOffset, betaOffset, movingMeanOffset, movingVarianceOffset } = spec
  if (!moments && !frozen) throw new Error('The statistics of a batch are made of the moments of its parts')
  const images = f.let(k.stateI32('count'))
  const training = f.let(k.stateI32('training'))
  eachVector(k, channels, (column, lanes) => {
    const weight = (offset: number): Address => behind(k.weights(offset), column)
    const [pivot, mean, variance] = [f.local('v128'), f.local('v128'), f.local('v128')]
    const move = (offset: number, value: Local<'v128'>): void => {
      const moved = add(mul(v128.load(weight(offset)), splat(momentum)), mul(value, splat(1 - momentum)))
      f.storeLanes(weight(offset), f.let(moved), lanes)
    }
    const useMoving = (): void => {
      f.set(pivot, v128.load(weight(movingMeanOffset)))
      f.set(mean, splat(0))
      f.set(variance, v128.load(weight(movingVarianceOffset)))
    }
    const useBatch = (ofParts: NonNullable<BatchStatistics['moments']>): void => {
      const counted = f.let(num(0))
      const near = f.let(v128.load(behind(k.buffer(ofParts.buffer), column)))
      const behindNear = f.let(splat(0))
      const squares = f.let(splat(0))
      const part = k.pointer(behind(k.buffer(ofParts.buffer), column))
      const left = f.let(images)
      f.loop(ofParts.runs, () => {
        f.when(i32.gtS(left, 0), () => {
          const own = i32.select(i32.ltS(left, batchSize), left, batchSize)
          const rows = f.let(f32.fromS(i32.mul(own, positions)))
          const of = (row: number) => v128.load({ base: part, offset: VALUE * row * channels })
          const apart = f.let(sub(add(sub(of(PART_MOMENTS.pivot), near), of(PART_MOMENTS.mean)), behindNear))
          joinMoments(
            k,
            { count: counted, mean: behindNear, squares },
            { count: rows, apart, squares: of(PART_MOMENTS.squares) },
          )
          f.set(counted, f32.add(counted, rows))
          f.increase(left, -batchSize)
          f.increase(part, VALUE * PART_MOMENTS.rows * channels)
        })
      })
      // The pivot is the mean itself, as far as it can be held, and what is left is next to nothing.
      f.set(pivot, add(near, behindNear))
      f.set(mean, add(sub(near, pivot), behindNear))
      f.set(variance, div(squares, splat(counted)))
      move(movingMeanOffset, pivot)
      move(movingVarianceOffset, variance)
    }
    if (moments && !frozen) f.when(training, () => useBatch(moments), useMoving)
    else useMoving()
    const write = (row: number, value: Local<'v128'>): void =>
      f.storeLanes(behind(behind(k.buffer(spec.statistics), VALUE * row * channels), column), value, lanes)
    const inverse = f.let(div(splat(1), f32x4.sqrt(add(variance, splat(epsilon)))))
    write(BATCH_STATISTICS.pivot, pivot)
    write(BATCH_STATISTICS.mean, mean)
    write(BATCH_STATISTICS.inverse, inverse)
    const scale = gammaOffset === undefined ? inverse : f.let(mul(inverse, v128.load(weight(gammaOffset))))
    write(BATCH_STATISTICS.scale, scale)
    write(BATCH_STATISTICS.shift, f.let(betaOffset === undefined ? splat(0) : v128.load(weight(betaOffset))))
  })
}

/** Reads a row of the statistics. */
function statisticsOf(k: KernelBuilder, buffer: string, channels: number) {
  return (name: 'pivot' | 'mean' | 'inverse' | 'scale' | 'shift', column: I32): Local<'v128'> =>
    k.f.let(v128.load(behind(behind(k.buffer(buffer), VALUE * BATCH_STATISTICS[name] * channels), column)))
}

export const batchNormalizationForward: Kernel<BatchNormalizationForward> = (spec, k) => {
  const { f } = k
  const { channels, activation } = spec
  const statistic = statisticsOf(k, spec.statistics, channels)
  overRows(
    k,
    { rows: rowsOfPart(k, spec), columns: channels },
    (column) => (['pivot', 'mean', 'scale', 'shift'] as const).map((name) => statistic(name, column)),
    ([pivot, mean, scale, shift], at, lanes) => {
      const x = v128.load(placeIn(k, spec.input, at))
      const z = f.let(k.madd(sub(sub(x, pivot!), mean!), scale!, shift!))
      if (keepsSum(activation)) f.storeLanes(placeIn(k, spec.sums, at), z, lanes)
      f.storeLanes(placeIn(k, spec.output, at), f.let(activate(f, activation, z)), lanes)
    },
  )
}

export const batchNormalizationInputGradient: Kernel<BatchNormalizationInputGradient> = (spec, k) => {
  const { f } = k
  const { positions, channels, kept, gammaAt, betaAt } = spec
  const statistic = statisticsOf(k, spec.statistics, channels)
  const slopes = k.scratch(4 * vectorsOf(channels))
  const levels = k.scratch(4 * vectorsOf(channels))
  const share = f.let(splat(f32.div(1, f32.fromU(i32.mul(k.stateI32('count'), positions)))))
  eachVector(k, channels, (column) => {
    const sum = (at: number) => v128.load(behind(behind(k.buffer(spec.sums), VALUE * at), column))
    f.storeV128(behind(slopes, column), mul(mul(statistic('inverse', column), sum(gammaAt)), share))
    f.storeV128(behind(levels, column), mul(sum(betaAt), share))
  })
  overRows(
    k,
    { rows: rowsOfPart(k, spec), columns: channels },
    (column) => [
      ...(['pivot', 'mean', 'scale'] as const).map((name) => statistic(name, column)),
      ...[slopes, levels].map((values) => f.let(v128.load(behind(values, column)))),
    ],
    ([pivot, mean, scale, slope, level], at, lanes) => {
      const load = (buffer: string) => v128.load(placeIn(k, buffer, at))
      const apart = mul(sub(sub(load(spec.input), pivot!), mean!), slope!)
      const value = mul(scale!, sub(sub(load(spec.source), level!), apart))
      const gradient = kept ? timesDerivative(f, kept.activation, value, load(kept.buffer)) : value
      f.storeLanes(placeIn(k, spec.gradient, at), f.let(gradient), lanes)
    },
  )
}
