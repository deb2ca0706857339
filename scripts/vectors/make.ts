/**
 * `npm run vectors`: writes what Keras computes into `src/model/fixtures/keras/`, for tests to compare with. It needs Python 3.11 or later,
 * and makes a virtual environment of its own in `.venv-vectors`. `STRATA_PYTHON` names another Python than `python3`.
 */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { openPython } from '../pythonEnvironment'

const here = import.meta.dirname
const root = join(here, '../..')
const python = openPython(join(root, '.venv-vectors'), join(here, 'requirements.txt'))
const folder = join(root, 'src/model/fixtures/keras')
// Floats of another width take a Python of their own.
for (const script of ['make.py', 'make32.py']) {
  execFileSync(python, [join(here, script), folder], { cwd: root, stdio: 'inherit' })
}
