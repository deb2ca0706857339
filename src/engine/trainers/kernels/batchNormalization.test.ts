import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../model/random'
import type { PointwiseActivation } from '../plan/activations'
import { COMMON } from '../plan/buffers'
import type { Operation } from '../plan/operation'
import { BATCH_STATISTICS, PART_MOMENTS } from '../plan/operations/batchNormalization'
import { errorOf } from '../errorOf.fixture'
import { isLeftBehind, runsOn, stateOf, type Executor } from '../executor.fixture'
import { EXECUTORS } from './executors.fixture'
import { referenceOf } from './referenceActivations.fixture'
import { byChannel, momentsOf, normalise, normaliseBackward } from './referenceNormalization.fixture'

interface Case {
  readonly positions: number
  readonly channels: number
  readonly runs?: number
  readonly batch?: number
  readonly count?: number
  readonly activation?: PointwiseActivation
  readonly scale?: boolean
  readonly center?: boolean
  readonly mean?: number
  readonly deviation?: number
}

const CASES: readonly Case[] = [
  { positions: 1, channels: 256, batch: 64 },
  { positions: 1, channels: 7, batch: 5, activation: 'relu' },
  { positions: 1, channels: 1, batch: 6 },
  { positions: 35, channels: 64, runs: 3, activation: 'relu' },
  { positions: 35, channels: 64, runs: 3, count: 5, activation: 'gelu' },
  { positions: 49, channels: 3, runs: 2, count: 4, activation: 'tanh' },
  { positions: 49, channels: 1, runs: 5 },
  { positions: 20, channels: 33, runs: 4, count: 2, scale: false },
  { positions: 20, channels: 12, runs: 4, center: false },
  { positions: 20, channels: 12, scale: false, center: false, activation: 'swish' },
  { positions: 30, channels: 68, runs: 70, batch: 5 },
  { positions: 30, channels: 5, runs: 90, count: 4, batch: 5 },
  { positions: 100, channels: 8, runs: 3, mean: 1000, deviation: 1 },
  { positions: 100, channels: 5, mean: -100_000, deviation: 0.5 },
  { positions: 16, channels: 4, runs: 2, deviation: 1e-4 },
]

/** A layer on a batch of random values, whose input an activation made, from its operations and from float64 loops. */
function makeLayer(one: Case, executor: Executor) {
  const runs = runsOn(executor, one.runs ?? 1)
  const { positions, channels, batch = 7, count = batch, activation = 'linear' } = one
  const { scale = true, center = true, mean = 0.3, deviation = 2 } = one
  const random = createRandom(4)
  const length = batch * positions * channels
  const draw = (size: number, about = 0, by = 1): Float32Array<ArrayBuffer> =>
    Float32Array.from({ length: size }, () => about + by * random.normal())
  const x = draw(length, mean, deviation)
  const weights = new Float32Array([
    ...(scale ? draw(channels, 1, 0.3) : []),
    ...(center ? draw(channels) : []),
    // Other weights lie before those that don't train.
    7,
    ...draw(channels, mean, deviation),
    ...draw(channels, 2, 0.2).map((value) => value * deviation ** 2),
  ])
  const betaOffset = scale ? channels : 0
  const movingMeanOffset = betaOffset + (center ? channels : 0) + 1
  const movingVarianceOffset = movingMeanOffset + channels
  const epsilon = 0.001
  const momentum = 0.9

  const matrix = { layer: 'normalization', batchSize: batch, positions, channels }
  const inParts = executor.parts !== undefined
  const moments = { buffer: 'moments', runs }
  const forward: readonly Operation[] = [
    ...(runs > 1 || inParts
      ? [{ kind: 'batchMoments', ...matrix, input: 'input', runs, moments: 'moments' } as const]
      : []),
    {
      kind: 'batchStatistics',
      ...matrix,
      input: 'input',
      ...(runs > 1 || inParts ? { moments } : {}),
      momentum,
      epsilon,
      ...(scale ? { gammaOffset: 0 } : {}),
      ...(center ? { betaOffset } : {}),
      movingMeanOffset,
      movingVarianceOffset,
      statistics: 'statistics',
    },
    {
      kind: 'batchNormalizationForward',
      ...matrix,
      input: 'input',
      statistics: 'statistics',
      activation,
      output: 'output',
      sums: 'sums',
    },
  ]
  const at = scale || !center ? { gammaAt: 0, betaAt: channels } : { gammaAt: channels, betaAt: 0 }
  const sums: Operation = {
    kind: 'normalizationGradientSums',
    ...matrix,
    input: 'input',
    source: 'source',
    statistics: 'statistics',
    statisticsOf: 'channel',
    runs,
    partials: runs > 1 ? 'partials' : 'weight gradients',
    length: 2 * channels,
    ...at,
  }
  const backward: readonly Operation[] = [
    sums,
    ...(runs > 1
      ? [
          {
            kind: 'sumRuns',
            layer: '',
            runs,
            length: 2 * channels,
            partials: 'partials',
            sums: 'weight gradients',
          } as const,
        ]
      : []),
    {
      kind: 'batchNormalizationInputGradient',
      ...matrix,
      input: 'input',
      source: 'source',
      statistics: 'statistics',
      sums: 'weight gradients',
      ...at,
      gradient: 'gradient',
      kept: { buffer: 'kept', activation: 'tanh' },
    },
  ]
  const used = count * positions * channels
  const seen = x.subarray(0, used)
  const gamma = scale ? weights.subarray(0, channels) : new Float32Array(channels).fill(1)
  const beta = center ? weights.subarray(betaOffset, betaOffset + channels) : new Float32Array(channels)
  const movingMean = weights.subarray(movingMeanOffset, movingMeanOffset + channels)
  const movingVariance = weights.subarray(movingVarianceOffset, movingVarianceOffset + channels)
  return {
    ...{ forward, backward, channels, count, activation, epsilon, momentum, weights, x, seen, used, at },
    ...{ gamma, beta, movingMean, movingVariance, movingMeanOffset, movingVarianceOffset },
    source: draw(length),
    kept: draw(length).map(Math.tanh),
    groups: byChannel(channels),
    lengths: {
      moments: runs * PART_MOMENTS.rows * channels,
      partials: runs * 2 * channels,
      'weight gradients': 2 * channels,
      statistics: BATCH_STATISTICS.rows * channels,
      output: length,
      sums: length,
      gradient: length,
      [COMMON.weights]: weights.length,
    },
  }
}

const read = (buffer: ArrayBuffer | undefined, from: number, length: number): Float32Array =>
  new Float32Array(buffer!, 4 * from, length)

describe.each(EXECUTORS)('BatchNormalization on %s', (_executor, executor) => {
  it.each(CASES)('agrees with float64 loops in training: %o', async (one) => {
    const layer = makeLayer(one, executor)
    const { channels, weights, x, seen, used, gamma, beta, epsilon, momentum, groups, count } = layer
    const actual = await executor.run(
      [...layer.forward, ...layer.backward],
      { ...stateOf(count), input: x, [COMMON.weights]: weights, source: layer.source, kept: layer.kept },
      layer.lengths,
    )
    const moments = momentsOf(groups, seen)
    const z = normalise(groups, seen, moments, { epsilon, gamma, beta })
    expect(errorOf(read(actual['output'], 0, used), z.map(referenceOf(layer.activation).f))).toBeLessThan(1e-5)
    if (layer.activation === 'gelu') expect(errorOf(read(actual['sums'], 0, used), z)).toBeLessThan(1e-5)

    const moving = (before: Float32Array, batch: Float64Array): Float64Array =>
      batch.map((value, i) => before[i]! * momentum + value * (1 - momentum))
    const after = (offset: number): Float32Array => read(actual[COMMON.weights], offset, channels)
    expect(errorOf(after(layer.movingMeanOffset), moving(layer.movingMean, moments.mean))).toBeLessThan(1e-5)
    const variances = moving(layer.movingVariance, moments.variance)
    expect(errorOf(after(layer.movingVarianceOffset), variances)).toBeLessThan(1e-5)
    const others = weights.subarray(0, layer.movingMeanOffset)
    expect(read(actual[COMMON.weights], 0, others.length)).toEqual(others)

    const { dx, dGamma, dBeta } = normaliseBackward(groups, seen, layer.source.subarray(0, used), {
      epsilon,
      gamma,
      beta,
    })
    const sums = (from: number): Float32Array => read(actual['weight gradients'], from, channels)
    expect(errorOf(sums(layer.at.gammaAt), dGamma)).toBeLessThan(1e-5)
    expect(errorOf(sums(layer.at.betaAt), dBeta)).toBeLessThan(1e-5)
    const expected = dx.map((value, i) => value * (1 - layer.kept[i]! ** 2))
    expect(errorOf(read(actual['gradient'], 0, used), expected)).toBeLessThan(1e-5)
    // Places of images that aren't in the batch stay as they were.
    expect(isLeftBehind(executor, actual['output'], used)).toBe(true)
  })

  it.each(CASES.slice(0, 10))('takes the moving statistics in evaluation, and leaves them: %o', async (one) => {
    const layer = makeLayer(one, executor)
    const { weights, x, seen, used, gamma, beta, epsilon, groups, count } = layer
    const actual = await executor.run(
      layer.forward,
      { ...stateOf(count, { training: 0 }), input: x, [COMMON.weights]: weights },
      layer.lengths,
    )
    const moving = { mean: layer.movingMean, variance: layer.movingVariance }
    const z = normalise(groups, seen, moving, { epsilon, gamma, beta })
    expect(errorOf(read(actual['output'], 0, used), z.map(referenceOf(layer.activation).f))).toBeLessThan(1e-5)
    expect(read(actual[COMMON.weights], 0, weights.length)).toEqual(weights)
  })

  it('reads an input once that is also what an activation left', async () => {
    const layer = makeLayer({ positions: 9, channels: 6 }, executor)
    const kept = layer.x.map(Math.tanh)
    const { groups, epsilon, gamma, beta } = layer
    const operations = [...layer.forward, ...layer.backward].map((operation) =>
      operation.kind === 'batchNormalizationInputGradient'
        ? { ...operation, kept: { buffer: 'input', activation: 'tanh' } as const }
        : operation,
    )
    const actual = await executor.run(
      operations,
      { ...stateOf(layer.count), input: kept, [COMMON.weights]: layer.weights, source: layer.source },
      layer.lengths,
    )
    const { dx } = normaliseBackward(groups, kept, layer.source, { epsilon, gamma, beta })
    const expected = dx.map((value, i) => value * (1 - kept[i]! ** 2))
    expect(errorOf(new Float32Array(actual['gradient']!), expected)).toBeLessThan(1e-5)
  })
})
