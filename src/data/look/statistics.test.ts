import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EXCLUDED, type Dataset } from '../dataset'
import { computeStatistics } from './statistics'

const { signal } = new AbortController()

function datasetOf(
  size: { readonly width: number; readonly height: number; readonly channels: number },
  pixels: readonly number[],
  splits: readonly number[],
  labels: readonly number[],
): Dataset {
  return {
    name: 'images',
    ...size,
    count: splits.length,
    pixels: Uint8Array.from(pixels),
    classes: ['a', 'b', 'c'],
    labels: Uint16Array.from(labels),
    splits: Uint8Array.from(splits),
    paths: splits.map(String),
  }
}

describe('computeStatistics', () => {
  it('gives the train split’s mean and population deviation of each channel', async () => {
    // Train: red 0, 10, 20, 30; green 255 four times; blue 1, 1, 3, 3. The last image is for testing.
    const pixels = [0, 255, 1, 10, 255, 1, 20, 255, 3, 30, 255, 3, 90, 90, 90, 90, 90, 90]
    const dataset = datasetOf({ width: 2, height: 1, channels: 3 }, pixels, [0, 0, 2], [0, 1, 1])
    const { mean, deviation } = await computeStatistics(dataset, signal)
    expect(mean).toEqual([15, 255, 2])
    expect(deviation[0]).toBeCloseTo(Math.sqrt(125), 12)
    expect(deviation.slice(1)).toEqual([0, 1])
  })

  it('counts the values of all images that are in a split, black too', async () => {
    const dataset = datasetOf(
      { width: 3, height: 1, channels: 1 },
      [0, 0, 7, 0, 255, 7, 9, 9, 9],
      [0, 2, EXCLUDED],
      [0, 0, 0],
    )
    const { histogram } = await computeStatistics(dataset, signal)
    const [counts] = histogram
    expect(counts).toHaveLength(256)
    expect([counts![0], counts![7], counts![255], counts![9]]).toEqual([3, 2, 1, 0])
  })

  it('draws the mean image of each class, clear where a class has none', async () => {
    const dataset = datasetOf(
      { width: 2, height: 1, channels: 1 },
      [0, 100, 10, 200, 50, 60, 255, 255],
      [0, 2, 1, EXCLUDED],
      [0, 0, 1, 2],
    )
    const { meanImages, width, height } = await computeStatistics(dataset, signal)
    expect([width, height]).toEqual([2, 1])
    expect([...meanImages]).toEqual([
      ...[5, 5, 5, 255, 150, 150, 150, 255],
      ...[50, 50, 50, 255, 60, 60, 60, 255],
      ...[0, 0, 0, 0, 0, 0, 0, 0],
    ])
  })

  it('makes mean images of large images smaller, to their last row and column', async () => {
    const [width, height] = [193, 97]
    const pixels = Array.from({ length: width * height }, (_, at) => (at % width === width - 1 ? 200 : 40))
    const statistics = await computeStatistics(datasetOf({ width, height, channels: 1 }, pixels, [0], [0]), signal)
    expect([statistics.width, statistics.height]).toEqual([65, 33])
    const red = statistics.meanImages.filter((_, at) => at % 4 === 0).subarray(0, 65 * 33)
    expect(red.every((value, at) => value === (at % 65 === 64 ? 200 : 40))).toBe(true)
  })

  it('has no mean where nothing is trained on', async () => {
    const dataset = datasetOf({ width: 1, height: 1, channels: 1 }, [3], [2], [0])
    const { mean, deviation, histogram } = await computeStatistics(dataset, signal)
    expect([...mean, ...deviation]).toEqual([Number.NaN, Number.NaN])
    expect(histogram[0]![3]).toBe(1)
  })

  it('agrees with two passes over the same numbers', async () => {
    const image = fc.record({
      split: fc.constantFrom(0, 1, 2, EXCLUDED),
      bytes: fc.uint8Array({ minLength: 8, maxLength: 8 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(image, { minLength: 1, maxLength: 20 }), async (images) => {
        const dataset = datasetOf(
          { width: 2, height: 4, channels: 1 },
          images.flatMap(({ bytes }) => [...bytes]),
          images.map(({ split }) => split),
          images.map(() => 0),
        )
        const { histogram, mean, deviation } = await computeStatistics(dataset, signal)
        const all = images.filter(({ split }) => split !== EXCLUDED).flatMap(({ bytes }) => [...bytes])
        for (const value of new Set([0, 255, ...all])) {
          expect(histogram[0]![value]).toBe(all.filter((own) => own === value).length)
        }
        const train = images.filter(({ split }) => split === 0).flatMap(({ bytes }) => [...bytes])
        const expected = train.reduce((sum, value) => sum + value, 0) / train.length
        const variance = train.reduce((sum, value) => sum + (value - expected) ** 2, 0) / train.length
        if (train.length === 0) return
        expect(mean[0]).toBeCloseTo(expected, 9)
        expect(deviation[0]).toBeCloseTo(Math.sqrt(variance), 9)
      }),
    )
  })

  it('stops when it is cancelled', async () => {
    const count = 40_000
    const dataset = datasetOf({ width: 28, height: 28, channels: 1 }, [], [], [])
    const large = {
      ...dataset,
      count,
      pixels: new Uint8Array(count * 784).fill(9),
      labels: new Uint16Array(count),
      splits: new Uint8Array(count),
    }
    const controller = new AbortController()
    const asked = computeStatistics(large, controller.signal)
    controller.abort()
    await expect(asked).rejects.toThrow('aborted')
  })
})
