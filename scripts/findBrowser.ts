/**
 * Finds a Chrome or Chromium for the tests: one that is installed, else Playwright's own download. `installBrowser` gets one where
 * there is none. `STRATA_BROWSER` names one outright; `CHROME_PATH` and `PLAYWRIGHT_CHROMIUM_PATH`, which other tools use, do too.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

const COMMANDS = ['google-chrome-stable', 'google-chrome', 'chrome', 'chromium', 'chromium-browser']

/** The path of a browser that starts, or undefined. */
export function findBrowser(): string | undefined {
  return candidates().find(starts)
}

/** Downloads Playwright's Chromium or, where that can't run, installs Debian's package if it may. Says what it does. */
export function installBrowser(): string | undefined {
  console.log("No Chrome or Chromium here: downloading Playwright's.")
  run(['npx', 'playwright', 'install', 'chromium', '--no-shell'])
  const found = findBrowser()
  if (found || !existsSync('/etc/debian_version')) return found
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  console.log("That one does not start here: installing Debian's chromium.")
  run([...sudo, 'apt-get', 'update', '-qq'])
  run([...sudo, 'apt-get', 'install', '-y', '-qq', 'chromium'])
  return findBrowser()
}

function candidates(): readonly string[] {
  const named = ['STRATA_BROWSER', 'CHROME_PATH', 'PLAYWRIGHT_CHROMIUM_PATH'].map((name) => process.env[name] ?? '')
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const onPath = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)))
  return [...named, ...onPath, ...defaultPlaces(), chromium.executablePath()].filter((path) => path && existsSync(path))
}

function defaultPlaces(): readonly string[] {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium'].flatMap((app) =>
      ['', process.env['HOME'] ?? ''].map((home) => `${home}/Applications/${app}.app/Contents/MacOS/${app}`),
    )
  }
  if (process.platform === 'win32') {
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((root) =>
      ['Google\\Chrome', 'Chromium'].map((app) => join(process.env[root] ?? '', app, 'Application', 'chrome.exe')),
    )
  }
  return []
}

/** A browser may be there and yet not start, for want of a library or because it is a stub that asks for a snap. */
function starts(path: string): boolean {
  // On Windows `--version` opens a window.
  return process.platform === 'win32' || spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0
}

function run([command = '', ...args]: readonly string[]): void {
  spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' })
}
