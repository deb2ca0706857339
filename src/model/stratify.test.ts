import { describe, expect, it } from 'vitest'
import { stratify } from './stratify'

describe('stratify', () => {
  it('takes the share of each class, and of the whole, as nearly as whole images allow', () => {
    expect(stratify([200, 100], 0.2)).toEqual([40, 20])
    // 0.45 of each: the whole is 1.35, rounded 1, and of equal remainders the lower class gives it.
    expect(stratify([3, 3, 3], 0.15)).toEqual([1, 0, 0])
    expect(stratify([5, 8, 1], 0.5)).toEqual([3, 4, 0])
  })

  it('leaves one image of each class, whatever the share', () => {
    expect(stratify([2, 1, 0], 0.99)).toEqual([1, 0, 0])
    expect(stratify([1, 1, 1, 1], 0.5)).toEqual([0, 0, 0, 0])
  })

  it('takes nothing for a share of 0', () => {
    expect(stratify([60, 40], 0)).toEqual([0, 0])
  })
})
