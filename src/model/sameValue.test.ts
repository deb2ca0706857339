import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSameValue } from './sameValue'

describe('isSameValue', () => {
  it('finds whatever a layer or a recipe can hold the same as its copy', () => {
    const someValue = fc.jsonValue({ maxDepth: 3 })
    fc.assert(fc.property(someValue, (value) => isSameValue(value, structuredClone(value))))
    expect(isSameValue({ units: NaN }, { units: NaN })).toBe(true)
    expect(isSameValue({ rate: -0 }, { rate: 0 })).toBe(true)
    expect(isSameValue({ filters: 8, padding: 'same' }, { padding: 'same', filters: 8 })).toBe(true)
  })

  it.each([
    ['a number left open and an empty field', { strides: NaN }, { strides: null }],
    ['a number and its text', 1, '1'],
    ['pairs that differ in one place', [3, 3], [3, 5]],
    ['a list and one that goes on', [3, 3], [3, 3, 1]],
    ['a list and a record of the same places', [3], { 0: 3 }],
    ['a record and one with more in it', { units: 3 }, { units: 3, activation: 'relu' }],
    ['something and nothing', {}, undefined],
    ['fields of other names', { units: undefined }, { filters: undefined }],
  ])('tells apart %s', (_what, one, other) => {
    expect(isSameValue(one, other)).toBe(false)
    expect(isSameValue(other, one)).toBe(false)
  })
})
