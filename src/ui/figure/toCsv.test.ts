import Papa from 'papaparse'
import { expect, it } from 'vitest'
import { toCsv } from './toCsv'

it('is read back as it was, digit by digit', () => {
  const rows = [
    ['Class', 'F1'],
    ['a "b", c\nd', 0.1 + 0.2],
    ['eel', null],
  ]
  expect(Papa.parse(toCsv(rows).trimEnd()).data).toEqual([
    ['Class', 'F1'],
    ['a "b", c\nd', '0.30000000000000004'],
    ['eel', ''],
  ])
})

it('has no formulae of a name, and leaves negative numbers as they are', () => {
  expect(toCsv([['=1+1', -0.5]])).toBe("'=1+1,-0.5\r\n")
})
