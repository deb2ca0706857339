import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../model/random'
import type { PointwiseActivation } from '../../plan/activations'
import { COMMON } from '../../plan/buffers'
import type { Operation } from '../../plan/operation'
import { BATCH_STATISTICS, PART_MOMENTS } from '../../plan/operations/batchNormalization'
import { errorOf } from '../../errorOf.fixture'
import { stateOf } from '../../executor.fixture'
import { referenceOf } from '../../kernels/referenceActivations.fixture'
import { byChannel, momentsOf, normalise, normaliseBackward } from '../../kernels/referenceNormalization.fixture'
import { compareLayerType } from '../../compareLayer.fixture'
import { runParts, wasmExecutor } from '../wasmExecutor.fixture'

interface Case {
  readonly positions: number
  readonly channels: number
  /** Images of each part: as many in each as in the first, until there are none left. */
  readonly parts: readonly number[]
  readonly activation?: PointwiseActivation
  readonly scale?: boolean
  readonly center?: boolean
  readonly mean?: number
  readonly deviation?: number
  /** The first row's values lie so many deviations away. */
  readonly outlier?: number
}

const CASES: readonly Case[] = [
  { positions: 1, channels: 7, parts: [3, 2], activation: 'relu' },
  { positions: 1, channels: 1, parts: [2, 2, 2] },
  { positions: 35, channels: 64, parts: [3, 3, 1], activation: 'relu' },
  { positions: 35, channels: 64, parts: [3, 2, 0], activation: 'gelu' },
  { positions: 49, channels: 3, parts: [4, 0], activation: 'tanh' },
  { positions: 49, channels: 1, parts: [4, 3] },
  { positions: 20, channels: 33, parts: [1, 1], scale: false },
  { positions: 20, channels: 12, parts: [4, 3], center: false },
  { positions: 20, channels: 12, parts: [4, 3], scale: false, center: false, activation: 'swish' },
  { positions: 30, channels: 68, parts: [2, 2, 1] },
  { positions: 1000, channels: 8, parts: [4, 4, 1], mean: 1000, deviation: 1 },
  { positions: 100, channels: 5, parts: [4, 3], mean: -100_000, deviation: 0.5 },
  { positions: 100, channels: 6, parts: [4, 3], mean: 5, deviation: 0.1, outlier: -50 },
  { positions: 16, channels: 4, parts: [2, 2], deviation: 1e-4 },
]

/** A layer on a batch of random values, whose input an activation made, from its operations and from float64 loops. */
function makeLayer(one: Case) {
  const { positions, channels, parts: sizes, activation = 'linear' } = one
  const { scale = true, center = true, mean = 0.3, deviation = 2, outlier = 0 } = one
  const random = createRandom(4)
  const runs = sizes.length
  const count = sizes.reduce((sum, images) => sum + images, 0)
  const length = count * positions * channels
  const draw = (size: number, about = 0, by = 1): Float32Array<ArrayBuffer> =>
    Float32Array.from({ length: size }, () => about + by * random.normal())
  const x = draw(length, mean, deviation)
  for (let channel = 0; channel < channels; channel++) x[channel]! += outlier * deviation
  const weights = new Float32Array([
    ...(scale ? draw(channels, 1, 0.3) : []),
    ...(center ? draw(channels) : []),
    // Other weights lie before those that don't train.
    7,
    ...draw(channels, mean, deviation),
    ...draw(channels, 2, 0.2).map((value) => value * deviation ** 2),
    8,
  ])
  const betaOffset = scale ? channels : 0
  const movingMeanOffset = betaOffset + (center ? channels : 0) + 1
  const movingVarianceOffset = movingMeanOffset + channels
  const epsilon = 0.001
  const momentum = 0.9

  const matrix = { layer: 'normalization', batchSize: sizes[0]!, positions, channels }
  const read = { ...matrix, input: 'input', statistics: 'statistics' }
  const forward: readonly Operation[] = [
    { kind: 'batchMoments', ...matrix, input: 'input', runs, moments: 'moments' },
    {
      kind: 'batchStatistics',
      ...read,
      moments: { buffer: 'moments', runs },
      ...{ momentum, epsilon, movingMeanOffset, movingVarianceOffset },
      ...(scale ? { gammaOffset: 0 } : {}),
      ...(center ? { betaOffset } : {}),
    },
    { kind: 'batchNormalizationForward', ...read, activation, output: 'output', sums: 'sums' },
  ]
  const at = scale || !center ? { gammaAt: 0, betaAt: channels } : { gammaAt: channels, betaAt: 0 }
  const runsOf = { runs, length: 2 * channels, partials: runs > 1 ? 'partials' : 'weight gradients' }
  const backward: readonly Operation[] = [
    { kind: 'normalizationGradientSums', ...read, source: 'source', statisticsOf: 'channel', ...runsOf, ...at },
    ...(runs > 1
      ? [
          {
            kind: 'sumRuns',
            layer: 'normalization',
            ...runsOf,
            imagesOfRun: sizes[0]!,
            sums: 'weight gradients',
          } as const,
        ]
      : []),
    {
      kind: 'batchNormalizationInputGradient',
      ...read,
      source: 'source',
      sums: 'weight gradients',
      ...at,
      gradient: 'gradient',
      kept: { buffer: 'kept', activation: 'tanh' },
    },
  ]
  const source = draw(length)
  const kept = draw(length).map(Math.tanh)

  const run = async (operations: readonly Operation[], training: number) => {
    let first = 0
    const parts = sizes.map((images) => {
      const own = images * positions * channels
      const cut = (values: Float32Array<ArrayBuffer>) => values.slice(first, first + own)
      const inputs = { input: cut(x), source: cut(source), kept: cut(kept) }
      first += own
      return { images, inputs, outputs: { output: own, sums: own, gradient: own } }
    })
    const made = await runParts(
      operations,
      {
        inputs: { ...stateOf(count, { training }), [COMMON.weights]: weights },
        outputs: {
          moments: runs * PART_MOMENTS.rows * channels,
          partials: runs * 2 * channels,
          'weight gradients': 2 * channels,
          statistics: BATCH_STATISTICS.rows * channels,
          [COMMON.weights]: weights.length,
        },
      },
      parts,
    )
    return {
      /** Of all images, one after another. */
      ofImages: (name: string) => Float32Array.from(made.parts.flatMap((part) => [...new Float32Array(part[name]!)])),
      weights: new Float32Array(made.batch[COMMON.weights]!),
      gradients: new Float32Array(made.batch['weight gradients']!),
    }
  }
  const from = (offset: number): Float32Array => weights.subarray(offset, offset + channels)
  return {
    ...{ forward, backward, run, channels, activation, epsilon, momentum, weights, x, source, kept, at },
    gamma: scale ? from(0) : new Float32Array(channels).fill(1),
    beta: center ? from(betaOffset) : new Float32Array(channels),
    ...{ movingMeanOffset, movingVarianceOffset, movingMean: from(movingMeanOffset) },
    movingVariance: from(movingVarianceOffset),
    groups: byChannel(channels),
  }
}

describe('BatchNormalization in parts', () => {
  it.each(CASES)('agrees with float64 loops over the whole batch: %o', async (one) => {
    const layer = makeLayer(one)
    const { channels, weights, x, gamma, beta, epsilon, momentum, groups } = layer
    const actual = await layer.run([...layer.forward, ...layer.backward], 1)
    const moments = momentsOf(groups, x)
    const z = normalise(groups, x, moments, { epsilon, gamma, beta })
    expect(errorOf(actual.ofImages('output'), z.map(referenceOf(layer.activation).f))).toBeLessThan(1e-5)
    if (layer.activation === 'gelu') expect(errorOf(actual.ofImages('sums'), z)).toBeLessThan(1e-5)

    const moving = (before: Float32Array, batch: Float64Array): Float64Array =>
      batch.map((value, i) => before[i]! * momentum + value * (1 - momentum))
    const after = (offset: number): Float32Array => actual.weights.subarray(offset, offset + channels)
    expect(errorOf(after(layer.movingMeanOffset), moving(layer.movingMean, moments.mean))).toBeLessThan(1e-5)
    const variances = moving(layer.movingVariance, moments.variance)
    expect(errorOf(after(layer.movingVarianceOffset), variances)).toBeLessThan(1e-5)
    const isOther = (_: number, i: number): boolean =>
      i < layer.movingMeanOffset || i >= layer.movingVarianceOffset + channels
    expect(actual.weights.filter(isOther)).toEqual(weights.filter(isOther))

    const { dx, dGamma, dBeta } = normaliseBackward(groups, x, layer.source, { epsilon, gamma, beta })
    const sums = (from: number): Float32Array => actual.gradients.subarray(from, from + channels)
    expect(errorOf(sums(layer.at.gammaAt), dGamma)).toBeLessThan(1e-5)
    expect(errorOf(sums(layer.at.betaAt), dBeta)).toBeLessThan(1e-5)
    const expected = dx.map((value, i) => value * (1 - layer.kept[i]! ** 2))
    expect(errorOf(actual.ofImages('gradient'), expected)).toBeLessThan(1e-5)
  })

  it.each(CASES.slice(0, 4))('takes the moving statistics in evaluation, and leaves them: %o', async (one) => {
    const layer = makeLayer(one)
    const { weights, x, gamma, beta, epsilon, groups } = layer
    const actual = await layer.run(layer.forward, 0)
    const moving = { mean: layer.movingMean, variance: layer.movingVariance }
    const z = normalise(groups, x, moving, { epsilon, gamma, beta })
    expect(errorOf(actual.ofImages('output'), z.map(referenceOf(layer.activation).f))).toBeLessThan(1e-5)
    expect(actual.weights).toEqual(weights)
  })

  it('computes what Keras computes where a batch is a single part', async () => {
    const all = await compareLayerType({ ...wasmExecutor, parts: 1 }, 'BatchNormalization')
    expect(all.length).toBeGreaterThan(0)
    const isNear = (deviation: number): boolean => deviation < 1e-5
    expect(all.filter((one) => ![one.output, one.gradients, one.updated].every(isNear))).toEqual([])
  })
})
