import type { Locator, Page } from '@playwright/test'
import { downloadFigure, type FigureFile } from './figures'

/** The evaluation, large over the page. */
export class CloserWindow {
  readonly #page: Page
  readonly open: Locator
  readonly window: Locator
  /** From 0 to 100 percent. */
  readonly threshold: Locator

  constructor(page: Page) {
    this.#page = page
    this.open = page.getByRole('button', { name: 'Look closer' })
    this.window = page.getByRole('dialog', { name: 'Look closer' })
    this.threshold = this.window.getByRole('slider', { name: 'Abstain below a confidence of' })
  }

  tab(name: 'Classes' | 'Curves' | 'Map' | 'Training inside'): Locator {
    return this.window.getByRole('tab', { name })
  }

  split(name: 'Validation' | 'Test'): Locator {
    return this.window.getByRole('radiogroup', { name: 'Split' }).getByText(name, { exact: true })
  }

  figure(name: string): Locator {
    return this.window.getByRole('figure', { name, exact: true })
  }

  /** The value under a name, such as `Accuracy`, of the figures of the split or of those with the threshold. */
  value(name: string, of: 'Figures of' | 'Figures of the map' | 'With the threshold' = 'Figures of'): Locator {
    const figures = this.window.locator(`dl[aria-label^="${of}"] > div`)
    return figures.filter({ hasText: new RegExp(`^${name}`) }).getByRole('definition')
  }

  /** The cells of a row of the table of classes. */
  row(name: string): Locator {
    return this.window.getByRole('row').filter({ has: this.#page.getByRole('rowheader', { name, exact: true }) })
  }

  /** Saves a figure and reads the file. */
  async download(figure: string, kind: FigureFile): Promise<Buffer> {
    return downloadFigure(this.window, figure, kind)
  }
}
