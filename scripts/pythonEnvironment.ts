/** Virtual environments for the commands that run Python. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Makes the environment where it is missing, and installs what is required. `STRATA_PYTHON` names another Python than `python3` to make it
 * with.
 *
 * @param environment its folder. @param requirements a file in pip's form. @param alone packages, installed without what they require.
 * @returns the path of its Python.
 * @throws an error whose message is a sentence, when there is no Python to make it with or something can't be installed.
 */
export function openPython(environment: string, requirements: string, alone: readonly string[] = []): string {
  const python =
    process.platform === 'win32' ? join(environment, 'Scripts/python.exe') : join(environment, 'bin/python')
  if (!existsSync(python)) {
    const maker = process.env['STRATA_PYTHON'] ?? 'python3'
    if (spawnSync(maker, ['--version']).status !== 0)
      throw new Error(`There is no ${maker} here: install Python 3.11 or later, or name one with STRATA_PYTHON.`)
    run(maker, '-m', 'venv', environment)
  }
  run(python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements)
  if (alone.length > 0)
    run(python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', ...alone)
  return python
}

function run(command: string, ...args: readonly string[]): void {
  // What is installed is said on stderr, so that a command's own output stays its own.
  execFileSync(command, args, { stdio: ['inherit', process.stderr, 'inherit'] })
}
