/** The gradients of gamma and beta, of BatchNormalization and LayerNormalization alike: sums of columns over the rows of a part. */
import { BATCH_STATISTICS } from '../../plan/operations/batchNormalization'
import { LAYER_STATISTICS } from '../../plan/operations/layerNormalization'
import type { NormalizationGradientSums, SumRuns } from '../../plan/operations/normalizationSums'
import { behind, f32x4, i32, v128, type Address } from '../assembler/expressions'
import type { Local } from '../assembler/functionBuilder'
import { VALUE, VECTOR, type Kernel } from '../kernel'
import { overColumns } from './columns'
import { eachVector } from './eachVector'
import { placeIn } from './rows'

const { add, sub, mul, splat } = f32x4

export const normalizationGradientSums: Kernel<NormalizationGradientSums> = (spec, k) => {
  const { f } = k
  const { batchSize, positions, channels, runs, length, gammaAt, betaAt } = spec
  const ofChannel = spec.statisticsOf === 'channel'
  const part = runs === 1 ? 0 : i32.mul(i32.divU(k.first, batchSize), VALUE * length)
  const partials = k.pointer(behind(k.buffer(spec.partials), part))
  const rows = f.let(i32.mul(k.images, positions))
  overColumns(k, { rows, columns: channels, count: 2 }, (column, vectors) => {
    const statistic = (row: number, vector: number): Local<'v128'> => {
      const all = behind(k.buffer(spec.statistics), VALUE * row * channels + vector * VECTOR)
      return f.let(v128.load(behind(all, column)))
    }
    const isRead = ofChannel && gammaAt !== undefined
    const pivots = Array.from({ length: isRead ? vectors : 0 }, (_, vector) =>
      statistic(BATCH_STATISTICS.pivot, vector),
    )
    const totals = Array.from({ length: vectors }, () => ({ gamma: f.let(splat(0)), beta: f.let(splat(0)) }))
    return {
      row(start, index, further) {
        if (ofChannel || gammaAt === undefined) return undefined
        const at = i32.mul(index, VALUE * LAYER_STATISTICS.values)
        const own = behind(behind(k.buffer(spec.statistics), VALUE * LAYER_STATISTICS.values * further), at)
        return {
          first: f.let(v128.loadSplat(placeIn(k, spec.input, start))),
          mean: f.let(v128.loadSplat(behind(own, VALUE * LAYER_STATISTICS.mean))),
          inverse: f.let(v128.loadSplat(behind(own, VALUE * LAYER_STATISTICS.inverse))),
        }
      },
      add([gamma, beta], vector, at, row) {
        const dy = f.let(v128.load(placeIn(k, spec.source, at)))
        f.set(beta!, add(beta!, dy))
        if (gammaAt === undefined) return
        const x = v128.load(placeIn(k, spec.input, at))
        const normalised = row ? mul(sub(sub(x, row.first), row.mean), row.inverse) : sub(x, pivots[vector]!)
        f.set(gamma!, k.madd(dy, normalised, gamma!))
      },
      end([gamma, beta], vector) {
        const total = totals[vector]!
        f.set(total.gamma, add(total.gamma, gamma!))
        f.set(total.beta, add(total.beta, beta!))
      },
      close(vector, lanes) {
        const { gamma, beta } = totals[vector]!
        const store = (at: number, value: Local<'v128'>): void => {
          const place: Address = { base: i32.add(partials, column), offset: VALUE * at + vector * VECTOR }
          f.storeLanes(place, value, lanes)
        }
        if (betaAt !== undefined) store(betaAt, beta)
        if (gammaAt === undefined) return
        if (!ofChannel) return store(gammaAt, gamma)
        // What is the same for the whole column. The mean behind the pivot is next to nothing, so nothing cancels out.
        const centred = sub(gamma, mul(statistic(BATCH_STATISTICS.mean, vector), beta))
        store(gammaAt, f.let(mul(centred, statistic(BATCH_STATISTICS.inverse, vector))))
      },
    }
  })
}

export const sumRuns: Kernel<SumRuns> = ({ runs, imagesOfRun, length, partials, sums }, k) => {
  const { f } = k
  const images = f.let(k.stateI32('count'))
  eachVector(k, length, (at, lanes) => {
    const total = f.let(v128.load(behind(k.buffer(partials), at)))
    f.loop(
      runs,
      (run) => {
        const row = behind(behind(k.buffer(partials), at), i32.mul(run, VALUE * length))
        const addRun = (): void => f.set(total, add(total, v128.load(row)))
        if (imagesOfRun === undefined) addRun()
        else f.when(i32.ltS(i32.mul(run, imagesOfRun), images), addRun)
      },
      { from: 1 },
    )
    f.storeLanes(behind(k.buffer(sums), at), total, lanes)
  })
}
