import { describe, expect, it } from 'vitest'
import { checkField, readFieldValue } from './fields'
import type { NumberField } from './layers/define'

const must: NumberField = { kind: 'number', name: 'a', label: 'A', help: '', min: 0, max: 9, step: 1 }
const may: NumberField = { ...must, emptyMeans: 'no limit' }

describe('a number that may be left out', () => {
  it('can be empty, and a number that must be there can’t', () => {
    expect(checkField(may, null)).toBeUndefined()
    expect(checkField(must, null)).toBe('A must be a number from 0 to 9.')
    expect(checkField(may, NaN)).toBe('A must be a number from 0 to 9.')
    expect(checkField(may, 10)).toBe('A must be a number from 0 to 9.')
  })

  it('is empty again out of a saved document', () => {
    expect(readFieldValue(may, null)).toBeNull()
    expect(readFieldValue(must, null)).toBeNaN()
    expect(readFieldValue(may, 3)).toBe(3)
    expect(readFieldValue(may, 'three')).toBeUndefined()
  })
})
