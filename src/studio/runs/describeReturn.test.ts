import { expect, it } from 'vitest'
import { NO_MARKS, type ListedRun } from '../../runs/record'
import { someRun } from '../../runs/someRun.fixture'
import type { ResumableRun } from '../../engine/protocol/resume'
import { describeReturn } from './describeReturn'

const listed = (state: 'interrupted' | 'running' | 'finished' | 'stopped' | 'failed', summary = {}): ListedRun => ({
  number: 3,
  marks: NO_MARKS,
  summary: someRun(3, { summary }).summary,
  state,
})
const resumable = { run: 3, title: 'Run 3', bytes: 1200, place: { epoch: 2, step: 3, steps: 4 } } as ResumableRun

it('is named after what it does: a run goes on, or comes back', () => {
  const names = (['interrupted', 'stopped', 'failed', 'finished'] as const).map(
    (state) => describeReturn(listed(state), resumable)?.name,
  )
  expect(names).toEqual(['Resume run 3', 'Resume run 3', 'Resume run 3', 'Bring back run 3'])
  expect(describeReturn(listed('finished'), resumable)?.description).toBe(
    'Bring back run 3 from epoch 2, step 3 of 4 (1.20 kB)',
  )
  expect(describeReturn(listed('running'), undefined)).toBeUndefined()
})

it('says why there is no way back', () => {
  const why = (...how: Parameters<typeof listed>) => describeReturn(listed(...how), undefined)?.obstacle
  expect(why('finished')).toContain('only the newest keep theirs, three at most')
  expect(why('interrupted')).toContain('cut off before its first one')
  expect(why('finished', { origin: { file: 'cats.strata', number: 1 } })).toContain('came from a project file')
  expect(describeReturn(listed('stopped'), { ...resumable, problem: 'It is damaged.' })).toEqual({
    name: 'Resume run 3',
    obstacle: 'It is damaged.',
  })
})
