import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'

/** The room where a model is judged. */
export class EvaluatePanel {
  readonly results: Locator

  constructor(page: Page) {
    this.results = page.getByRole('region', { name: 'Test results' })
  }

  /** The accuracy on the test split as the page writes it, such as `97.25 %`, once the test is done. */
  async accuracyText(): Promise<string> {
    await expect(this.results).toContainText(/Accuracy\D*\d/i)
    const text = (await this.results.innerText()).replaceAll('\n', ' ')
    const found = /Accuracy\D*(\d+(?:\.\d+)?)\s*(%?)/i.exec(text)
    if (!found) throw new Error(`No accuracy in: ${text}`)
    return `${found[1] ?? ''}${found[2] ?? ''}`
  }

  /** The same as a share, 0 to 1. */
  async accuracy(): Promise<number> {
    const text = await this.accuracyText()
    return text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text)
  }
}
