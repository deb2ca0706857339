import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findEarlyEnd } from './earlyEnd'

describe('findEarlyEnd', () => {
  it('says where a text ends, and in the midst of what', () => {
    expect(findEarlyEnd('{"layers": [\n  {"name": "con')).toEqual({ line: 2, column: 15, within: 'a text in quotes' })
    expect(findEarlyEnd('{"layers": [\n  {"name": "conv"}\n')).toEqual({ line: 2, column: 18, within: 'a list' })
    expect(findEarlyEnd('{"name": "a } \\" b", ')).toEqual({ line: 1, column: 20, within: 'an object' })
  })

  it('finds nothing in a whole text, in words, and in nothing', () => {
    for (const text of ['{"a": [1, "]"]}', '[]', 'Dear {friends', '', '{"a": 1}}', '3'])
      expect(findEarlyEnd(text)).toBeUndefined()
  })

  it('finds every cut of an object, and never the whole', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(), (value, nat) => {
        const text = JSON.stringify(value)
        expect(findEarlyEnd(text)).toBeUndefined()
        expect(findEarlyEnd(text.slice(0, 1 + (nat % (text.length - 1))))).toBeDefined()
      }),
    )
  })
})
