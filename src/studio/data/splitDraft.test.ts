import { describe, expect, it } from 'vitest'
import { draftOf, findDraftProblems, splittingOf, trainPercent } from './splitDraft'

describe('random splits as they are typed', () => {
  it('are shares of 1, of which train gets the rest', () => {
    expect(splittingOf({ validation: 10, test: 20, seed: 7 })).toEqual({
      kind: 'random',
      train: 0.7,
      validation: 0.1,
      test: 0.2,
      seed: 7,
    })
    expect(trainPercent({ validation: 12.5, test: 7.5, seed: 1 })).toBe(80)
  })

  it('are read back as they were typed', () => {
    for (const draft of [
      { validation: 10, test: 20, seed: 7 },
      { validation: 0, test: 33.3, seed: 0 },
      { validation: 7, test: 14, seed: 1 },
    ]) {
      expect(draftOf(splittingOf(draft))).toEqual(draft)
    }
  })

  it('must leave something to train on, and need a seed', () => {
    expect(findDraftProblems({ validation: 0, test: 0, seed: 0 })).toEqual({})
    expect(findDraftProblems({ validation: 60, test: 40, seed: 1 }).test).toContain('leave nothing')
    expect(findDraftProblems({ validation: -1, test: 20, seed: 1 })).toHaveProperty('validation')
    const problems = findDraftProblems({ validation: NaN, test: 100, seed: 1.5 })
    expect(problems.validation).toContain('Validation must')
    expect(problems.test).toContain('Test must')
    expect(problems.seed).toContain('Seed must')
  })
})
