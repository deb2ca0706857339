/**
 * `npm test`: every check, unit test, test with other tools and browser test, whatever fails. The checks, the build and what Python needs, of
 * which most keep one core busy, run two at a time; then the tests. Says aloud what was skipped; the last line is the sum, `N passed, N failed`, and
 * the exit code is 1 when anything failed.
 */
import { spawn, spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { findBrowser, findFirefox, installBrowser, installFirefox } from './findBrowser'
import { readPlaywrightReport, readVitestReport } from './testReports'
import type { Tally } from './testReports'

/** The longest first: beside it, the others take about as long. */
const CHECKS = ['check:format', 'check:types', 'check:lint', 'check:unused', 'check:imports']
const IS_WINDOWS = process.platform === 'win32'
const UNIT_REPORT = 'test-results/unit.json'
/** Where playwright.config.ts has it written. */
const E2E_REPORT = 'test-results/e2e.json'
const INTEROP_REPORT = 'test-results/interop.json'

const started = Date.now()
rmSync('test-results', { recursive: true, force: true })

const waiting = [...CHECKS, 'build', 'interop:install']
const exits = new Map<string, number>()
async function runInTurn(): Promise<void> {
  for (let script = waiting.shift(); script !== undefined; script = waiting.shift()) {
    exits.set(script, await npmBeside(script))
  }
}
await Promise.all([runInTurn(), runInTurn()])
const passed = CHECKS.filter((check) => exits.get(check) === 0).length
const checks: Tally = { passed, failed: CHECKS.length - passed, skipped: [], measured: [] }

// Unit tests use it, too: the GPU kernels run on its software adapter.
const browser = findBrowser() ?? installBrowser()
if (!browser) console.error('No browser: install Chrome or Chromium, or name one in STRATA_BROWSER.')
// Where there is none, the test that needs it says so itself.
const firefox = findFirefox() ?? installFirefox()
const named = { ...(browser ? { STRATA_BROWSER: browser } : {}), ...(firefox ? { STRATA_FIREFOX: firefox } : {}) }

const unitExit = npm('test:unit', ['--reporter=default', '--reporter=json', `--outputFile.json=${UNIT_REPORT}`], named)
const unit = readVitestReport(UNIT_REPORT, unitExit)
// With Python, where there is one: each test that needs what is not there says so.
const interopArgs = ['--quick', '--reporter=default', '--reporter=json', `--outputFile.json=${INTEROP_REPORT}`]
const interop = readVitestReport(INTEROP_REPORT, npm('test:interop', interopArgs))
// Without a build there is nothing to look at, and that counts as a failure.
const e2eExit = exits.get('build') === 0 ? npm('e2e:built', [], named) : 1
const e2e = readPlaywrightReport(E2E_REPORT, e2eExit)

console.log(`\n${Math.round((Date.now() - started) / 1000)} s in all`)
const parts = Object.entries({ checks, 'unit tests': unit, 'tests with other tools': interop, 'browser tests': e2e })
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
  const { status } = spawnSync('npm', all, { stdio: 'inherit', shell: IS_WINDOWS, env: { ...process.env, ...env } })
  return status ?? 1
}

/** Tells what it said once it is done, so that two of them don't talk at once. */
function npmBeside(script: string): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'], shell: IS_WINDOWS })
    const said: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => said.push(piece))
    const end = (exit: number): void => {
      console.log(`\n> npm run ${script}`)
      process.stdout.write(Buffer.concat(said))
      resolve(exit)
    }
    child.on('error', () => end(1))
    child.on('close', (code) => end(code ?? 1))
  })
}
