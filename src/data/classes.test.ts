import { describe, expect, it } from 'vitest'
import { orderClasses } from './classes'

describe('orderClasses', () => {
  it('orders numbers by value and keeps them as written', () => {
    expect(orderClasses(['10', '9', '-1', '2', '0.5', '9'])).toEqual(['-1', '0.5', '2', '9', '10'])
  })

  it('orders anything else by code unit, the same in every language', () => {
    expect(orderClasses(['b', 'ä', 'B', 'a10', 'a2', '7'])).toEqual(['7', 'B', 'a10', 'a2', 'b', 'ä'])
  })
})
