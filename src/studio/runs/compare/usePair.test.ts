import { expect, it } from 'vitest'
import { NO_MARKS } from '../../../runs/record'
import { someRun } from '../../../runs/someRun.fixture'
import type { DrawnRun } from './series'
import { judgeAlike } from './usePair'

function drawn(number: number, has: readonly ('test' | 'validation')[]): DrawnRun {
  const { summary, details } = someRun(number)
  const { test, validation, ...rest } = details
  return {
    title: `Run ${number}`,
    run: { number, marks: NO_MARKS, state: 'finished', summary },
    details: {
      ...rest,
      ...(has.includes('test') && test && { test }),
      ...(has.includes('validation') && validation && { validation }),
    },
  }
}

const both = drawn(1, ['test', 'validation'])

it.each([
  ['both were tested', both, drawn(2, ['test', 'validation']), ['test', 'test']],
  ['one was stopped before its test', both, drawn(2, ['validation']), ['validation', 'validation']],
  ['they have nothing in common', drawn(1, ['test']), drawn(2, ['validation']), ['test', 'validation']],
])('judges two runs by the same images where it can: %s', (_, one, other, splits) => {
  expect(judgeAlike(one, other).map(({ look }) => look.split)).toEqual(splits)
})
