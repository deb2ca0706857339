import { describe, expect, it } from 'vitest'
import { readScheduleTraces, type ScheduleTrace } from '../../kerasVectors.fixture'
import { DEFAULT_RECIPE } from '../recipe'
import type { PlannedSteps } from './schedule'
import { ratesFrom, SCHEDULES, spansRun, type Scheduled } from './schedules'

const planned = { ofEpoch: 7, ofRun: 70 }

function recipeWith(kind: Scheduled['schedule']['kind'], settings: object = {}, learningRate = 0.01): Scheduled {
  const section = kind === 'constant' ? {} : { [kind]: { ...DEFAULT_RECIPE[kind], ...settings } }
  return { ...DEFAULT_RECIPE, ...section, schedule: { kind }, learningRate }
}

const allRates = (recipe: Scheduled, plan: PlannedSteps = planned) => [...ratesFrom(recipe, 0, plan.ofRun, plan)]

const named = (all: readonly ScheduleTrace[]) =>
  all.map((trace) => [trace.schedule, JSON.stringify(trace.settings), trace] as const)

describe('schedules give Keras’s rates', () => {
  it.each(named(readScheduleTraces()))('%s %s', (kind, _, { settings, learningRate, planned, rates }) => {
    const own = [...ratesFrom(recipeWith(kind, settings, learningRate), 0, rates.length, planned)]
    expect(own).toHaveLength(rates.length)
    // Where the cosine is near its end, float32 leaves it a few of its last places, which are of the rate itself.
    for (const [step, rate] of rates.entries())
      expect(Math.abs(own[step]! - rate), `step ${step}`).toBeLessThan(3e-7 * rate + 1e-7 * learningRate)
  })

  it('covers each of Keras’s', () => {
    const compared = new Set(readScheduleTraces().map(({ schedule }) => schedule))
    expect(SCHEDULES.map(({ name }) => name).filter((name) => !compared.has(name))).toEqual(['oneCycle'])
  })
})

describe('a schedule', () => {
  it.each(SCHEDULES.map(({ name }) => name))('is a pure function of the step, in any portion: %s', (kind) => {
    const recipe = recipeWith(kind)
    const whole = allRates(recipe)
    expect([...ratesFrom(recipe, 20, 30, planned)]).toEqual(whole.slice(20, 50))
    expect(whole.every((rate) => rate >= 0 && rate <= Math.fround(0.01))).toBe(true)
  })

  it('is constant unless another is chosen', () => {
    expect(new Set(allRates(recipeWith('constant')))).toEqual(new Set([Math.fround(0.01)]))
    expect(spansRun(recipeWith('constant'))).toBe(false)
  })

  it('spans the run, or does not', () => {
    expect(spansRun(recipeWith('cosineDecay'))).toBe(true)
    expect(spansRun(recipeWith('cosineDecay', { decaySteps: 30 }))).toBe(false)
    expect(spansRun(recipeWith('oneCycle'))).toBe(true)
    expect(spansRun(recipeWith('stepDecay'))).toBe(false)
  })

  it('restarts at the very step, where a logarithm falls short', () => {
    // log(243) / log(3) is 4.999…, so that Keras is still at the end of the fall before.
    const restarts = recipeWith('cosineDecayRestarts', { firstDecaySteps: 1, tMul: 3 })
    expect([...ratesFrom(restarts, 121, 1, planned)]).toEqual([Math.fround(0.01)])
  })

  it('begins and ends inside the first epoch where it is short', () => {
    const short = { ofEpoch: 1, ofRun: 1 }
    for (const { name } of SCHEDULES) expect(allRates(recipeWith(name), short).every(Number.isFinite)).toBe(true)
  })
})

describe('one cycle', () => {
  // The formulas of PyTorch's documentation, at the steps where they are whole.
  const rates = allRates(recipeWith('oneCycle', {}, 0.1), { ofEpoch: 10, ofRun: 100 })

  it('starts at a share of the rate, is there at the end of the rise, and ends near nothing', () => {
    expect(rates[0]).toBe(Math.fround(0.1 / 25))
    expect(rates[29]).toBe(Math.fround(0.1))
    expect(rates[99]).toBeCloseTo(0.1 / 25 / 10_000, 10)
  })

  it('rises and falls along cosines', () => {
    // Half way down, between steps 29 and 99.
    expect(rates[64]).toBeCloseTo((0.1 + 0.1 / 250_000) / 2, 7)
    const rise = rates.slice(0, 30)
    expect(rise.toSorted((one, other) => one - other)).toEqual(rise)
    const fall = rates.slice(29)
    expect(fall.toSorted((one, other) => other - one)).toEqual(fall)
  })
})
