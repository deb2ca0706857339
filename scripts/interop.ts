/**
 * `npm run test:interop`: proves what Strata writes and reads with the tools that it is for. It makes a virtual environment of its own in
 * `.venv-interop`, for which it needs Python 3.11 or later; `STRATA_PYTHON` names another than `python3`. With `--quick` it installs what takes
 * about two minutes, and the tests of the rest are skipped, which it says.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { openPython } from './pythonEnvironment'

const root = join(import.meta.dirname, '..')
const args = process.argv.slice(2)
const requirements = args.includes('--quick') ? 'requirements.txt' : 'requirements-all.txt'
const environment = join(root, '.venv-interop')
const python = openPython(environment, join(root, 'scripts/interop/requirements.txt'))
if (requirements !== 'requirements.txt') openPython(environment, join(root, 'scripts/interop', requirements))
const { status } = spawnSync(
  'npx',
  ['vitest', 'run', '--config', 'vitest.interop.config.ts', ...args.filter((arg) => arg !== '--quick')],
  {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, STRATA_INTEROP_PYTHON: python },
  },
)
process.exitCode = status ?? 1
