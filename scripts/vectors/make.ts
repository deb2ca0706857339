/**
 * `npm run vectors`: writes what Keras computes into `src/model/fixtures/keras/`, and what TensorFlow.js's converter makes of its models into
 * `src/interop/tensorflowjs/fixtures/`, for tests to compare with. It needs Python 3.11, and makes virtual environments of its own in
 * `.venv-vectors`, `.venv-ludwig` and `.venv-tensorflowjs`. `STRATA_PYTHON` names another Python than `python3`.
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
const converter = openPython(join(root, '.venv-tensorflowjs'), join(here, 'requirements-tensorflowjs.txt'), [
  'tensorflowjs==4.22.0',
])
const converted = join(root, 'src/interop/tensorflowjs/fixtures/converted.json')
execFileSync(converter, [join(here, 'make_tensorflowjs.py'), converted], { cwd: root, stdio: 'inherit' })
