import { expect, it } from 'vitest'
import { NO_MARKS, titlesOf } from './record'

it('tells runs of one name apart by their numbers', () => {
  const run = (number: number, name: string) => ({ number, marks: { ...NO_MARKS, name } })
  expect(titlesOf([run(1, 'wide'), run(2, ''), run(5, 'wide'), run(6, 'deep')])).toEqual([
    'wide (run 1)',
    'Run 2',
    'wide (run 5)',
    'deep',
  ])
})
