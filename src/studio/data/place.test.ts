import { expect, test } from 'vitest'
import { describePlace } from './place'

const message = 'The label is empty.'

test('a place is named as far as it is known', () => {
  expect(describePlace({ message, file: 'digits.csv', row: 1234 })).toBe('digits.csv, row 1,234')
  expect(describePlace({ message, file: 'digits.zip' })).toBe('digits.zip')
  expect(describePlace({ message, row: 2 })).toBe('row 2')
  expect(describePlace({ message })).toBeUndefined()
})

test('a row that the message names is not named again', () => {
  expect(describePlace({ message: 'Row 1,234: The label is empty.', row: 1234 })).toBeUndefined()
  expect(describePlace({ message: 'It is already in row 1,234.', row: 1 })).toBe('row 1')
})

test('a file that the message names is not named again', () => {
  const named = 'digits.csv has no column image_path.'
  expect(describePlace({ message: named, file: 'digits.csv' })).toBeUndefined()
  expect(describePlace({ message: named, file: 'digits.csv', row: 1 })).toBe('row 1')
})
