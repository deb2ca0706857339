import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../model/random'
import { keepsSum, type PointwiseActivation } from '../plan/activations'
import { errorOf } from '../errorOf.fixture'
import { isLeftBehind, stateOf } from '../executor.fixture'
import { EXECUTORS } from './executors.fixture'
import { ACTIVATIONS, referenceOf } from './referenceActivations.fixture'

const relu = { kind: 'relu', maxValue: null, negativeSlope: 0, threshold: 0 } as const

const CASES: readonly PointwiseActivation[] = [
  ...(Object.keys(ACTIVATIONS) as readonly (keyof typeof ACTIVATIONS)[]),
  relu,
  { ...relu, negativeSlope: 0.3 },
  { ...relu, maxValue: 1.5 },
  { ...relu, threshold: 1 },
  { ...relu, maxValue: 2, negativeSlope: 0.1, threshold: 0.5 },
  { ...relu, maxValue: 0.5, negativeSlope: 2, threshold: 1 },
  { kind: 'elu', alpha: 0.2 },
  { kind: 'elu', alpha: 0 },
  { kind: 'affine', scale: -2.5, offset: 0.75 },
]

const CUTTING_OFF: ReadonlySet<PointwiseActivation> = new Set(['softplus', 'sigmoid', 'tanh'])

const FAR = Float32Array.of(-1e6, -100, 100, 1e6)

describe.each(EXECUTORS)('on %s', (_executor, executor) => {
  /** The function of every value, and its derivative as an operation behind it computes it from what is kept. */
  const run = async (
    activation: PointwiseActivation,
    z: Float32Array<ArrayBuffer>,
    count: number,
    batchSize = count,
  ) => {
    const common = { layer: 'layer', batchSize, values: z.length / batchSize }
    const kept = { buffer: keepsSum(activation) ? 'input' : 'output', activation }
    const actual = await executor.run(
      [
        { kind: 'pointwiseForward', ...common, activation, input: 'input', output: 'output' },
        { kind: 'dropoutInputGradient', ...common, index: 0, rate: 0, from: 'ones', to: 'slope', kept },
      ],
      { ...stateOf(count), input: z, ones: new Float32Array(z.length).fill(1) },
      { output: z.length, slope: z.length },
    )
    return { output: new Float32Array(actual['output']!), slope: new Float32Array(actual['slope']!) }
  }

  describe.each(CASES.map((activation) => [activation]))('%j', (activation) => {
    const { f, df } = referenceOf(activation)

    it.each([
      [0.5, 35],
      [4, 36],
    ])('agrees with float64, and its derivative too, on values of about %d, %i an image', async (size, values) => {
      const random = createRandom(values)
      const z = Float32Array.from({ length: 3 * values }, () => size * random.normal())
      const { output, slope } = await run(activation, z, 3)
      expect(errorOf(output, Float64Array.from(z, f))).toBeLessThan(1e-5)
      expect(errorOf(slope, Float64Array.from(z, df))).toBeLessThan(1e-5)
    })

    it('stays right far out', async () => {
      const { output, slope } = await run(activation, FAR, 1)
      FAR.forEach((z, i) => {
        expect(Math.abs(output[i]! - f(z))).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(f(z))))
        expect(Math.abs(slope[i]! - df(z))).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(df(z))))
      })
    })
  })

  // A device may take NaN for a number where an argument is cut off, as in the others.
  it.each(CASES.filter((activation) => !CUTTING_OFF.has(activation)).map((activation) => [activation]))(
    '%j passes on what is not a number',
    async (activation) => {
      const { output } = await run(activation, Float32Array.of(NaN, 1, 1, 1), 1)
      expect([...output].map(Number.isNaN)).toEqual([true, false, false, false])
    },
  )

  it.each([3, 8])('leaves what is behind a short batch: %i values an image', async (values) => {
    const { output } = await run('relu', new Float32Array(50 * values).fill(1), 2, 50)
    expect([...output.subarray(0, 2 * values)]).toEqual(Array.from({ length: 2 * values }, () => 1))
    expect(isLeftBehind(executor, output.buffer, 2 * values)).toBe(true)
  })
})
