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

it('calls a run of a long name by its beginning, in whole letters, and by its number where that is not enough', () => {
  const run = (number: number, name: string) => ({ number, marks: { ...NO_MARKS, name } })
  const titles = titlesOf([run(1, `${'w'.repeat(300)}a`), run(2, `${'w'.repeat(300)}b`), run(3, '🧑‍🚀'.repeat(41))])
  expect(titles).toEqual([`${'w'.repeat(39)}… (run 1)`, `${'w'.repeat(39)}… (run 2)`, `${'🧑‍🚀'.repeat(39)}…`])
})
