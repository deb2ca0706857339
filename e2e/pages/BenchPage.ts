import type { Locator, Page } from '@playwright/test'

/** The page that measures the machine. */
export class BenchPage {
  readonly #page: Page
  readonly heading: Locator
  readonly measure: Locator
  readonly stop: Locator
  readonly measureAgain: Locator
  readonly progress: Locator
  readonly back: Locator

  constructor(page: Page) {
    this.#page = page
    this.heading = page.getByRole('heading', { name: 'How fast is this machine?', level: 2 })
    this.measure = page.getByRole('button', { name: 'Measure', exact: true })
    this.stop = page.getByRole('button', { name: 'Stop', exact: true })
    this.measureAgain = page.getByRole('button', { name: 'Measure again', exact: true })
    this.progress = page.getByRole('progressbar', { name: 'Bench progress' })
    this.back = page.getByRole('link', { name: 'Studio', exact: true })
  }

  /** One of the blocks. */
  block(title: string): Locator {
    return this.#page.getByRole('region', { name: title, exact: true })
  }

  /** Copies the report, and reads it from the clipboard. */
  async copy(form: 'Copy as JSON' | 'Copy as Markdown table'): Promise<string> {
    await this.#page.getByRole('button', { name: form, exact: true }).click()
    await this.#page
      .getByText(form === 'Copy as JSON' ? 'Copied as JSON' : 'Copied as Markdown')
      .waitFor({ state: 'attached' })
    return this.#page.evaluate(() => navigator.clipboard.readText())
  }
}
