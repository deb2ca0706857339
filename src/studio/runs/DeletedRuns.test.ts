import { expect, it } from 'vitest'
import { describeDeleted } from './DeletedRuns'

const at = (hours: number): number => new Date(2026, 10, 21, hours, 5).getTime()
const run = (number: number, deletedAt: number, title = `Run ${number}`) => ({
  number,
  title,
  deletedAt,
  until: deletedAt + 24 * 3600 * 1000,
})

it('says what was deleted last, how many can come back, and until when all of them can', () => {
  const [late, early] = [run(3, at(14), 'wide'), run(7, at(9))]
  expect(describeDeleted([late], [late], at(14))).toBe(
    'Run 3 (wide) was deleted. It can come back until tomorrow 14:05.',
  )
  expect(describeDeleted([early], [early], at(9) + 24 * 3600 * 1000 - 1)).toContain('until today 09:05')
  expect(describeDeleted([late, early], [late], at(14))).toBe(
    '2 deleted runs can come back until tomorrow 09:05. Run 3 (wide) was deleted last.',
  )
  const both = [run(3, at(9)), run(7, at(9))]
  expect(describeDeleted(both, both, at(14))).toBe('2 runs were deleted. They can come back until tomorrow 09:05.')
})
