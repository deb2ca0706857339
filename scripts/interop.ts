/**
 * `npm run test:interop`: proves what Strata writes and reads with the tools that it is for. It makes a virtual environment of its own in
 * `.venv-interop`, for which it needs Python 3.11 or later; `STRATA_PYTHON` names another than `python3`.
 *
 * With `--quick` it installs what takes about two minutes, and says what it leaves out. Without Python it then says so, and its tests are
 * skipped. With `--install` it only installs. Anything else is handed on to vitest.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { openPython } from './pythonEnvironment'

const root = join(import.meta.dirname, '..')
const environment = join(root, '.venv-interop')
const args = process.argv.slice(2)
const isQuick = args.includes('--quick')
const files = isQuick ? ['requirements.txt'] : ['requirements.txt', 'requirements-all.txt']

try {
  for (const file of files) openPython(environment, join(root, 'scripts/interop', file))
} catch (error) {
  if (!isQuick) throw error
  console.error(`Nothing is proved with Python: ${error instanceof Error ? error.message : String(error)}`)
}
if (isQuick)
  console.log('Quick: what needs LiteRT, PyTorch or pandas is left out; npm run test:interop proves that, too.')

if (!args.includes('--install')) {
  const handedOn = args.filter((arg) => arg !== '--quick')
  const { status } = spawnSync('npx', ['vitest', 'run', '--config', 'vitest.interop.config.ts', ...handedOn], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  process.exitCode = status ?? 1
}
