/** Reads how many tests passed, failed and were skipped from the JSON reports of Vitest and Playwright. */
import { existsSync, readFileSync } from 'node:fs'
import * as v from 'valibot'

export interface Tally {
  passed: number
  failed: number
  /** Titles of the tests that did not run, with the reason where one was given. */
  skipped: string[]
  /** What tests measured on their way, such as `JavaScript before first paint: 150 kB`. */
  measured: string[]
}

const VitestReport = v.object({
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      assertionResults: v.array(v.object({ fullName: v.string(), status: v.string() })),
    }),
  ),
})

const PlaywrightSpec = v.object({
  title: v.string(),
  tests: v.array(
    v.object({
      status: v.picklist(['expected', 'unexpected', 'flaky', 'skipped']),
      annotations: v.array(v.object({ type: v.string(), description: v.optional(v.string()) })),
    }),
  ),
})
interface PlaywrightSuite {
  title: string
  specs: v.InferOutput<typeof PlaywrightSpec>[]
  suites?: PlaywrightSuite[] | undefined
}
const PlaywrightSuite: v.GenericSchema<PlaywrightSuite> = v.object({
  title: v.string(),
  specs: v.array(PlaywrightSpec),
  suites: v.optional(v.array(v.lazy(() => PlaywrightSuite))),
})
const PlaywrightReport = v.object({ suites: v.array(PlaywrightSuite) })

/** A file of tests that could not be loaded counts as one failure. `exitCode` is Vitest's own. */
export function readVitestReport(path: string, exitCode: number): Tally {
  const tally: Tally = { passed: 0, failed: 0, skipped: [], measured: [] }
  if (existsSync(path)) {
    for (const file of v.parse(VitestReport, readJson(path)).testResults) {
      const before = tally.failed
      for (const { fullName, status } of file.assertionResults) {
        if (status === 'passed') tally.passed += 1
        else if (status === 'failed') tally.failed += 1
        else tally.skipped.push(fullName)
      }
      if (file.status === 'failed' && tally.failed === before) tally.failed += 1
    }
  }
  return atLeastOneFailure(tally, exitCode)
}

/** A test that needed a second try counts as failed. `exitCode` is Playwright's own. */
export function readPlaywrightReport(path: string, exitCode: number): Tally {
  const tally: Tally = { passed: 0, failed: 0, skipped: [], measured: [] }
  const read = (suite: PlaywrightSuite): void => {
    for (const spec of suite.specs) {
      for (const { status, annotations } of spec.tests) {
        for (const { type, description } of annotations) {
          if (type === 'measured' && description) tally.measured.push(description)
        }
        if (status === 'expected') tally.passed += 1
        else if (status !== 'skipped') tally.failed += 1
        else {
          const reason = annotations.find(({ type }) => type === 'skip')?.description
          tally.skipped.push(reason ? `${spec.title}: ${reason}` : spec.title)
        }
      }
    }
    suite.suites?.forEach(read)
  }
  if (existsSync(path)) v.parse(PlaywrightReport, readJson(path)).suites.forEach(read)
  return atLeastOneFailure(tally, exitCode)
}

/** A runner that ended badly without naming a test, or that ran none, has failed. */
function atLeastOneFailure(tally: Tally, exitCode: number): Tally {
  const silent = tally.failed === 0 && (exitCode !== 0 || tally.passed === 0)
  return silent ? { ...tally, failed: 1 } : tally
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}
