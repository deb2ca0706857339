import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../model/random'
import { errorOf } from '../errorOf.fixture'
import { stateOf } from '../executor.fixture'
import { EXECUTORS } from './executors.fixture'

const SIZES = [
  { height: 1, width: 1, channels: 1 },
  { height: 5, width: 3, channels: 3 },
  { height: 9, width: 10, channels: 4 },
  { height: 2, width: 2, channels: 260 },
  { height: 31, width: 17, channels: 33 },
]

describe.each(EXECUTORS)('Global pooling on %s', (_executor, executor) => {
  describe.each(SIZES)('images of $height x $width x $channels', (size) => {
    const [batch, count] = [5, 3]
    const pixels = size.height * size.width
    const { channels } = size
    const random = createRandom(3)
    // With ties, as relu leaves them.
    const x = Float32Array.from({ length: count * pixels * channels }, () => Math.min(0.5, random.normal() - 1))
    const source = Float32Array.from({ length: count * channels }, () => random.normal())
    const kept = x.map((value) => value / 8)
    const inputs = { ...stateOf(count), input: x, source, kept }
    const outputs = { output: source.length, codes: source.length, gradient: x.length }
    const common = { layer: 'layer', batchSize: batch, size }
    const target = { source: 'source', gradient: 'gradient', kept: { buffer: 'kept', activation: 'tanh' } } as const

    /** For each image and channel, the index of its value at every pixel. */
    const places = Array.from(source, (_, at) =>
      Array.from(
        { length: pixels },
        (_pixel, pixel) => (Math.floor(at / channels) * pixels + pixel) * channels + (at % channels),
      ),
    )

    it('have the means of float64 loops', async () => {
      const means = places.map((at) => at.reduce((sum, i) => sum + x[i]!, 0) / pixels)
      const dx = new Float64Array(x.length)
      places.forEach((at, i) => at.forEach((place) => (dx[place] = (source[i]! / pixels) * (1 - kept[place]! ** 2))))
      const actual = await executor.run(
        [
          { kind: 'globalAveragePooling2dForward', ...common, input: 'input', output: 'output' },
          { kind: 'globalAveragePooling2dInputGradient', ...common, ...target },
        ],
        inputs,
        outputs,
      )
      expect(errorOf(new Float32Array(actual['output']!), means)).toBeLessThan(1e-5)
      expect(errorOf(new Float32Array(actual['gradient']!), dx)).toBeLessThan(1e-5)
    })

    it('have the maxima of plain loops, and the first of equal ones gets the gradient', async () => {
      const maxima = places.map((at) => Math.max(...at.map((i) => x[i]!)))
      const dx = new Float64Array(x.length)
      places.forEach((at, i) => {
        const first = at.find((place) => x[place] === maxima[i])!
        dx[first] = source[i]! * (1 - kept[first]! ** 2)
      })
      const actual = await executor.run(
        [
          { kind: 'globalMaxPooling2dForward', ...common, input: 'input', output: 'output', codes: 'codes' },
          { kind: 'globalMaxPooling2dInputGradient', ...common, ...target, codes: 'codes' },
        ],
        inputs,
        outputs,
      )
      expect(errorOf(new Float32Array(actual['output']!), maxima)).toBe(0)
      expect(errorOf(new Float32Array(actual['gradient']!), dx)).toBeLessThan(1e-5)
    })
  })
})
