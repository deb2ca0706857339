/**
 * `npm run vectors`: writes what Keras computes into `src/model/fixtures/keras/`, for tests to compare with. It needs Python 3.11 or later,
 * and makes virtual environments of its own in `.venv-vectors` and `.venv-ludwig`. `STRATA_PYTHON` names another Python than `python3`.
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
// Of Ludwig one file is run, which takes none of all that it trains with. It reads what `make.py` wrote.
const ludwig = openPython(join(root, '.venv-ludwig'), join(here, 'requirements-ludwig.txt'), ['ludwig==0.11.0'])
execFileSync(ludwig, [join(here, 'make_ludwig.py'), folder], { cwd: root, stdio: 'inherit' })
