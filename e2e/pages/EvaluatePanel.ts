import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'

/** The room where a model is judged. */
export class EvaluatePanel {
  readonly panel: Locator
  readonly results: Locator
  readonly testModel: Locator
  /** The confusion matrix, by its cells. */
  readonly cells: Locator
  /** The slider through the epochs of the validation split. */
  readonly epoch: Locator

  constructor(page: Page) {
    this.panel = page.getByRole('region', { name: 'Evaluate', exact: true })
    this.results = page.getByRole('region', { name: 'Test results' })
    this.testModel = this.results.getByRole('button', { name: 'Test model' })
    this.cells = this.panel.getByRole('grid', { name: /^Cells/ })
    this.epoch = this.panel.getByRole('slider', { name: 'Epoch' })
  }

  button(name: 'Mistakes' | 'Least sure' | 'Label faults' | 'Show images'): Locator {
    return this.panel.getByRole('button', { name, exact: true })
  }

  split(name: 'Validation' | 'Test'): Locator {
    return this.panel.getByRole('radiogroup', { name: 'Split' }).getByText(name, { exact: true })
  }

  /** Presses the cell of a true class and a predicted one. */
  async press(truth: number, predicted: number): Promise<void> {
    const count = Number(await this.cells.getAttribute('aria-rowcount'))
    const box = (await this.cells.boundingBox())!
    const side = { x: box.width / count, y: box.height / count }
    await this.cells.click({ position: { x: (predicted + 0.5) * side.x, y: (truth + 0.5) * side.y } })
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
