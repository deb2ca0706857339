import { expect, test } from 'vitest'
import { describePlace } from './place'

test('a place is named as far as it is known', () => {
  expect(describePlace({ file: 'digits.csv', row: 1234 })).toBe('digits.csv, row 1,234')
  expect(describePlace({ file: 'digits.zip' })).toBe('digits.zip')
  expect(describePlace({ row: 2 })).toBe('row 2')
  expect(describePlace({})).toBeUndefined()
})
