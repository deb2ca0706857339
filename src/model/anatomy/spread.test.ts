import { describe, expect, it } from 'vitest'
import { readHistogramCases } from '../kerasVectors.fixture'
import { binEdges, createBinning, createGauge, spreadOf } from './spread'

const CASES = readHistogramCases().map((each) => [each.name, each] as const)

describe('a spread', () => {
  it.each(CASES)('counts as numpy.histogram does: %s', (_name, { values, counts, edges, mean, std }) => {
    const { figures, bins, count } = spreadOf(Float32Array.from(values))
    expect([...bins]).toEqual(counts)
    expect(count).toBe(values.length)
    expect(binEdges(figures!)).toEqual(edges)
    expect(figures!.mean).toBeCloseTo(mean, 12)
    expect(figures!.deviation).toBeCloseTo(std, 12)
  })

  it.each(CASES)('is the same in parts: %s', (_name, { values }) => {
    const whole = spreadOf(Float32Array.from(values))
    const gauge = createGauge()
    const parts = [values.slice(0, 3), values.slice(3, 3), values.slice(3, 50), values.slice(50)].map((part) =>
      Float32Array.from(part),
    )
    for (const part of parts) gauge.add(part)
    const { figures, ...counted } = gauge.read()
    const binning = createBinning(figures)
    for (const part of parts) binning.add(part)
    expect({ ...counted, bins: binning.bins }).toEqual({
      count: whole.count,
      lost: whole.lost,
      zeros: whole.zeros,
      bins: whole.bins,
    })
    expect(figures!.mean).toBeCloseTo(whole.figures!.mean, 10)
    expect(figures!.deviation).toBeCloseTo(whole.figures!.deviation, 10)
  })

  it('leaves out what is no finite number, and says how much that is', () => {
    const { count, lost, zeros, figures, bins } = spreadOf([1, NaN, 3, Infinity, 0, -Infinity])
    expect({ count, lost, zeros, figures }).toEqual({
      ...{ count: 6, lost: 3, zeros: 1 },
      figures: { mean: 4 / 3, deviation: expect.closeTo(Math.sqrt(14 / 9), 12) as number, min: 0, max: 3 },
    })
    expect([bins[0], bins[Math.floor(64 / 3)], bins[63]]).toEqual([1, 1, 1])
  })

  it('counts values that are all alike, however large', () => {
    for (const value of [0, 7, 2 ** 44, 1e18, -3e38]) {
      const { figures, bins } = spreadOf(Float32Array.of(value, value, value))
      expect(bins[32]).toBe(3)
      const edges = binEdges(figures!)
      expect(edges.every((edge, at) => at === 0 || edge > edges[at - 1]!)).toBe(true)
    }
  })

  it('has no figures where nothing is a finite number', () => {
    expect(spreadOf([NaN, Infinity])).toMatchObject({ count: 2, lost: 2, figures: null, bins: new Uint32Array(64) })
  })
})
