import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../model/random'
import type { Operation } from '../plan/operation'
import { errorOf } from '../errorOf.fixture'
import { isLeftBehind, stateOf } from '../executor.fixture'
import { EXECUTORS } from './executors.fixture'
import { ACTIVATIONS } from './referenceActivations.fixture'

const [BATCH, PLACES, CHANNELS] = [8, 60, 50]
const VALUES = PLACES * CHANNELS
const RATE = 0.3
const STDDEV = 0.4
const buffers = { layer: 'noise', index: 2, batchSize: BATCH, from: 'from', to: 'to' }

const OPERATIONS = {
  spatialDropout: { kind: 'spatialDropoutForward', ...buffers, rate: RATE, places: PLACES, channels: CHANNELS },
  gaussianDropout: { kind: 'gaussianDropoutForward', ...buffers, rate: RATE, values: VALUES },
  gaussianNoise: { kind: 'gaussianNoiseForward', ...buffers, stddev: STDDEV, values: VALUES },
} as const satisfies Record<string, Operation>

const ones = new Float32Array(BATCH * VALUES).fill(1)
const meanOf = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length
const deviationOf = (values: Float32Array): number => {
  const mean = meanOf(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}

describe.each(EXECUTORS)('on %s', (_executor, executor) => {
  const runRaw = async (
    operation: Operation,
    from: Float32Array<ArrayBuffer>,
    fields: Parameters<typeof stateOf>[1] = {},
    kept?: Float32Array<ArrayBuffer>,
  ): Promise<ArrayBuffer> => {
    const inputs = { ...stateOf(BATCH, fields), from, ...(kept && { kept }) }
    return (await executor.run([operation], inputs, { to: from.length }))['to']!
  }
  const run = async (...of: Parameters<typeof runRaw>): Promise<Float32Array> => new Float32Array(await runRaw(...of))

  describe.each(Object.entries(OPERATIONS))('%s', (_, operation) => {
    it('draws anew for another step or seed, and the same for the same', async () => {
      const [first, again, nextStep, otherSeed] = await Promise.all([
        run(operation, ones),
        run(operation, ones),
        run(operation, ones, { step: 1 }),
        run(operation, ones, { seed: 2 }),
      ])
      expect(again).toEqual(first)
      expect(nextStep).not.toEqual(first)
      expect(otherSeed).not.toEqual(first)
    })

    it('lets everything pass when it is not training', async () => {
      expect(await run(operation, ones, { training: 0 })).toEqual(ones)
    })

    it('leaves what is behind a short batch', async () => {
      const made = await runRaw(operation, ones, { count: 3 })
      expect(new Float32Array(made).subarray(0, 3 * VALUES).some(Number.isNaN)).toBe(false)
      expect(isLeftBehind(executor, made, 3 * VALUES)).toBe(true)
    })
  })

  describe('spatialDropout', () => {
    it('drops its share of the channels whole, each image its own, and scales the rest', async () => {
      const made = await run(OPERATIONS.spatialDropout, ones)
      const kept: number[] = []
      for (let image = 0; image < BATCH; image++) {
        for (let channel = 0; channel < CHANNELS; channel++) {
          const values = Array.from(
            { length: PLACES },
            (_, place) => made[(image * PLACES + place) * CHANNELS + channel]!,
          )
          expect(new Set(values).size).toBe(1)
          kept.push(values[0]!)
        }
      }
      expect(new Set(kept)).toEqual(new Set([0, Math.fround(1 / (1 - RATE))]))
      const dropped = kept.filter((value) => value === 0).length / kept.length
      expect(dropped).toBeGreaterThan(RATE - 0.07)
      expect(dropped).toBeLessThan(RATE + 0.07)
      expect(kept.slice(0, CHANNELS)).not.toEqual(kept.slice(CHANNELS, 2 * CHANNELS))
    })
  })

  describe('gaussianDropout', () => {
    it('multiplies by draws around 1', async () => {
      const made = await run(OPERATIONS.gaussianDropout, ones)
      expect(meanOf(made)).toBeCloseTo(1, 1)
      expect(deviationOf(made) / Math.sqrt(RATE / (1 - RATE))).toBeCloseTo(1, 1)
      const doubled = await run(
        OPERATIONS.gaussianDropout,
        ones.map((value) => 2 * value),
      )
      expect(
        errorOf(
          doubled,
          made.map((value) => 2 * value),
        ),
      ).toBeLessThan(1e-6)
    })
  })

  describe('gaussianNoise', () => {
    it('adds draws around 0, whatever the values', async () => {
      const made = await run(OPERATIONS.gaussianNoise, ones)
      expect(meanOf(made)).toBeCloseTo(1, 1)
      expect(deviationOf(made) / STDDEV).toBeCloseTo(1, 1)
      const other = await run(
        OPERATIONS.gaussianNoise,
        ones.map((value) => value - 3),
      )
      expect(
        errorOf(
          other,
          made.map((value) => value - 3),
        ),
      ).toBeLessThan(1e-6)
    })
  })

  describe('backward', () => {
    const random = createRandom(1)
    const source = Float32Array.from(ones, () => random.normal())
    const kept = Float32Array.from(ones, () => Math.tanh(random.normal()))
    const target = { kept: { buffer: 'kept', activation: 'tanh' } } as const

    it.each([
      ['spatialDropout', 'spatialDropoutInputGradient'],
      ['gaussianDropout', 'gaussianDropoutInputGradient'],
    ] as const)('%s multiplies by what it multiplied by forward, and by the derivative', async (name, kind) => {
      const backward = { ...OPERATIONS[name], ...target, kind } as Operation
      const factors = await run(OPERATIONS[name], ones)
      const expected = source.map((value, at) => value * factors[at]! * ACTIVATIONS.tanh.df(Math.atanh(kept[at]!)))
      expect(errorOf(await run(backward, source, {}, kept), expected)).toBeLessThan(1e-5)
    })
  })
})
