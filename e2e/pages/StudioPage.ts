/** The studio as a person with a screen reader meets it: everything is found by role and accessible name. */
import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import { BenchPage } from './BenchPage'
import { CloserWindow } from './CloserWindow'
import { DataPanel } from './DataPanel'
import { EvaluatePanel } from './EvaluatePanel'
import { Explorer } from './Explorer'
import { ImageMap } from './ImageMap'
import { InsideTab } from './InsideTab'
import { LearnWindow } from './LearnWindow'
import { ModelPanel } from './ModelPanel'
import { ProjectDialogs } from './ProjectDialogs'
import { RunsPage } from './RunsPage'
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
  readonly closer: CloserWindow
  readonly map: ImageMap
  readonly inside: InsideTab
  readonly use: UsePanel
  readonly bench: BenchPage
  readonly runs: RunsPage
  readonly project: ProjectDialogs
  readonly backend: Locator
  /** What trains, by name; opens a menu. */
  readonly device: Locator

  constructor(page: Page, url: string) {
    this.page = page
    this.url = url
    this.data = new DataPanel(page)
    this.explorer = new Explorer(page)
    this.model = new ModelPanel(page)
    this.learn = new LearnWindow(page)
    this.train = new TrainPanel(page)
    this.evaluate = new EvaluatePanel(page)
    this.closer = new CloserWindow(page)
    this.map = new ImageMap(page)
    this.inside = new InsideTab(page)
    this.use = new UsePanel(page)
    this.bench = new BenchPage(page)
    this.runs = new RunsPage(page)
    this.project = new ProjectDialogs(page)
    this.backend = page.getByRole('status', { name: 'Backend' })
    this.device = this.backend.getByRole('button')
  }

  /**
   * Opens the page on WebGPU and waits for that. By itself the page takes the processor where there is no GPU. A run that fell back, from
   * WebGPU or from the compiled trainer, is a failure.
   */
  async open(): Promise<this> {
    await this.openOn('webgpu')
    await this.expectWebGPU()
    return this
  }

  /** Opens the page for a visit on what is named. */
  async openOn(backend: 'webgpu' | 'processor' | 'webgl' | 'cpu'): Promise<void> {
    await this.page.goto(`${this.url}?backend=${backend}`)
  }

  /**
   * Opens the page for a visit on the processor, and sees that it is what trains. So begins what is not about WebGPU: the software adapter
   * takes as long to open as all of the rest of the page, and compiles each model's kernels.
   */
  async openOnProcessor(): Promise<void> {
    await this.openOn('processor')
    // At the beginning: a fallback names it too, to say why it isn't that.
    await expect(this.backend).toHaveText(/^Processor/)
  }

  /** Opens the page as a person does, and lets it choose. */
  async openAsIs(): Promise<void> {
    await this.page.goto(this.url)
  }

  async chooseDevice(name: string): Promise<void> {
    await this.device.click()
    await this.page.getByRole('menuitemradio', { name, exact: true }).click()
  }

  /** The entry of the device's menu that is marked. */
  async chosenDevice(): Promise<string> {
    await this.device.click()
    const chosen = await this.page.getByRole('menuitemradio', { checked: true }).getAttribute('aria-label')
    await this.page.keyboard.press('Escape')
    return chosen ?? ''
  }

  async expectProcessor(): Promise<void> {
    await expect(this.backend).toHaveText(/^Processor \d+ threads? compiled trainer\b/)
  }

  /** Sees that what the page was opened on trains again. */
  async reload(): Promise<void> {
    const isOnProcessor = new URL(this.page.url()).searchParams.get('backend') === 'processor'
    await this.page.reload()
    await (isOnProcessor ? this.expectProcessor() : this.expectWebGPU())
  }

  async expectWebGPU(): Promise<void> {
    // At the beginning: a fallback names WebGPU too, to say why it isn't that.
    await expect(this.backend).toHaveText(/^WebGPU/)
    await expect(this.backend).toContainText('compiled trainer')
  }
}
