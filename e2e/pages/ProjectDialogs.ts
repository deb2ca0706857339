import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import type { FileToOpen } from './DataPanel'

/** The windows about a project file: what goes in, and what of it is opened. */
export class ProjectDialogs {
  readonly #page: Page
  readonly saving: Locator
  readonly opening: Locator
  /** What is said of a project file once it was saved or opened. */
  readonly told: Locator

  constructor(page: Page) {
    this.#page = page
    this.saving = page.getByRole('dialog', { name: 'Save project' })
    this.opening = page.getByRole('dialog', { name: 'Open project' })
    this.told = page.getByRole('region', { name: 'Use', exact: true }).getByRole('status')
  }

  /** A box of either window, by how its label begins. */
  box(label: 'Layers and recipe' | 'Trained model' | 'Images' | 'Runs' | 'Weights of'): Locator {
    const [saving, opening] = [this.saving, this.opening].map((dialog) =>
      dialog.getByRole('checkbox', { name: new RegExp(`^${label}`) }),
    )
    return saving!.or(opening!)
  }

  /** Presses `Save` in the window, and hands back the file. */
  async save(): Promise<FileToOpen> {
    const [download] = await Promise.all([
      this.#page.waitForEvent('download'),
      this.saving.getByRole('button', { name: 'Save', exact: true }).click(),
    ])
    return { name: download.suggestedFilename(), mimeType: '', buffer: await readFile(await download.path()) }
  }

  async open(): Promise<void> {
    await this.opening.getByRole('button', { name: 'Open', exact: true }).click()
    await this.opening.waitFor({ state: 'hidden' })
  }
}
