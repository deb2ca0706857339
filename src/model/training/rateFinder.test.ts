import { describe, expect, it } from 'vitest'
import {
  createSweepLog,
  findSteepest,
  findValley,
  planSweep,
  readSweep,
  sweepRates,
  type SweepPoints,
} from './rateFinder'

/** A sweep that ends when it diverges. */
function sweep(losses: readonly number[], planned = losses.length): SweepPoints {
  const rates = sweepRates(planned)
  const log = createSweepLog()
  for (const [step, loss] of losses.entries()) if (log.add(rates[step]!, loss)) break
  return log.points
}

const steps = (count: number, lossAt: (step: number) => number) => Array.from({ length: count }, (_, i) => lossAt(i))
const falling = (i: number): number =>
  0.5 + 1.8 / (1 + Math.exp((i - 45) / 5)) + 0.03 * Math.sin(1.7 * i) + Math.exp((i - 80) / 4)
const restless = (i: number): number =>
  2.3 + 0.2 * Math.sin(2.3 * i) - 0.015 * Math.max(0, i - 20) + Math.exp((i - 75) / 2)
const every = (losses: readonly number[]) => [
  ...losses.filter((_, i) => i % 2 === 0),
  ...losses.slice(1, 20).filter((_, i) => i % 2 === 0),
]
const found = (points: SweepPoints, planned: number) => {
  const reading = readSweep(points, planned)
  if (reading.kind !== 'found') throw new Error(reading.message)
  return reading
}

describe('the rates of a sweep', () => {
  it('grow by one factor from 1e-7, which a whole sweep would bring to 10', () => {
    const rates = sweepRates(100)
    expect(rates[0]).toBeCloseTo(1e-7, 12)
    expect(rates[50]! / 1e-3).toBeCloseTo(1, 5)
    for (let i = 1; i < 100; i++) expect(rates[i]! / rates[i - 1]!).toBeCloseTo(1e8 ** 0.01, 4)
    expect(rates[99]).toBeLessThan(10)
  })

  it('are as many as the time allows, or none', () => {
    expect(planSweep(55_000, 1)).toBe(100)
    expect(planSweep(50_000, 800)).toBe(50)
    expect(planSweep(30_000, 800)).toBe(30)
    expect(planSweep(29_000, 800)).toBeUndefined()
    expect(planSweep(-1, 800)).toBeUndefined()
    expect(planSweep(1000, 0)).toBe(100)
  })
})

describe('a sweep', () => {
  it('smooths its losses by hand-worked numbers', () => {
    const { smoothed } = sweep([2, 1, 4])
    // 0.02 * 2 / 0.02; (0.98 * 0.04 + 0.02) / (1 - 0.98^2); (0.98 * 0.0592 + 0.08) / (1 - 0.98^3)
    expect(smoothed[0]).toBeCloseTo(2, 10)
    expect(smoothed[1]).toBeCloseTo(0.0592 / 0.0396, 10)
    expect(smoothed[2]).toBeCloseTo(0.138016 / 0.058808, 10)
  })

  it('is over where the smoothed loss is four times its lowest, and where the loss is no number', () => {
    const log = createSweepLog()
    expect(log.add(1, 1)).toBeUndefined()
    // Smoothed: (0.0196 + 0.02 * 7) / 0.0396 = 4.03
    expect(log.add(2, 7)).toBe('diverged')
    expect(createSweepLog().add(1, NaN)).toBe('notFinite')
    const other = createSweepLog()
    other.add(1, 1)
    expect(other.add(2, Infinity)).toBe('notFinite')
    expect(other.points.losses).toEqual([1])
  })
})

describe('a suggestion', () => {
  // What AvgSmoothLoss, `valley` and `steep` of fastai 2.8.12 make of these losses.
  it.each([
    ['falling', steps(100, falling), 96, 5.163112033790211, 0.0004786300923226385, 0.001737800828749376],
    ['falling, fewer', every(steps(100, falling)), 50, 8.09755904034622, 8.576958985908937e-5, 0.0002928644564625237],
    ['restless', steps(100, restless), 86, 10.650853073515673, 0.0005754399373371565, 9.120108393559096e-7],
    [
      'restless, fewer',
      every(steps(100, restless)),
      44,
      14.824836906669612,
      0.00011659144011798323,
      0.0002928644564625237,
    ],
  ])('is that of fastai: %s', (_, losses, done, last, valley, steepest) => {
    const points = sweep(losses)
    expect(points.losses).toHaveLength(done)
    expect(points.smoothed.at(-1)).toBeCloseTo(last, 9)
    const from = Math.floor(losses.length / 10)
    const [x, y] = [points.rates.slice(from, -5), points.smoothed.slice(from, -5)]
    expect(x[findValley(y).at]! / valley).toBeCloseTo(1, 5)
    expect(x[findSteepest(x, y)]! / steepest).toBeCloseTo(1, 5)
  })

  it('lies in the midst of the longest fall, by hand', () => {
    // Seven in a row, up to index 6, so from -1 on, and a third of 7 / 3: -1 + 2 + 1.
    expect(findValley([9.5, 9, 8, 7, 6, 5, 4, 10])).toEqual({ from: 0, to: 6, at: 2 })
    expect(findSteepest([1, 2, 4, 8], [5, 4, 1, 0.5])).toBe(1)
  })

  it('is said with two digits and with its reason', () => {
    const { valley, steepest } = found(sweep(steps(100, falling)), 100)
    expect(valley.learningRate).toBe(0.00048)
    expect(valley.reason).toMatch(/^The loss fell over the longest stretch from [\d.e-]+ to [\d.e-]+\./)
    expect(steepest).toEqual({
      learningRate: 0.0017,
      reason: 'Here the loss fell fastest. It is often larger, and less sure.',
    })
  })

  it('is withheld in words where there is none', () => {
    const message = (points: SweepPoints, planned: number) => {
      const reading = readSweep(points, planned)
      return reading.kind === 'none' ? reading.message : 'found one'
    }
    expect(message(sweep([NaN]), 100)).toMatch(/^The loss was infinite or not a number at the first step/)
    expect(message(sweep([2, 2, 2, 90], 100), 100)).toMatch(
      /^The loss grew out of bounds after 4 of 100 steps, at a learning rate of 1\.738e-7/,
    )
    expect(message(sweep(steps(100, () => 2.3)), 100)).toMatch(
      /^No rate lowered the loss: it was 2\.3 at first and 2\.3 at its lowest\./,
    )
    expect(message(sweep(steps(100, (i) => 2.3 + 0.3 * Math.sin(2.3 * i))), 100)).toMatch(/^No rate lowered the loss/)
    expect(message(sweep(steps(100, (i) => 2.3 * 1.005 ** i)), 100)).toMatch(/^No rate lowered the loss/)
  })
})
