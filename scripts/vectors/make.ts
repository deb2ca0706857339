/**
 * `npm run vectors`: writes what Keras computes into `src/model/fixtures/keras/`, for tests to compare with. It needs Python 3.11 or later,
 * and makes a virtual environment of its own in `.venv-vectors`. `STRATA_PYTHON` names another Python than `python3`.
 */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const here = import.meta.dirname
const root = join(here, '../..')
const environment = join(root, '.venv-vectors')
const python = process.platform === 'win32' ? join(environment, 'Scripts/python.exe') : join(environment, 'bin/python')

function run(command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { cwd: root, stdio: 'inherit' })
}

if (!existsSync(python)) run(process.env['STRATA_PYTHON'] ?? 'python3', '-m', 'venv', environment)
run(
  python,
  '-m',
  'pip',
  'install',
  '--quiet',
  '--disable-pip-version-check',
  '--requirement',
  join(here, 'requirements.txt'),
)
run(python, join(here, 'make.py'), join(root, 'src/model/fixtures/keras'))
