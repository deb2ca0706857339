import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import type { FileToOpen } from './DataPanel'
import { ProjectDialogs } from './ProjectDialogs'

/** The room where a model leaves and comes back. */
export class UsePanel {
  readonly #page: Page
  readonly panel: Locator
  readonly exportModel: Locator
  readonly openInput: Locator
  readonly saveProject: Locator
  readonly report: Locator
  readonly #project: ProjectDialogs
  /** What is said of the last thing that was opened. */
  readonly notes: Locator

  constructor(page: Page) {
    this.#page = page
    this.panel = page.getByRole('region', { name: 'Use', exact: true })
    this.exportModel = page.getByRole('button', { name: 'Export model' })
    this.openInput = page.getByLabel('Open model or project')
    this.saveProject = page.getByRole('button', { name: 'Save project' })
    this.report = page.getByRole('region', { name: 'Use', exact: true }).getByRole('button', { name: 'Report' })
    this.#project = new ProjectDialogs(page)
    this.notes = this.panel.getByRole('status')
  }

  /** Exports the model for TensorFlow.js, and hands back `model.json` and `weights.bin` as they were written. */
  async export(): Promise<readonly FileToOpen[]> {
    const window = await this.openExport()
    const files: FileToOpen[] = []
    for (const name of ['model.json', 'weights.bin']) {
      const downloading = this.#page.waitForEvent('download')
      await window.getByRole('button', { name: `Save ${name}`, exact: true }).click()
      const download = await downloading
      const buffer = await readFile(await download.path())
      files.push({ name: download.suggestedFilename(), mimeType: 'application/octet-stream', buffer })
    }
    await window.getByRole('button', { name: 'Close' }).click()
    return files
  }

  /** Opens the window in which a target is chosen, and waits until its files were checked. */
  async openExport(target = 'TensorFlow.js'): Promise<Locator> {
    await this.exportModel.click()
    const window = this.#page.getByRole('dialog', { name: 'Export model' })
    await window.getByRole('radio', { name: target, exact: true }).check()
    await expect(window.getByRole('region', { name: 'Files' })).toBeVisible()
    return window
  }

  /** Presses what writes predictions, and hands back the name of the file and its text. */
  async predictions(
    item?: 'Galaxy’s table' | 'scikit-learn’s report' | 'Ludwig’s test statistics' | 'Ludwig’s training statistics',
  ): Promise<readonly [name: string, text: string]> {
    const downloading = this.#page.waitForEvent('download')
    if (item === undefined) {
      await this.#page.getByRole('button', { name: 'Predictions', exact: true }).click()
    } else {
      await this.#page.getByRole('button', { name: 'More files' }).click()
      await this.#page.getByRole('menuitem', { name: item }).click()
    }
    const download = await downloading
    return [download.suggestedFilename(), await readFile(await download.path(), 'utf8')]
  }

  /** Saves the report, and hands back where it lies on disk. */
  async saveReport(folder: string): Promise<string> {
    const downloading = this.#page.waitForEvent('download')
    await this.report.click()
    const download = await downloading
    const path = join(folder, download.suggestedFilename())
    await download.saveAs(path)
    return path
  }

  /** Saves the project as the window proposes, and hands back the file. */
  async save(): Promise<FileToOpen> {
    await this.saveProject.click()
    return this.#project.save()
  }

  async open(files: readonly FileToOpen[]): Promise<void> {
    await this.openInput.setInputFiles([...files])
  }
}
