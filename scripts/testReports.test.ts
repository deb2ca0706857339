import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readPlaywrightReport, readVitestReport } from './testReports'

const folder = mkdtempSync(join(tmpdir(), 'strata-'))
afterAll(() => rmSync(folder, { recursive: true }))

let written = 0
function write(report: unknown): string {
  const path = join(folder, `${written++}.json`)
  writeFileSync(path, JSON.stringify(report))
  return path
}

describe('reading Vitest’s report', () => {
  const file = (status: string, ...tests: string[]) => ({
    name: 'a.test.ts',
    status,
    assertionResults: tests.map((outcome, i) => ({ fullName: `test ${i}`, status: outcome })),
  })

  it('counts what passed and failed, and names what was skipped', () => {
    const path = write({ testResults: [file('passed', 'passed', 'skipped'), file('failed', 'passed', 'failed')] })
    expect(readVitestReport(path, 1)).toEqual({ passed: 2, failed: 1, skipped: ['test 1'], measured: [] })
  })

  it('counts a file that could not be loaded', () => {
    const path = write({ testResults: [file('failed'), file('passed', 'passed')] })
    expect(readVitestReport(path, 1)).toEqual({ passed: 1, failed: 1, skipped: [], measured: [] })
  })

  it.each([
    ['ends badly though every test passed', write({ testResults: [file('passed', 'passed')] }), 1],
    ['wrote no report', join(folder, 'nowhere.json'), 0],
  ])('counts a runner that %s', (_what, path, exitCode) => {
    expect(readVitestReport(path, exitCode).failed).toBe(1)
  })
})

describe('reading Playwright’s report', () => {
  const spec = (title: string, status: string, reason?: string) => ({
    title,
    tests: [{ status, annotations: reason ? [{ type: 'skip', description: reason }] : [] }],
  })

  it('counts specs of nested suites, and says why one was skipped', () => {
    const inner = { title: 'inner', specs: [spec('b', 'unexpected'), spec('c', 'skipped', 'no data here')] }
    const path = write({ suites: [{ title: 'a.spec.ts', specs: [spec('a', 'expected')], suites: [inner] }] })
    expect(readPlaywrightReport(path, 1)).toEqual({ passed: 1, failed: 1, skipped: ['c: no data here'], measured: [] })
  })

  it('collects what tests measured', () => {
    const test = { status: 'expected', annotations: [{ type: 'measured', description: 'ingest: 4 s' }] }
    const path = write({ suites: [{ title: 'a.spec.ts', specs: [{ title: 'a', tests: [test] }] }] })
    expect(readPlaywrightReport(path, 0).measured).toEqual(['ingest: 4 s'])
  })

  it('counts a test that passed at its second try only', () => {
    const path = write({ suites: [{ title: 'a.spec.ts', specs: [spec('a', 'flaky'), spec('b', 'expected')] }] })
    expect(readPlaywrightReport(path, 0)).toEqual({ passed: 1, failed: 1, skipped: [], measured: [] })
  })

  it('counts a run in which nothing was tested', () => {
    expect(readPlaywrightReport(write({ suites: [] }), 0).failed).toBe(1)
  })
})
