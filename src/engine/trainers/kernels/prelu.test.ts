import { describe, expect, it } from 'vitest'
import { sizeOf, type Shape } from '../../../model/layers/define'
import { createRandom } from '../../../model/random'
import { COMMON } from '../plan/buffers'
import { alphaSplitsFor } from '../plan/operations/prelu'
import { errorOf } from '../errorOf.fixture'
import { isLeftBehind, runsOn, stateOf } from '../executor.fixture'
import { EXECUTORS } from './executors.fixture'
import { ACTIVATIONS } from './referenceActivations.fixture'

const CASES: readonly { shape: Shape; alphaShape: Shape; batch: number; count: number }[] = [
  { shape: [7], alphaShape: [7], batch: 3, count: 2 },
  { shape: [300], alphaShape: [1], batch: 65, count: 65 },
  { shape: [5, 6, 3], alphaShape: [5, 6, 3], batch: 4, count: 3 },
  { shape: [28, 28, 16], alphaShape: [1, 1, 16], batch: 5, count: 4 },
  { shape: [9, 7, 70], alphaShape: [1, 1, 70], batch: 3, count: 3 },
  { shape: [6, 5, 4], alphaShape: [6, 1, 4], batch: 3, count: 3 },
  { shape: [6, 5, 4], alphaShape: [1, 5, 1], batch: 3, count: 1 },
  { shape: [6, 1, 4], alphaShape: [6, 1, 1], batch: 3, count: 3 },
  { shape: [40, 40, 4], alphaShape: [1, 1, 1], batch: 6, count: 5 },
  { shape: [1, 1, 1], alphaShape: [1, 1, 1], batch: 1, count: 1 },
]

/** For each value of an image, the place of its alpha. */
function alphaPlaces(shape: Shape, alphaShape: Shape): readonly number[] {
  return Array.from({ length: sizeOf(shape) }, (_, value) => {
    const at: number[] = []
    for (let axis = shape.length - 1, rest = value; axis >= 0; axis--) {
      at.unshift(rest % shape[axis]!)
      rest = Math.floor(rest / shape[axis]!)
    }
    return alphaShape.reduce((place, length, axis) => place * length + (length === 1 ? 0 : at[axis]!), 0)
  })
}

describe.each(EXECUTORS)('PReLU on %s', (_executor, executor) => {
  it.each(CASES)('agrees with float64: $shape, alpha $alphaShape, $count of $batch images', async (one) => {
    const { shape, alphaShape, batch, count } = one
    const [values, alphas] = [sizeOf(shape), sizeOf(alphaShape)]
    const random = createRandom(values)
    const draw = (length: number) => Float32Array.from({ length }, () => random.normal())
    const input = draw(batch * values)
    const source = draw(batch * values)
    const kept = draw(batch * values).map(Math.tanh)
    const alphaOffset = 3
    const weights = draw(alphaOffset + alphas + 2)

    const places = alphaPlaces(shape, alphaShape)
    const output = new Float64Array(count * values)
    const dx = new Float64Array(count * values)
    const dAlpha = new Float64Array(alphas)
    for (let at = 0; at < count * values; at++) {
      const place = places[at % values]!
      const alpha = weights[alphaOffset + place]!
      const z = input[at]!
      output[at] = z > 0 ? z : alpha * z
      dx[at] = source[at]! * (z > 0 ? 1 : alpha) * ACTIVATIONS.tanh.df(Math.atanh(kept[at]!))
      dAlpha[place]! += source[at]! * Math.min(z, 0)
    }

    const common = { layer: 'layer', batchSize: batch, shape, alphaShape, input: 'input' }
    const splits = runsOn(executor, alphaSplitsFor(common))
    const run = () =>
      executor.run(
        [
          { kind: 'preluForward', ...common, alphaOffset, output: 'output' },
          {
            kind: 'preluInputGradient',
            ...common,
            alphaOffset,
            source: 'source',
            gradient: 'gradient',
            kept: { buffer: 'kept', activation: 'tanh' },
          },
          { kind: 'preluAlphaGradient', ...common, source: 'source', partials: 'partials', splits },
        ],
        { ...stateOf(count), input, source, kept, [COMMON.weights]: weights },
        { output: batch * values, gradient: batch * values, partials: splits * alphas },
      )
    const actual = await run()
    const read = (name: string): Float32Array => new Float32Array(actual[name]!)
    expect(errorOf(read('output'), output)).toBeLessThan(1e-5)
    expect(errorOf(read('gradient'), dx)).toBeLessThan(1e-5)
    const sums = Float64Array.from({ length: alphas }, (_, place) =>
      Array.from({ length: splits }, (__, split) => read('partials')[split * alphas + place]!).reduce((a, b) => a + b),
    )
    expect(errorOf(sums, dAlpha)).toBeLessThan(1e-5)
    expect(isLeftBehind(executor, actual['output'], count * values)).toBe(true)
    expect(isLeftBehind(executor, actual['gradient'], count * values)).toBe(true)
    expect((await run())['partials']).toEqual(actual['partials'])
  })
})
