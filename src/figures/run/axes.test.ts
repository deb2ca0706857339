import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scaleEpochs, scaleLoss, scaleValues } from './axes'
import type { CurveRow } from './curveRows'

const GUESSING = Math.log(10)

function training(...losses: readonly number[]): readonly CurveRow[] {
  return losses.map((loss, i) => ({ epoch: i + 1, training: loss }))
}

describe('the axis of the learning rate', () => {
  it('ends at the highest rate that was used', () => {
    const rate = (...rates: readonly number[]) => scaleValues('learningRate', training(...rates), GUESSING)
    expect(rate(0.001, 0.0002)).toEqual({ end: 0.001, ticks: [0, 0.00025, 0.0005, 0.00075, 0.001] })
    expect(rate(Math.fround(0.02)).end).toBe(0.02)
    // Before the first step, and where nothing is learned, there still is one.
    expect(rate().end).toBeGreaterThan(0)
    expect(rate(0).ticks.length).toBeGreaterThan(1)
  })
})

describe('the loss axis', () => {
  it('ends above the loss of guessing while there is little to draw', () => {
    expect(scaleLoss([], GUESSING)).toEqual({ end: 2.5, ticks: [0, 0.5, 1, 1.5, 2, 2.5] })
    expect(scaleLoss(training(0.4, 0.3), GUESSING).end).toBe(2.5)
  })

  it('lets an early spike leave through the top', () => {
    const losses = Array.from({ length: 100 }, (_, i) => (i === 1 ? 500 : 0.9))
    expect(scaleLoss(training(...losses), GUESSING).end).toBe(2.5)
  })

  it('keeps the start of the descent in view, however short it was', () => {
    const losses = Array.from({ length: 128 }, (_, i) => 1.1 * 10 ** -i)
    expect(scaleLoss(training(...losses), GUESSING).end).toBeGreaterThanOrEqual(1.1)
  })

  it('comes close to a run that begins with a low loss', () => {
    const losses = Array.from({ length: 100 }, (_, i) => 0.1 - 0.0005 * i)
    expect(scaleLoss(training(...losses), GUESSING).end).toBe(0.1)
  })

  it('follows validation that rises at the end', () => {
    const rows = training(...Array<number>(100).fill(0.1))
    const ends = Array.from({ length: 10 }, (_, i) => ({ epoch: i + 1, validation: i === 9 ? 0.7 : 0.1 }))
    expect(scaleLoss([...rows, ...ends], GUESSING).end).toBeGreaterThanOrEqual(0.7)
  })

  it('has few ticks, from 0 to its end, whatever the losses', () => {
    const loss = fc.double({ min: 0, max: 1e30, noNaN: true })
    fc.assert(
      fc.property(fc.array(loss), (losses) => {
        const { end, ticks } = scaleLoss(training(...losses), GUESSING)
        expect(ticks[0]).toBe(0)
        expect(ticks.at(-1)).toBeCloseTo(end, 10)
        expect(ticks.length).toBeGreaterThanOrEqual(3)
        expect(ticks.length).toBeLessThanOrEqual(6)
      }),
    )
  })
})

describe('the epoch axis', () => {
  it('shows the whole planned run from its start', () => {
    expect(scaleEpochs(0, 2)).toEqual({ end: 2, ticks: [0, 1, 2] })
    expect(scaleEpochs(0.1, 30)).toEqual(scaleEpochs(29.9, 30))
  })

  it('grows in leaps for a very long one, to its end', () => {
    const ends = Array.from({ length: 1000 }, (_, epoch) => scaleEpochs(epoch + 1, 1000).end)
    expect([...new Set(ends)]).toEqual([200, 400, 800, 1000])
  })

  it('holds the position and has whole ticks, whatever was planned', () => {
    const planned = fc.oneof(fc.integer({ min: -5, max: 1000 }), fc.constant(NaN))
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1000, noNaN: true }), planned, (position, epochs) => {
        const { end, ticks } = scaleEpochs(position, epochs)
        expect(end).toBeGreaterThanOrEqual(position)
        expect(ticks.every(Number.isInteger)).toBe(true)
        expect(ticks.length).toBeLessThanOrEqual(8)
      }),
    )
  })
})
