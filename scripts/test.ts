/**
 * `npm test`: every check, unit test and browser test, one after another, whatever fails. Says aloud what was skipped; the last line
 * is the sum, `N passed, N failed`, and the exit code is 1 when anything failed.
 */
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { findBrowser, findFirefox, installBrowser, installFirefox } from './findBrowser'
import { readPlaywrightReport, readVitestReport } from './testReports'
import type { Tally } from './testReports'

const CHECKS = ['types', 'lint', 'format', 'imports', 'unused']
const UNIT_REPORT = 'test-results/unit.json'
/** Where playwright.config.ts has it written. */
const E2E_REPORT = 'test-results/e2e.json'

const started = Date.now()
rmSync('test-results', { recursive: true, force: true })

const checks: Tally = { passed: 0, failed: 0, skipped: [], measured: [] }
for (const check of CHECKS) {
  if (npm(`check:${check}`) === 0) checks.passed += 1
  else checks.failed += 1
}

// Unit tests use it, too: the GPU kernels run on its software adapter.
const browser = findBrowser() ?? installBrowser()
if (!browser) console.error('No browser: install Chrome or Chromium, or name one in STRATA_BROWSER.')
// Where there is none, the test that needs it says so itself.
const firefox = findFirefox() ?? installFirefox()
const named = { ...(browser ? { STRATA_BROWSER: browser } : {}), ...(firefox ? { STRATA_FIREFOX: firefox } : {}) }

const unitExit = npm('test:unit', ['--reporter=default', '--reporter=json', `--outputFile.json=${UNIT_REPORT}`], named)
const unit = readVitestReport(UNIT_REPORT, unitExit)
const e2eExit = npm('e2e', [], named)
const e2e = readPlaywrightReport(E2E_REPORT, e2eExit)

console.log(`\n${Math.round((Date.now() - started) / 1000)} s in all`)
const parts = Object.entries({ checks, 'unit tests': unit, 'browser tests': e2e })
for (const [name, { passed, failed, skipped, measured }] of parts) {
  console.log(`${name}: ${passed} passed, ${failed} failed, ${skipped.length} skipped`)
  for (const skip of skipped) console.log(`  SKIPPED ${skip}`)
  for (const figure of measured) console.log(`  measured: ${figure}`)
}
const total = (key: 'passed' | 'failed') => parts.reduce((sum, [, tally]) => sum + tally[key], 0)
console.log(`${total('passed')} passed, ${total('failed')} failed`)
process.exitCode = total('failed') > 0 ? 1 : 0

function npm(script: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): number {
  console.log(`\n> npm run ${script}`)
  const all = ['run', '--silent', script, ...(args.length > 0 ? ['--', ...args] : [])]
  const windows = process.platform === 'win32'
  const { status } = spawnSync('npm', all, { stdio: 'inherit', shell: windows, env: { ...process.env, ...env } })
  return status ?? 1
}
