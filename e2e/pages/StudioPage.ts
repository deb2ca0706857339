/** The studio as a person with a screen reader meets it: everything is found by role and accessible name. */
import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import { DataPanel } from './DataPanel'
import { EvaluatePanel } from './EvaluatePanel'
import { Explorer } from './Explorer'
import { LearnWindow } from './LearnWindow'
import { ModelPanel } from './ModelPanel'
import { TrainPanel } from './TrainPanel'
import { UsePanel } from './UsePanel'

export class StudioPage {
  readonly page: Page
  readonly url: string
  readonly data: DataPanel
  readonly explorer: Explorer
  readonly model: ModelPanel
  readonly learn: LearnWindow
  readonly train: TrainPanel
  readonly evaluate: EvaluatePanel
  readonly use: UsePanel
  readonly backend: Locator

  constructor(page: Page, url: string) {
    this.page = page
    this.url = url
    this.data = new DataPanel(page)
    this.explorer = new Explorer(page)
    this.model = new ModelPanel(page)
    this.learn = new LearnWindow(page)
    this.train = new TrainPanel(page)
    this.evaluate = new EvaluatePanel(page)
    this.use = new UsePanel(page)
    this.backend = page.getByRole('status', { name: 'Backend' })
  }

  /** Opens the page and waits for its device. A run that fell back from WebGPU, or from the compiled trainer, is a failure. */
  async open(): Promise<this> {
    await this.page.goto(this.url)
    await this.expectWebGPU()
    return this
  }

  async reload(): Promise<void> {
    await this.page.reload()
    await this.expectWebGPU()
  }

  async expectWebGPU(): Promise<void> {
    // At the beginning: a fallback names WebGPU too, to say why it isn't that.
    await expect(this.backend).toHaveText(/^WebGPU/)
    await expect(this.backend).toContainText('compiled trainer')
  }
}
