import { describe, expect, it } from 'vitest'
import type { LayerArgsOf } from '../../../../model/layers/registry'
import { createLayer } from '../../../../model/graph/stack'
import { sizeOf, type Shape } from '../../../../model/layers/define'
import { createRandom } from '../../../../model/random'
import { errorOf } from '../../errorOf.fixture'
import { runLayer } from '../../runLayer.fixture'
import { wasmExecutor } from '../wasmExecutor.fixture'

type SharedAxes = LayerArgsOf['PReLU']['sharedAxes']

const CASES: readonly { shape: Shape; sharedAxes: SharedAxes; count: number }[] = [
  { shape: [7], sharedAxes: 'none', count: 2 },
  { shape: [300], sharedAxes: '1', count: 65 },
  { shape: [5, 6, 3], sharedAxes: 'none', count: 3 },
  { shape: [28, 28, 16], sharedAxes: '1, 2', count: 4 },
  { shape: [9, 7, 70], sharedAxes: '1, 2', count: 3 },
  { shape: [6, 5, 4], sharedAxes: '2', count: 3 },
  { shape: [6, 5, 4], sharedAxes: '1, 3', count: 1 },
  { shape: [6, 1, 4], sharedAxes: '2, 3', count: 3 },
  { shape: [40, 40, 4], sharedAxes: '1, 2, 3', count: 5 },
  { shape: [1, 1, 1], sharedAxes: '1, 2, 3', count: 1 },
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

describe('PReLU', () => {
  it.each(CASES)('agrees with float64: $shape, shared along $sharedAxes, $count images', async (one) => {
    const { shape, sharedAxes, count } = one
    const layer = createLayer('PReLU', { sharedAxes })
    const axes = sharedAxes.split(', ').map(Number)
    const alphaShape = shape.map((length, axis) => (axes.includes(axis + 1) ? 1 : length))
    const [values, alphas] = [count * sizeOf(shape), sizeOf(alphaShape)]
    const random = createRandom(values)
    const draw = (length: number) => Float32Array.from({ length }, () => random.normal())
    const input = draw(values)
    const cotangent = draw(values)
    const kept = draw(values).map(Math.tanh)
    const alpha = draw(alphas)
    const actual = await runLayer(wasmExecutor, {
      ...{ layer, shapes: [shape], count, inputs: [input], weights: [alpha], training: true, cotangent },
      kept: [kept],
    })

    const places = alphaPlaces(shape, alphaShape)
    const placeOf = (at: number): number => places[at % places.length]!
    const dAlpha = new Float64Array(alphas)
    for (const [at, z] of input.entries()) dAlpha[placeOf(at)]! += cotangent[at]! * Math.min(z, 0)
    const slopes = Float64Array.from(input, (z, at) => (z > 0 ? 1 : alpha[placeOf(at)]!))
    const dx = slopes.map((slope, at) => cotangent[at]! * slope * (1 - kept[at]! ** 2))
    expect(
      errorOf(
        actual.output,
        slopes.map((slope, at) => slope * input[at]!),
      ),
    ).toBeLessThan(1e-5)
    expect(errorOf(actual.inputGradients[0]!, dx)).toBeLessThan(1e-5)
    expect(errorOf(actual.weightGradients[0]!, dAlpha)).toBeLessThan(1e-5)
  })

  it('leaves what is no number as it is', async () => {
    const layer = createLayer('PReLU')
    const input = Float32Array.of(1, NaN, -2)
    const run = { layer, shapes: [[3]], count: 1, inputs: [input], weights: [[0.5, 0.5, 0.5]], training: true }
    expect([...(await runLayer(wasmExecutor, run)).output]).toEqual([1, NaN, -1])
  })
})
