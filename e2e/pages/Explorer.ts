import type { Locator, Page } from '@playwright/test'

/** The window in which all images are looked at. */
export class Explorer {
  readonly #page: Page
  readonly open: Locator
  /** What the data room says of the checks. */
  readonly checks: Locator
  readonly window: Locator
  readonly grid: Locator
  readonly images: Locator
  /** How many images are on show, in words. */
  readonly shown: Locator
  /** The one that is large. */
  readonly detail: Locator

  constructor(page: Page) {
    this.#page = page
    this.open = page.getByRole('button', { name: 'Explore images' })
    this.checks = page.getByRole('status', { name: 'Checks' })
    this.window = page.getByRole('dialog', { name: 'Explore images' })
    this.grid = this.window.getByRole('grid', { name: 'Images' })
    this.images = this.grid.getByRole('gridcell')
    this.shown = this.window.getByRole('status', { name: 'Images shown' })
    this.detail = this.window.getByRole('region', { name: 'Image', exact: true })
  }

  field(label: 'Class' | 'Split' | 'Path or label' | 'Sort by'): Locator {
    return this.window.getByRole('group', { name: 'Filters' }).getByLabel(label, { exact: true })
  }

  button(name: string): Locator {
    return this.window.getByRole('button', { name, exact: true })
  }

  get undo(): Locator {
    return this.window.getByRole('button', { name: /^Undo\b/ })
  }

  tab(name: 'Images' | 'Classes' | 'Checks'): Locator {
    return this.window.getByRole('tab', { name })
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key)
  }
}
