import { describe, expect, it } from 'vitest'
import type { LayerArgsOf } from '../../../../model/layers/registry'
import { createLayer } from '../../../../model/graph/stack'
import { sizeOf, type Shape } from '../../../../model/layers/define'
import { createRandom } from '../../../../model/random'
import { errorOf } from '../../errorOf.fixture'
import { runLayer } from '../../runLayer.fixture'
import { byRow, momentsOf, normalise, normaliseBackward } from '../../webgpu/kernels/referenceNormalization.fixture'
import { wasmExecutor } from '../wasmExecutor.fixture'

interface Case extends Partial<LayerArgsOf['LayerNormalization']> {
  readonly shape: Shape
  readonly count: number
  readonly mean?: number
}

const CASES: readonly Case[] = [
  { shape: [256], count: 9 },
  { shape: [7, 7, 64], count: 5 },
  { shape: [5, 4, 7], count: 3 },
  { shape: [33], count: 3, center: false },
  { shape: [10, 20, 20], axis: '-3, -2, -1', count: 2, scale: false },
  { shape: [2, 7, 111], axis: '-2, -1', count: 2, scale: false, center: false },
  { shape: [5, 6, 12], count: 5, mean: 10_000 },
  { shape: [3, 1, 18], count: 4 },
]

describe('LayerNormalization', () => {
  it.each(CASES)('agrees with float64 loops: %o', async ({ shape, count, mean = 0.3, ...args }) => {
    const layer = createLayer('LayerNormalization', args)
    const { epsilon, scale, center, axis } = layer.args as LayerArgsOf['LayerNormalization']
    const length = sizeOf(shape.slice(-axis.split(',').length))
    const size = count * sizeOf(shape)
    const random = createRandom(4)
    const draw = (values: number, about = 0, by = 1): Float32Array<ArrayBuffer> =>
      Float32Array.from({ length: values }, () => about + by * random.normal())
    const x = draw(size, mean, 2)
    const cotangent = draw(size)
    const kept = draw(size).map(Math.tanh)
    const gamma = scale ? draw(length, 1, 0.3) : new Float32Array(length).fill(1)
    const beta = center ? draw(length) : new Float32Array(length)
    const weights = [...(scale ? [gamma] : []), ...(center ? [beta] : [])]
    const actual = await runLayer(wasmExecutor, {
      ...{ layer, shapes: [shape], count, inputs: [x], weights, training: true, cotangent },
      kept: [kept],
    })

    const groups = byRow(length, size / length)
    const z = normalise(groups, x, momentsOf(groups, x), { epsilon, gamma, beta })
    expect(errorOf(actual.output, z)).toBeLessThan(1e-5)
    const { dx, dGamma, dBeta } = normaliseBackward(groups, x, cotangent, { epsilon, gamma, beta })
    const expected = dx.map((value, i) => value * (1 - kept[i]! ** 2))
    expect(errorOf(actual.inputGradients[0]!, expected)).toBeLessThan(1e-5)
    const gradients = [...(scale ? [dGamma] : []), ...(center ? [dBeta] : [])]
    expect(actual.weightGradients).toHaveLength(gradients.length)
    for (const [i, gradient] of gradients.entries()) {
      expect(errorOf(actual.weightGradients[i]!, gradient)).toBeLessThan(1e-5)
    }
  })
})
