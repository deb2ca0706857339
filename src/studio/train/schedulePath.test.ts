import { describe, expect, it } from 'vitest'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { drawSchedule } from './schedulePath'

const recipe = { ...DEFAULT_RECIPE, epochs: 4, batchSize: 10, learningRate: 0.01, validationSplit: 0 }
const facts = { trainPerClass: [50, 50] }

describe('the drawing of a schedule', () => {
  it('goes over the planned run, from its first step to its last', () => {
    const drawing = drawSchedule({ ...recipe, schedule: { kind: 'cosineDecay' } }, facts)!
    expect(drawing.points).toHaveLength(40)
    expect([drawing.points[0], drawing.points.at(-1)![0]]).toEqual([[0, 1], 1])
    expect(drawing.highest).toBeCloseTo(0.01, 8)
    expect(drawing.last).toBeLessThan(0.0001)
  })

  it('has a few hundred points of the longest run', () => {
    const long = { ...recipe, epochs: 1000, batchSize: 1, schedule: { kind: 'oneCycle' as const } }
    expect(drawSchedule(long, facts)!.points.length).toBeLessThanOrEqual(241)
  })

  it('is not there while a number is open', () => {
    expect(drawSchedule({ ...recipe, epochs: NaN, schedule: { kind: 'oneCycle' } }, facts)).toBeUndefined()
    const stepDecay = { epochs: 2, factor: NaN }
    expect(drawSchedule({ ...recipe, stepDecay, schedule: { kind: 'stepDecay' } }, facts)).toBeUndefined()
    expect(drawSchedule({ ...recipe, stepDecay }, facts)).toBeDefined()
  })
})
