import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { read, readDetails, readMarks, readSummary, readVersion } from './readRecord'
import { NO_MARKS } from './record'
import { someBeginning, someRun, type SomeRun } from './someRun.fixture'
import { STRATA_VERSION } from './strataVersion'

const { summary, details } = someRun(7)

it('reads what the engine writes, after a copy by the database', () => {
  expect(readSummary(7, structuredClone(summary))).toEqual({ value: summary })
  expect(readDetails(7, structuredClone(details))).toEqual({ value: details })
  const began = { ...details, beginning: someBeginning({ run: 4 }) }
  expect(readDetails(7, structuredClone(began))).toEqual({ value: began })
})

it('reads a record of version 1, which has no matrices, ranks, speeds and extremes', () => {
  const stored = JSON.parse(readFileSync('src/runs/fixtures/run-1.json', 'utf8')) as SomeRun
  expect(stored.summary.version).toBe(1)
  expect(readSummary(7, stored.summary)).toEqual({ value: { ...stored.summary, version: 2 } })
  expect(readDetails(7, stored.details)).toEqual({ value: { ...stored.details, version: 2 } })
})

describe('what can’t be read', () => {
  const damaged = 'Run 7 is damaged in the browser’s storage and can’t be read: delete it.'

  it.each([
    ['nothing', undefined],
    ['a text', 'run'],
    ['a record without a version', { ...summary, version: undefined }],
    ['another run', { ...summary, number: 8 }],
    ['a figure that is a text', { ...summary, seconds: 'two' }],
    ['a state that there is not', { ...summary, state: 'asleep' }],
  ])('is told in a sentence: %s', (_, stored) => {
    expect(readSummary(7, stored)).toEqual({ problem: damaged })
  })

  it('has details that don’t fit together', () => {
    const { curve } = details
    expect(readDetails(7, { ...details, curve: { ...curve, loss: [1] } })).toEqual({ problem: damaged })
    expect(readDetails(7, { ...details, test: { ...details.test, confusion: [1, 2, 3] } })).toEqual({
      problem: damaged,
    })
    const { matrices } = details
    for (const wrong of [{ starts: matrices!.starts.slice(1) }, { classes: 2 }, { cells: [...matrices!.cells] }]) {
      expect(readDetails(7, { ...details, matrices: { ...matrices, ...wrong } })).toEqual({ problem: damaged })
    }
  })

  it('may be of a newer Strata', () => {
    expect(readSummary(7, { ...summary, version: 3 })).toEqual({
      problem: 'Run 7 was written by a newer Strata: reload the page to get it, or look at the run there.',
    })
  })
})

it('brings a record of any earlier version to the newest, and says when that fails', () => {
  const schema = v.object({ version: v.literal(3), number: v.number(), rate: v.number() })
  const parse = (record: unknown) => v.safeParse(schema, record)
  const migrations = [
    ({ speed, ...rest }: Record<string, unknown>) => ({ ...rest, version: 2, rates: [speed] }),
    ({ rates, ...rest }: Record<string, unknown>) => ({ ...rest, version: 3, rate: (rates as number[])[0] }),
  ]
  const newest = { value: { version: 3, number: 1, rate: 0.1 } }
  expect(read(1, { version: 1, number: 1, speed: 0.1 }, parse, migrations)).toEqual(newest)
  expect(read(1, { version: 2, number: 1, rates: [0.1] }, parse, migrations)).toEqual(newest)
  expect(read(1, { version: 3, number: 1, rate: 0.1 }, parse, migrations)).toEqual(newest)
  expect(read(1, { version: 2, number: 1 }, parse, migrations)).toHaveProperty('problem')
  expect(read(1, { version: 4, number: 1, rate: 0.1 }, parse, migrations)).toHaveProperty('problem')
})

it('takes marks that can’t be read as none, and leaves out such versions', () => {
  expect(readMarks({ name: 'best', tags: ['wide'], note: '' })).toEqual({ name: 'best', tags: ['wide'], note: '' })
  expect(readMarks({ name: 3 })).toEqual(NO_MARKS)
  expect(readVersion({ model: 'digits' })).toBeUndefined()
})

it('names the version of the package', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  expect(STRATA_VERSION).toBe(version)
})
