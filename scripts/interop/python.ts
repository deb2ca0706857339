/** The Python that tests prove files of other tools with. `npm run test:interop` makes its environment. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const ENVIRONMENT = join(import.meta.dirname, '../../.venv-interop')

/** Undefined where there is none. `STRATA_INTEROP_PYTHON` names another. */
const PYTHON: string | undefined = findPython()

function findPython(): string | undefined {
  const named = process.env['STRATA_INTEROP_PYTHON']
  if (named !== undefined) return named
  const own = join(ENVIRONMENT, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  return existsSync(own) ? own : undefined
}

/** Whether that Python has these modules. */
export function hasModules(...names: readonly string[]): boolean {
  if (PYTHON === undefined) return false
  const program = `import importlib.util, sys; sys.exit(any(importlib.util.find_spec(name) is None for name in sys.argv[1:]))`
  return spawnSync(PYTHON, ['-c', program, ...names]).status === 0
}

export interface Ran {
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs a program to its end.
 * @param args the program's file and what it takes, or what Python itself takes.
 * @throws what it said, when it ends otherwise than well.
 */
export function runPython(
  args: readonly string[],
  { folder, env }: { readonly folder?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Ran {
  if (PYTHON === undefined) throw new Error('There is no Python: run npm run test:interop.')
  const { status, stdout, stderr, error } = spawnSync(PYTHON, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    ...(folder !== undefined && { cwd: folder }),
    env: { ...process.env, KERAS_BACKEND: 'jax', PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1', ...env },
  })
  if (status !== 0) throw new Error(`Python ended with ${status}: ${stderr}${stdout}`, { cause: error })
  return { stdout, stderr }
}
