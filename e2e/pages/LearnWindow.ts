import type { Locator, Page } from '@playwright/test'
import { readTable } from './fields'

/** The window that shows how a layer's window walks over an image. */
export class LearnWindow {
  readonly #page: Page
  readonly window: Locator
  readonly grid: Locator
  /** The output pixel that the focus is on. */
  readonly pixel: Locator
  /** What happens at it, in a sentence. */
  readonly step: Locator
  readonly formulas: Locator
  readonly numbers: Locator

  constructor(page: Page) {
    this.#page = page
    this.window = page.getByRole('dialog', { name: /^Learn/ })
    this.grid = this.window.getByRole('grid', { name: /^Output pixels/ })
    this.pixel = this.grid.getByRole('gridcell')
    this.step = this.window.getByRole('status', { name: 'Step' })
    this.formulas = this.window.getByRole('region', { name: 'Output size' })
    this.numbers = this.window.getByRole('region', { name: 'Numbers' })
  }

  /** A formula by its whole text. */
  formula(text: string): Locator {
    return this.formulas.getByRole('math', { name: text, exact: true })
  }

  field(label: string): Locator {
    return this.numbers.getByLabel(label, { exact: true })
  }

  button(name: string): Locator {
    return this.window.getByRole('button', { name, exact: true })
  }

  /** What stands in the window, row by row: `7 × −1`, or of a pool `7`. */
  async taps(): Promise<readonly (readonly string[])[]> {
    return readTable(this.window.getByRole('table'))
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key)
  }
}
