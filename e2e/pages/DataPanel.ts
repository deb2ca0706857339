import type { Locator, Page } from '@playwright/test'

export interface FileToOpen {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/** The room where data comes in. */
export class DataPanel {
  readonly #page: Page
  readonly fileInput: Locator
  readonly useSampleDigits: Locator
  readonly summary: Locator
  readonly problems: Locator

  constructor(page: Page) {
    this.#page = page
    this.fileInput = page.getByLabel('Dataset files', { exact: true })
    this.useSampleDigits = page.getByRole('button', { name: 'Use sample digits' })
    this.summary = page.getByRole('region', { name: 'Dataset', exact: true })
    this.problems = page.getByRole('list', { name: 'Import problems' }).getByRole('listitem')
  }

  async choose(files: readonly FileToOpen[]): Promise<void> {
    await this.fileInput.setInputFiles([...files])
  }

  /** Lets files fall on the page itself, not on any field. */
  async drop(files: readonly FileToOpen[]): Promise<void> {
    const contents = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') }))
    const transfer = await this.#page.evaluateHandle((items) => {
      const data = new DataTransfer()
      for (const { name, mimeType, base64 } of items) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
        data.items.add(new File([bytes], name, { type: mimeType }))
      }
      return data
    }, contents)
    for (const type of ['dragenter', 'dragover', 'drop']) {
      await this.#page.dispatchEvent('body', type, { dataTransfer: transfer })
    }
  }
}
