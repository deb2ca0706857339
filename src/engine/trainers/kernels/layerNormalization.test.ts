import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../model/random'
import type { PointwiseActivation } from '../plan/activations'
import { COMMON } from '../plan/buffers'
import type { Operation } from '../plan/operation'
import { errorOf } from '../errorOf.fixture'
import { isLeftBehind, runsOn, stateOf } from '../executor.fixture'
import { EXECUTORS } from './executors.fixture'
import { referenceOf } from './referenceActivations.fixture'
import { byRow, momentsOf, normalise, normaliseBackward } from './referenceNormalization.fixture'

interface Case {
  /** Rows of one image. */
  readonly rows: number
  readonly length: number
  readonly runs?: number
  readonly batch?: number
  readonly count?: number
  readonly activation?: PointwiseActivation
  readonly scale?: boolean
  readonly center?: boolean
  readonly mean?: number
}

const CASES: readonly Case[] = [
  { rows: 1, length: 256, batch: 9 },
  { rows: 49, length: 64, runs: 3, activation: 'relu' },
  { rows: 20, length: 7, runs: 2, count: 3, activation: 'gelu' },
  { rows: 1, length: 33, batch: 3, center: false, activation: 'tanh' },
  { rows: 1, length: 4_000, batch: 3, count: 2, scale: false },
  { rows: 2, length: 777, batch: 2, scale: false, center: false },
  { rows: 30, length: 12, mean: 10_000 },
  { rows: 3, length: 4, runs: 5 },
  { rows: 3, length: 18, batch: 4 },
]

describe.each(EXECUTORS)('LayerNormalization on %s', (_executor, executor) => {
  it.each(CASES)('agrees with float64 loops: %o', async (one) => {
    const runs = runsOn(executor, one.runs ?? 1)
    const { rows, length, batch = 5, count = batch, activation = 'linear', mean = 0.3 } = one
    const { scale = true, center = true } = one
    const random = createRandom(4)
    const draw = (size: number, about = 0, by = 1): Float32Array<ArrayBuffer> =>
      Float32Array.from({ length: size }, () => about + by * random.normal())
    const size = batch * rows * length
    const x = draw(size, mean, 2)
    const source = draw(size)
    const kept = draw(size).map(Math.tanh)
    const weights = new Float32Array([5, ...draw(length, 1, 0.3), ...draw(length)])
    const epsilon = 0.001
    const gammaOffset = 1
    const betaOffset = 1 + length
    const gammaAt = 0
    const betaAt = scale ? length : 0

    const common = {
      layer: 'normalization',
      batchSize: batch,
      input: 'input',
      statistics: 'statistics',
    }
    const row = { ...common, rows, length }
    const sumsLength = (Number(scale) + Number(center)) * length
    const operations: readonly Operation[] = [
      {
        kind: 'layerNormalizationForward',
        ...row,
        epsilon,
        ...(scale ? { gammaOffset } : {}),
        ...(center ? { betaOffset } : {}),
        activation,
        output: 'output',
        sums: 'sums',
      },
      {
        kind: 'layerNormalizationInputGradient',
        ...row,
        source: 'source',
        ...(scale ? { gammaOffset } : {}),
        gradient: 'gradient',
        kept: { buffer: 'kept', activation: 'tanh' },
      },
      ...(sumsLength > 0
        ? [
            {
              kind: 'normalizationGradientSums',
              ...common,
              positions: rows,
              channels: length,
              source: 'source',
              statisticsOf: 'row',
              runs,
              partials: runs > 1 ? 'partials' : 'weight gradients',
              length: sumsLength,
              ...(scale ? { gammaAt } : {}),
              ...(center ? { betaAt } : {}),
            } as const,
          ]
        : []),
      ...(runs > 1
        ? [
            {
              kind: 'sumRuns',
              layer: 'normalization',
              runs,
              length: sumsLength,
              partials: 'partials',
              sums: 'weight gradients',
            } as const,
          ]
        : []),
    ]
    const actual = await executor.run(
      operations,
      { ...stateOf(count), input: x, [COMMON.weights]: weights, source, kept },
      {
        statistics: 2 * batch * rows,
        output: size,
        sums: size,
        gradient: size,
        partials: Math.max(1, runs * sumsLength),
        'weight gradients': Math.max(1, sumsLength),
      },
    )
    const used = count * rows * length
    const read = (name: string, from: number, until: number): Float32Array =>
      new Float32Array(actual[name]!).subarray(from, until)
    const groups = byRow(length, batch * rows)
    const gamma = scale ? weights.subarray(gammaOffset, betaOffset) : new Float32Array(length).fill(1)
    const beta = center ? weights.subarray(betaOffset) : new Float32Array(length)
    const seen = x.subarray(0, used)
    const z = normalise(groups, seen, momentsOf(groups, seen), { epsilon, gamma, beta })
    expect(errorOf(read('output', 0, used), z.map(referenceOf(activation).f))).toBeLessThan(1e-5)
    if (activation === 'gelu') expect(errorOf(read('sums', 0, used), z)).toBeLessThan(1e-5)
    expect(isLeftBehind(executor, actual['output'], used)).toBe(true)

    const { dx, dGamma, dBeta } = normaliseBackward(groups, seen, source.subarray(0, used), { epsilon, gamma, beta })
    const expected = dx.map((value, i) => value * (1 - kept[i]! ** 2))
    expect(errorOf(read('gradient', 0, used), expected)).toBeLessThan(1e-5)
    if (scale) expect(errorOf(read('weight gradients', gammaAt, gammaAt + length), dGamma)).toBeLessThan(1e-5)
    if (center) expect(errorOf(read('weight gradients', betaAt, betaAt + length), dBeta)).toBeLessThan(1e-5)
  })
})
