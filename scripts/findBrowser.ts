/**
 * Finds browsers for the tests: a Chrome or Chromium that is installed, else Playwright's own download; and a Firefox.
 * `STRATA_BROWSER` and `STRATA_FIREFOX` name them outright, as do `CHROME_PATH` and `PLAYWRIGHT_CHROMIUM_PATH`, which
 * other tools use. `installBrowser` and `installFirefox` get one where there is none.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

/** Where a make of browser may be. */
interface Make {
  readonly variables: readonly string[]
  readonly commands: readonly string[]
  /** Below a Mac's folders of applications. */
  readonly mac: readonly string[]
  /** Below Windows's folders of programs. */
  readonly windows: readonly string[]
}

const CHROME: Make = {
  variables: ['STRATA_BROWSER', 'CHROME_PATH', 'PLAYWRIGHT_CHROMIUM_PATH'],
  commands: ['google-chrome-stable', 'google-chrome', 'chrome', 'chromium', 'chromium-browser'],
  mac: ['Google Chrome.app/Contents/MacOS/Google Chrome', 'Chromium.app/Contents/MacOS/Chromium'],
  windows: ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe'],
}

const FIREFOX: Make = {
  variables: ['STRATA_FIREFOX'],
  commands: ['firefox', 'firefox-esr'],
  mac: ['Firefox.app/Contents/MacOS/firefox'],
  windows: ['Mozilla Firefox\\firefox.exe'],
}

/** The path of a Chrome or Chromium that starts, or undefined. */
export function findBrowser(): string | undefined {
  return [...placesOf(CHROME), chromium.executablePath()].find(starts)
}

/** The path of a Firefox that starts, or undefined. */
export function findFirefox(): string | undefined {
  return placesOf(FIREFOX).find(starts)
}

/** Downloads Playwright's Chromium or, where that can't run, installs Debian's package if it may. Says what it does. */
export function installBrowser(): string | undefined {
  console.log("No Chrome or Chromium here: downloading Playwright's.")
  run(['npx', 'playwright', 'install', 'chromium', '--no-shell'])
  const found = findBrowser()
  if (found || !existsSync('/etc/debian_version')) return found
  console.log("That one does not start here: installing Debian's chromium.")
  installPackage('chromium')
  return findBrowser()
}

/**
 * Installs Debian's package when it is root, as on a machine that is there for tests. It does not ask for sudo on a person's own machine.
 */
export function installFirefox(): string | undefined {
  if (!isRoot() || !existsSync('/etc/debian_version')) return undefined
  console.log("No Firefox here: installing Debian's firefox-esr.")
  installPackage('firefox-esr')
  return findFirefox()
}

function placesOf({ variables, commands, mac, windows }: Make): readonly string[] {
  const named = variables.map((name) => process.env[name] ?? '')
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const onPath = commands.flatMap((command) => folders.map((folder) => join(folder, command)))
  return [...named, ...onPath, ...defaultPlaces(mac, windows)]
}

function defaultPlaces(mac: readonly string[], windows: readonly string[]): readonly string[] {
  if (process.platform === 'darwin') {
    const homes = ['', process.env['HOME'] ?? '']
    return mac.flatMap((path) => homes.map((home) => `${home}/Applications/${path}`))
  }
  if (process.platform === 'win32') {
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((root) =>
      windows.map((path) => join(process.env[root] ?? '', path)),
    )
  }
  return []
}

/** A browser may be there and yet not start, for want of a library or because it is a stub that asks for a snap. */
function starts(path: string): boolean {
  if (!path || !existsSync(path)) return false
  // On Windows `--version` opens a window.
  return process.platform === 'win32' || spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0
}

function installPackage(name: string): void {
  const sudo = isRoot() ? [] : ['sudo', '-n']
  run([...sudo, 'apt-get', 'update', '-qq'])
  run([...sudo, 'apt-get', 'install', '-y', '-qq', name])
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

function run([command = '', ...args]: readonly string[]): void {
  spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' })
}
