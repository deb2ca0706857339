/**
 * The built studio in Firefox, driven over WebDriver BiDi, with the watch on the page that every browser test keeps.
 * Things are found by role and accessible name as Firefox computes them for a screen reader.
 */
import { expect } from '@playwright/test'
import { launch } from 'puppeteer-core'
import type { Browser, ElementHandle, Page } from 'puppeteer-core'
import { findFirefox } from '../scripts/findBrowser'
import { test as base } from './test.fixture'

/** What a thing is and what it is called, such as `button "Stop"`. */
type Place = readonly [role: string, name: string]

interface Fixtures {
  /** Where Firefox puts what a person downloads. */
  readonly downloads: string
  readonly firefox: FirefoxStudio
}

export const test = base.extend<Fixtures>({
  downloads: async ({}, provide, testInfo) => provide(testInfo.outputPath('downloads')),

  firefox: async ({ studioUrl, downloads }, provide, testInfo) => {
    const executablePath = findFirefox()
    testInfo.skip(!executablePath, 'no Firefox here: install one, or name it in STRATA_FIREFOX')
    const browser = await start(executablePath ?? '', downloads)
    try {
      const page = await browser.newPage()
      const complaints = watch(page, new URL(studioUrl).origin)
      await page.goto(studioUrl)
      await provide(new FirefoxStudio(page))
      if (testInfo.status !== testInfo.expectedStatus)
        await page.screenshot({ path: testInfo.outputPath('firefox.png') })
      expect(complaints).toEqual([])
    } finally {
      await browser.close()
    }
  },
})

/** WebGPU and WebGL are off, so that the test means the same on every machine. Firefox keeps downloads unasked. */
function start(executablePath: string, downloads: string): Promise<Browser> {
  return launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    defaultViewport: { width: 1440, height: 900 },
    extraPrefsFirefox: {
      'dom.webgpu.enabled': false,
      'webgl.disabled': true,
      'browser.download.folderList': 2,
      'browser.download.dir': downloads,
      'browser.download.useDownloadDir': true,
      'browser.download.always_ask_before_handling_new_types': false,
    },
  })
}

/** Collects what should never happen on the page. */
function watch(page: Page, origin: string): readonly string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) =>
    complaints.push(`uncaught: ${error instanceof Error ? error.message : String(error)}`),
  )
  page.on('request', (request) => {
    // A `blob:` address has the origin of the page that made it.
    const { protocol, origin: asked } = new URL(request.url())
    if (protocol !== 'data:' && asked !== origin) complaints.push(`request to another origin: ${request.url()}`)
  })
  return complaints
}

/** The studio as a person with a screen reader meets it in Firefox. A list of places ends with the thing that is meant. */
class FirefoxStudio {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  async press(button: string): Promise<void> {
    await this.#click(1, [['button', button]])
  }

  /** Chooses an option of a native select by its text. */
  async choose(combobox: string, option: string): Promise<void> {
    const select = await this.#find([['combobox', combobox]])
    const value = await select.evaluate(
      (element, text) => [...(element as HTMLSelectElement).options].find(({ label }) => label === text)?.value,
      option,
    )
    await select.select(value ?? '')
  }

  /** Types over what a field holds and leaves it. */
  async enter(value: string | number, ...places: readonly Place[]): Promise<void> {
    await this.#click(3, places)
    await this.#page.keyboard.type(String(value))
    await this.#page.keyboard.press('Tab')
  }

  async value(...places: readonly Place[]): Promise<string> {
    return (await this.#find(places)).evaluate((element) => (element as HTMLInputElement).value)
  }

  /** What is read of a thing, in one line. */
  async text(...places: readonly Place[]): Promise<string> {
    const text = await (await this.#find(places)).evaluate((element) => (element as HTMLElement).innerText)
    return text.replaceAll(/\s+/g, ' ').trim()
  }

  /** How far the run is, 0 to 100. */
  async percent(): Promise<number> {
    const bar = await this.#find([['progressbar', 'Training progress']])
    return Number(await bar.evaluate((element) => element.ariaValueNow))
  }

  /** Clicks until the click reaches the thing: what is clicked at may move in between, as when a sentence appears above it. */
  async #click(count: number, places: readonly Place[]): Promise<void> {
    for (;;) {
      const found = await this.#find(places)
      const heard = await found.evaluateHandle((element) => {
        const clicks = { reached: false }
        element.addEventListener('click', () => (clicks.reached = true), { once: true })
        return clicks
      })
      await found.click({ count })
      if (await heard.evaluate(({ reached }) => reached)) return
    }
  }

  /**
   * Looks until the thing is there and, if it can be pressed, enabled. Each look takes a second or so, because Firefox
   * goes through every element of the page.
   */
  async #find(places: readonly Place[]): Promise<ElementHandle> {
    for (;;) {
      const found = await this.#look(places)
      if (found && !(await found.evaluate((element) => element.matches(':disabled')))) return found
    }
  }

  async #look(
    [place, ...inner]: readonly Place[],
    within: Page | ElementHandle = this.#page,
  ): Promise<ElementHandle | undefined> {
    if (!place) throw new Error('Nothing was named.')
    const [role, name] = place
    const found = await within.$(`::-p-aria([name="${name}"][role="${role}"])`)
    return found && inner.length > 0 ? this.#look(inner, found) : (found ?? undefined)
  }
}
